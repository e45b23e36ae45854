package d2j.data;

import d2j.data.samples.Sentences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Sentences from film reviews, each of a review that was good or bad (B. Pang and L. Lee, <i>Seeing stars</i>, 2005).
 *
 * <p>Tokens are in lower case with blanks between them. The data set has no test part of its own: a fifth of each kind,
 * the same in every run, is held out. Both parts are shuffled. Where the data set is not here and cannot be downloaded,
 * generated sentences stand in for it; the line that is printed says so.
 *
 * @param train the real set has 8,528
 * @param test the real set has 2,134
 * @param origin what the reviews are and where they are from, in words
 * @param isReal false where they were generated
 */
public record MovieReviews(List<Review> train, List<Review> test, String origin, boolean isReal) {
    private static final String NAME = "movie-reviews";
    private static final Charset ENCODING = Charset.forName("windows-1252");
    private static final int SAMPLE = 1_500;

    /**
     * A sentence.
     *
     * @param label 1 where the reviewer praises the film, 0 where not
     */
    public record Review(String text, int label) {}

    public MovieReviews {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /**
     * All reviews. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static MovieReviews load() {
        return load(DatasetStore.standard());
    }

    static MovieReviews load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        boolean real = answer.found().isPresent();
        List<String> bad;
        List<String> good;
        if (real) {
            DatasetStore.Found found = answer.found().get();
            bad = TextReader.sentences(found.file("rt-polarity.neg"), ENCODING);
            good = TextReader.sentences(found.file("rt-polarity.pos"), ENCODING);
        } else {
            bad = Sentences.reviews(false).draw(SAMPLE, 1);
            good = Sentences.reviews(true).draw(SAMPLE, 2);
        }
        List<Review> train = new ArrayList<>();
        List<Review> test = new ArrayList<>();
        split(bad, 0, train, test);
        split(good, 1, train, test);
        Collections.shuffle(train, new Random(3));
        Collections.shuffle(test, new Random(4));
        String numbers = String.format(Locale.ROOT, "%,d training and %,d test", train.size(), test.size());
        String origin = Origin.of(entry, answer, numbers + " sentences", numbers + " generated sentences");
        System.out.println(origin);
        return new MovieReviews(train, test, origin, real);
    }

    private static void split(List<String> sentences, int label, List<Review> train, List<Review> test) {
        List<String> shuffled = new ArrayList<>(sentences);
        Collections.shuffle(shuffled, new Random(5));
        for (int i = 0; i < shuffled.size(); i++) {
            (i % 5 == 0 ? test : train).add(new Review(shuffled.get(i), label));
        }
    }

    /** Where the reviews are from. */
    @Override
    public String toString() {
        return origin;
    }
}
