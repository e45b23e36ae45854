package d2j.data;

import d2j.data.samples.DrawnImages;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import d2j.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Loads labelled images in MNIST's layout, or generates a sample in their place. */
final class ImageLoader {
    private static final int SIDE = 28;

    /** How many images a sample has. */
    static final int SAMPLE_TRAIN = 6_000;

    static final int SAMPLE_TEST = 1_000;

    private ImageLoader() {}

    static ImageData load(DatasetStore store, String name, DrawnImages sample, int trainExamples, int testExamples) {
        if (trainExamples <= 0 || testExamples <= 0) {
            throw new IllegalArgumentException(
                    "numbers of examples must be positive, not " + trainExamples + " and " + testExamples);
        }
        Catalog.Entry entry = store.catalog().entry(name);
        DatasetStore.Answer answer = store.obtain(name);
        ImageData data = answer.found().isPresent()
                ? real(answer.found().get(), trainExamples, testExamples)
                : generated(store, entry, answer.reason(), sample, trainExamples, testExamples);
        System.out.println(data.origin());
        return data;
    }

    private static ImageData real(DatasetStore.Found found, int trainExamples, int testExamples) {
        Catalog.Entry entry = found.entry();
        LabelledImages train = read(found, "train", trainExamples);
        LabelledImages test = read(found, "t10k", testExamples);
        boolean part = trainExamples < Integer.MAX_VALUE || testExamples < Integer.MAX_VALUE;
        String what = String.format(
                Locale.ROOT, "%s%,d training and %,d test images", part ? "the first " : "", train.size(), test.size());
        return new ImageData(train, test, Origin.real(found, what), true);
    }

    private static LabelledImages read(DatasetStore.Found found, String part, int most) {
        var imageFile = found.file(part + "-images-idx3-ubyte.gz");
        var labelFile = found.file(part + "-labels-idx1-ubyte.gz");
        Idx images = Idx.read(imageFile, 3, most);
        Idx labels = Idx.read(labelFile, 1, most);
        if (images.items() != labels.items()) {
            throw new DatasetException(imageFile + " has " + images.items() + " images, but " + labelFile + " has "
                    + labels.items() + " labels; delete both and fetch the data set again");
        }
        int[] shape = images.dimensions();
        if (shape[1] != SIDE || shape[2] != SIDE) {
            throw new DatasetException(
                    imageFile + " has images of " + shape[1] + " x " + shape[2] + " instead of " + SIDE + " x " + SIDE);
        }
        try {
            return new LabelledImages(
                    images.elements(),
                    labels.elements(),
                    1,
                    shape[1],
                    shape[2],
                    found.entry().classes());
        } catch (IllegalArgumentException e) {
            throw new DatasetException(labelFile + " is damaged: " + e.getMessage(), e);
        }
    }

    private static ImageData generated(
            DatasetStore store,
            Catalog.Entry entry,
            String reason,
            DrawnImages sample,
            int trainExamples,
            int testExamples) {
        LabelledImages train = sample(store, entry, sample, "train", SAMPLE_TRAIN, 1, trainExamples);
        LabelledImages test = sample(store, entry, sample, "test", SAMPLE_TEST, 2, testExamples);
        String what = String.format(Locale.ROOT, "%,d + %,d generated %s", train.size(), test.size(), sample.plural());
        return new ImageData(train, test, Origin.generated(entry, what, reason), false);
    }

    /** The sample from the cache, or drawn; a whole one is kept for next time. */
    private static LabelledImages sample(
            DatasetStore store, Catalog.Entry entry, DrawnImages sample, String part, int whole, long seed, int most) {
        int wanted = Math.min(most, whole);
        Path folder = store.cacheFolder().resolve("samples").resolve(entry.name() + "-" + sample.version());
        Path imageFile = folder.resolve(part + "-images");
        Path labelFile = folder.resolve(part + "-labels");
        if (Files.exists(imageFile) && Files.exists(labelFile)) {
            try {
                return new LabelledImages(
                        Idx.read(imageFile, 3, wanted).elements(),
                        Idx.read(labelFile, 1, wanted).elements(),
                        1,
                        SIDE,
                        SIDE,
                        entry.classes());
            } catch (DatasetException | IllegalArgumentException e) {
                // A damaged copy; it is drawn again.
            }
        }
        LabelledImages images = draw(sample, wanted, seed, entry.classes());
        if (wanted == whole) {
            try {
                AtomicFile.write(imageFile, images.pixelIdx()::write);
                AtomicFile.write(labelFile, images.labelIdx()::write);
            } catch (IOException e) {
                // Without a cache it is drawn again next time.
            }
        }
        return images;
    }

    static LabelledImages draw(DrawnImages sample, int images, long seed, List<String> classes) {
        DrawnImages.Pictures drawn = sample.draw(images, seed);
        return new LabelledImages(drawn.pixels(), drawn.labels(), 1, SIDE, SIDE, classes);
    }
}
