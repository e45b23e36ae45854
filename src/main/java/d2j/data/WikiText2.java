package d2j.data;

import d2j.data.samples.Articles;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Good articles of the English Wikipedia: the validation and test parts of WikiText-2 (S. Merity, C. Xiong, J.
 * Bradbury, R. Socher, 2016), 455,000 tokens together.
 *
 * <p>A line is a heading, {@code = Homarus gammarus =} for an article and {@code = = Description = =} for a section,
 * or a paragraph. Tokens have blanks between them, {@code @-@} stands for a hyphen inside a word, {@code <unk>} for
 * a rare word. Where the data set is not here and cannot be downloaded, generated articles stand in for it; the line
 * that is printed says so.
 *
 * @param validation the lines that are not empty, without blanks at their ends
 * @param test the same of the other part
 * @param origin what the text is and where it is from, in words
 * @param isReal false where the text was generated
 */
public record WikiText2(List<String> validation, List<String> test, String origin, boolean isReal) {
    private static final String NAME = "wikitext-2";

    public WikiText2 {
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * Both parts. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static WikiText2 load() {
        return load(DatasetStore.standard());
    }

    static WikiText2 load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        boolean real = answer.found().isPresent();
        List<String> validation =
                real ? TextReader.sentences(answer.found().get().file("wiki.valid.txt")) : Articles.draw(60, 1);
        List<String> test =
                real ? TextReader.sentences(answer.found().get().file("wiki.test.txt")) : Articles.draw(60, 2);
        String lines = String.format(Locale.ROOT, "%,d + %,d lines", validation.size(), test.size());
        String origin =
                Origin.of(entry, answer, lines + " of the validation and test parts", lines + " of generated articles");
        System.out.println(origin);
        return new WikiText2(validation, test, origin, real);
    }

    /**
     * The paragraphs of both parts without the headings between them, and with hyphens, commas and points inside of
     * words and numbers where they were before: {@code 1,000} for {@code 1 @,@ 000}.
     */
    public List<String> paragraphs() {
        return Stream.concat(validation.stream(), test.stream())
                .filter(line -> !isHeading(line))
                .map(line -> line.replaceAll(" @([-,.])@ ", "$1"))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether a line is the heading of an article or a section. */
    public static boolean isHeading(String line) {
        return line.startsWith("= ") && line.endsWith(" =");
    }

    /** Where the text is from. */
    @Override
    public String toString() {
        return origin;
    }
}
