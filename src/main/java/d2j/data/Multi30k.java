package d2j.data;

import d2j.data.samples.Translations;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi30k: descriptions of photographs in English and French (D. Elliott, S. Frank, K. Sima'an, L. Specia, 2016; the
 * French by D. Elliott, S. Frank, L. Barrault, F. Bougares, L. Specia, 2017).
 *
 * <p>Where the data set is not here and cannot be downloaded, generated sentences stand in for it, which a few rules
 * translate; the line that is printed says so. No generated test sentence is among those for training.
 *
 * @param train      29,000 pairs of the real one
 * @param validation 1,014
 * @param test       1,000, the test set of 2016
 * @param origin     what the sentences are and where they are from, in words
 * @param isReal     false where they were generated
 */
public record Multi30k(
        List<SentencePair> train,
        List<SentencePair> validation,
        List<SentencePair> test,
        String origin,
        boolean isReal) {
    private static final String NAME = "multi30k";
    private static final int SAMPLE_TRAIN = 6_000;
    private static final int SAMPLE_HELD_OUT = 500;

    /** The lists are copied. */
    public Multi30k {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * All pairs, from English to French. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static Multi30k load() {
        return load(DatasetStore.standard());
    }

    static Multi30k load(DatasetStore store) {
        DatasetStore.Answer answer = store.obtain(NAME);
        Multi30k data = answer.found().map(Multi30k::real).orElseGet(() -> generated(store, answer.reason()));
        System.out.println(data.origin());
        return data;
    }

    private static Multi30k real(DatasetStore.Found found) {
        List<SentencePair> train = read(found, "train");
        List<SentencePair> validation = read(found, "val");
        List<SentencePair> test = read(found, "test_2016_flickr");
        String origin =
                Origin.real(found, Origin.sizes(train, validation, test) + "pairs of sentences, English and French");
        return new Multi30k(train, validation, test, origin, true);
    }

    private static List<SentencePair> read(DatasetStore.Found found, String part) {
        Path source = found.file(part + ".en.gz");
        Path target = found.file(part + ".fr.gz");
        return pairs(source, target);
    }

    /**
     * The sentences of two files, line by line.
     *
     * @throws DatasetException if they cannot be read, have different numbers of lines, or a line is empty
     */
    static List<SentencePair> pairs(Path source, Path target) {
        List<String> from = TextReader.lines(source);
        List<String> to = TextReader.lines(target);
        if (from.size() != to.size()) {
            throw new DatasetException(source + " has " + from.size() + " sentences, but " + target + " has "
                    + to.size() + "; delete both and fetch the data set again");
        }
        List<SentencePair> pairs = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).isBlank() != to.get(i).isBlank()) {
                throw new DatasetException((from.get(i).isBlank() ? source : target) + ", line " + (i + 1)
                        + ": empty, while the other language has a sentence; delete both and fetch the data set again");
            }
            if (!from.get(i).isBlank()) {
                pairs.add(new SentencePair(from.get(i).strip(), to.get(i).strip()));
            }
        }
        return pairs;
    }

    private static Multi30k generated(DatasetStore store, String reason) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        List<SentencePair> all = Translations.pairs(SAMPLE_TRAIN + 2 * SAMPLE_HELD_OUT, 1).stream()
                .map(pair -> new SentencePair(pair.get(0), pair.get(1)))
                .toList();
        List<SentencePair> train = all.subList(0, SAMPLE_TRAIN);
        List<SentencePair> validation = all.subList(SAMPLE_TRAIN, SAMPLE_TRAIN + SAMPLE_HELD_OUT);
        List<SentencePair> test = all.subList(SAMPLE_TRAIN + SAMPLE_HELD_OUT, all.size());
        String origin = Origin.generated(
                entry,
                Origin.sizes(train, validation, test) + "generated pairs of sentences, English and French",
                reason);
        return new Multi30k(train, validation, test, origin, false);
    }
}
