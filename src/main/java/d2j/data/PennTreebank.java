package d2j.data;

import d2j.data.samples.Sentences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
        PennTreebank data;
        if (answer.found().isPresent()) {
            DatasetStore.Found found = answer.found().get();
            Path folder = store.unpacked(found, "ptb.zip").resolve("ptb");
            List<String> train = TextReader.sentences(folder.resolve("ptb.train.txt"));
            List<String> validation = TextReader.sentences(folder.resolve("ptb.valid.txt"));
            List<String> test = TextReader.sentences(folder.resolve("ptb.test.txt"));
            String what = String.format(
                    Locale.ROOT,
                    "%,d training, %,d validation and %,d test sentences",
                    train.size(),
                    validation.size(),
                    test.size());
            data = new PennTreebank(train, validation, test, Origin.real(found, what), true);
        } else {
            String what = "6,000 + 500 + 500 generated sentences";
            data = new PennTreebank(
                    Sentences.news().draw(6_000, 1),
                    Sentences.news().draw(500, 2),
                    Sentences.news().draw(500, 3),
                    Origin.generated(entry, what, answer.reason()),
                    false);
        }
        System.out.println(data.origin());
        return data;
    }

    /** Where the sentences are from. */
    @Override
    public String toString() {
        return origin;
    }
}
