package d2j.data;

import d2j.data.samples.Sentences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.util.List;
import java.util.Locale;

/**
 * <i>The Time Machine</i> by H. G. Wells (1895), a short novel, on which <i>Dive into Deep Learning</i> trains its
 * language models.
 *
 * <p>Where it is not here and cannot be downloaded, generated sentences stand in for it; the line that is printed
 * says so.
 *
 * @param lines as they are printed, with the empty ones; the real book has 3,221
 * @param origin what the text is and where it is from, in words
 * @param isReal false where the text was generated
 */
public record TimeMachine(List<String> lines, String origin, boolean isReal) {
    private static final String NAME = "time-machine";

    public TimeMachine {
        lines = List.copyOf(lines);
    }

    /**
     * The book. Prints one line that says what it is and where it is from.
     *
     * @throws DatasetException if the file is damaged
     */
    public static TimeMachine load() {
        return load(DatasetStore.standard());
    }

    static TimeMachine load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        boolean real = answer.found().isPresent();
        List<String> lines =
                real ? TextReader.lines(answer.found().get().file("timemachine.txt")) : Sentences.storyLines(2_500, 1);
        String size = String.format(Locale.ROOT, "%,d ", lines.size());
        String origin = Origin.of(entry, answer, size + "lines", size + "lines of generated sentences");
        System.out.println(origin);
        return new TimeMachine(lines, origin, real);
    }

    /**
     * The whole book in 27 kinds of characters: letters in lower case, and one blank for whatever stands between them.
     * The real one has 173,428 characters.
     */
    public String text() {
        return String.join("\n", lines).replaceAll("[^A-Za-z]+", " ").toLowerCase(Locale.ROOT);
    }

    /** Where the text is from. */
    @Override
    public String toString() {
        return origin;
    }
}
