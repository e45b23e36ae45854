package d2j.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Loads labelled images in MNIST's layout, or generates a sample in their place. */
final class ImageLoader {
    private static final int SIDE = 28;

    /** Makes the sample that stands in for a data set. */
    interface Sample {
        int TRAIN = 6_000;
        int TEST = 1_000;

        /** What it draws, in the plural. */
        String plural();

        LabelledImages draw(int images, long seed, List<String> classes);
    }

    private ImageLoader() {}

    static ImageData load(DatasetStore store, String name, Sample sample, int trainExamples, int testExamples) {
        if (trainExamples <= 0 || testExamples <= 0) {
            throw new IllegalArgumentException("numbers of examples must be positive, not " + trainExamples + " and "
                    + testExamples);
        }
        Catalog.Entry entry = Catalog.standard().entry(name);
        Optional<DatasetStore.Found> found = store.obtain(name);
        ImageData data;
        if (found.isPresent()) {
            data = real(found.get(), trainExamples, testExamples);
        } else {
            data = generated(entry, sample, trainExamples, testExamples);
        }
        System.out.println(data.origin());
        return data;
    }

    private static ImageData real(DatasetStore.Found found, int trainExamples, int testExamples) {
        Catalog.Entry entry = found.entry();
        LabelledImages train = read(found, "train", trainExamples);
        LabelledImages test = read(found, "t10k", testExamples);
        boolean part = trainExamples < Integer.MAX_VALUE || testExamples < Integer.MAX_VALUE;
        String origin = String.format(Locale.ROOT, "%s: %s%,d training and %,d test images from %s%s", entry.title(),
                part ? "the first " : "", train.size(), test.size(), found.place().words(),
                found.variant().map(variant -> " (" + variant.name() + ", a subset)").orElse(""));
        return new ImageData(train, test, origin, true);
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
            throw new DatasetException(imageFile + " has images of " + shape[1] + " x " + shape[2] + " instead of "
                    + SIDE + " x " + SIDE);
        }
        try {
            return new LabelledImages(
                    images.elements(), labels.elements(), 1, shape[1], shape[2], found.entry().classes());
        } catch (IllegalArgumentException e) {
            throw new DatasetException(labelFile + " is damaged: " + e.getMessage(), e);
        }
    }

    private static ImageData generated(Catalog.Entry entry, Sample sample, int trainExamples, int testExamples) {
        LabelledImages train = sample.draw(Math.min(trainExamples, Sample.TRAIN), 1, entry.classes());
        LabelledImages test = sample.draw(Math.min(testExamples, Sample.TEST), 2, entry.classes());
        String origin = String.format(Locale.ROOT,
                "%s is not here and could not be downloaded: using %,d + %,d generated %s instead"
                        + " (./d2j data fetch %s gets the real images)",
                entry.title(), train.size(), test.size(), sample.plural(), entry.name());
        return new ImageData(train, test, origin, false);
    }
}
