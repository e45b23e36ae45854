package d2j.data;

import d2j.data.samples.Sentences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sentences of the <i>Wall Street Journal</i>: the Penn Treebank (M. P. Marcus, B. Santorini, M. A. Marcinkiewicz,
 * 1993) as T. Mikolov prepared it for language models in 2010.
 *
 * <p>A sentence is its tokens in lower case with blanks between them, without punctuation; {@code N} stands for a
 * number, {@code <unk>} for every word outside the 10,000 most frequent. Where the data set is not here and cannot be
 * downloaded, generated sentences stand in for it; the line that is printed says so.
 *
 * @param train the real set has 42,068 sentences
 * @param validation the real set has 3,370 sentences
 * @param test the real set has 3,761 sentences
 * @param origin what the sentences are and where they are from, in words
 * @param isReal false where the sentences were generated
 */
public record PennTreebank(
        List<String> train, List<String> validation, List<String> test, String origin, boolean isReal) {
    private static final String NAME = "penn-treebank";

    public PennTreebank {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * All sentences. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static PennTreebank load() {
        return load(DatasetStore.standard());
    }

    static PennTreebank load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        List<List<String>> parts;
        if (answer.found().isPresent()) {
            Path folder = store.unpacked(answer.found().get(), "ptb.zip").resolve("ptb");
            parts = Stream.of("train", "valid", "test")
                    .map(part -> TextReader.sentences(folder.resolve("ptb." + part + ".txt")))
                    .collect(Collectors.toList());
        } else {
            parts = List.of(
                    Sentences.news().draw(6_000, 1),
                    Sentences.news().draw(500, 2),
                    Sentences.news().draw(500, 3));
        }
        String real = String.format(
                Locale.ROOT,
                "%,d training, %,d validation and %,d test sentences",
                parts.get(0).size(),
                parts.get(1).size(),
                parts.get(2).size());
        String generated = Origin.sizes(parts.get(0), parts.get(1), parts.get(2)) + "generated sentences";
        String origin = Origin.of(entry, answer, real, generated);
        System.out.println(origin);
        return new PennTreebank(
                parts.get(0), parts.get(1), parts.get(2), origin, answer.found().isPresent());
    }

    /** Where the sentences are from. */
    @Override
    public String toString() {
        return origin;
    }
}
