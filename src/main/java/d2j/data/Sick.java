package d2j.data;

import d2j.data.samples.Inferences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of sentences, how closely their meanings are related, and whether the second follows from the first: SICK,
 * "sentences involving compositional knowledge" (M. Marelli et al., 2014).
 *
 * <p>Where the data set is not here and cannot be downloaded, generated pairs stand in for it; the line that is printed
 * says so.
 *
 * @param train the real set has 4,500 pairs
 * @param validation the real set has 500 pairs
 * @param test the real set has 4,927 pairs
 * @param origin what the pairs are and where they are from, in words
 * @param isReal false where they were generated
 */
public record Sick(
        List<Inference> train, List<Inference> validation, List<Inference> test, String origin, boolean isReal) {

    /** What a second sentence may be to a first one; the index is the label. */
    public static final List<String> CLASSES = List.of("NEUTRAL", "ENTAILMENT", "CONTRADICTION");

    private static final String NAME = "sick";
    private static final String HEADER = "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment";

    /**
     * A pair of sentences.
     *
     * @param first a sentence
     * @param second another one
     * @param relatedness from 1, unrelated, to 5, the same meaning
     * @param label 0 if neither the second sentence nor its opposite follows from the first, 1 if it follows, 2 if its
     *     opposite does
     */
    public record Inference(String first, String second, double relatedness, int label) {}

    public Sick {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * All pairs. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static Sick load() {
        return load(DatasetStore.standard());
    }

    static Sick load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        List<List<Inference>> parts = new ArrayList<>();
        if (answer.found().isPresent()) {
            for (String file : List.of("SICK_train.txt", "SICK_trial.txt", "SICK_test_annotated.txt")) {
                parts.add(read(answer.found().get().file(file)));
            }
        } else {
            for (int part = 0; part < 3; part++) {
                List<String> lines = new ArrayList<>(List.of(HEADER));
                lines.addAll(Inferences.lines(part == 0 ? 2_000 : 400, part + 1));
                parts.add(read(Path.of("the sample"), lines));
            }
        }
        String sizes = Origin.sizes(parts.get(0), parts.get(1), parts.get(2));
        String origin = Origin.of(entry, answer, sizes + "pairs of sentences", sizes + "generated pairs of sentences");
        System.out.println(origin);
        return new Sick(
                parts.get(0), parts.get(1), parts.get(2), origin, answer.found().isPresent());
    }

    /**
     * Reads a table with the columns of the published files, separated by tabs.
     *
     * @throws DatasetException if a line is no such row; the message names file and line
     */
    static List<Inference> read(Path file) {
        return read(file, TextReader.lines(file));
    }

    private static List<Inference> read(Path file, List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw TextReader.damaged(file, 1, "not the heads of the columns");
        }
        List<Inference> pairs = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] columns = lines.get(i).split("\t", -1);
            if (columns.length != 5 || columns[1].isBlank() || columns[2].isBlank()) {
                throw TextReader.damaged(file, i + 1, "not five columns with two sentences");
            }
            int label = CLASSES.indexOf(columns[4].strip());
            double relatedness = number(columns[3]);
            if (label < 0 || !(relatedness >= 1 && relatedness <= 5)) {
                throw TextReader.damaged(file, i + 1, "no relatedness from 1 to 5 and one of " + CLASSES);
            }
            pairs.add(new Inference(columns[1].strip(), columns[2].strip(), relatedness, label));
        }
        if (pairs.isEmpty()) {
            throw new DatasetException(file + " has no pair; remove it and fetch the data set again");
        }
        return pairs;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Where the pairs are from. */
    @Override
    public String toString() {
        return origin;
    }
}
