package d2j.data;

import d2j.data.samples.Garments;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;

/**
 * Fashion-MNIST: images of clothing in ten classes (H. Xiao, K. Rasul, R. Vollgraf, 2017).
 *
 * <p>Where the data set is not here and cannot be downloaded, 6,000 + 1,000 generated garments stand in for it, with
 * the same classes and shape; the line that is printed says so.
 */
public final class FashionMnist {
    private FashionMnist() {}

    /**
     * All images. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static ImageData load() {
        return load(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The first images only; the rest is not read. Fewer where there are not so many.
     *
     * @throws DatasetException if the files are damaged
     */
    public static ImageData load(int trainExamples, int testExamples) {
        return load(DatasetStore.standard(), trainExamples, testExamples);
    }

    static ImageData load(DatasetStore store, int trainExamples, int testExamples) {
        return ImageLoader.load(store, "fashion-mnist", Garments.images(), trainExamples, testExamples);
    }
}
