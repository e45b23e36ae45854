package d2j.data;

import d2j.data.samples.DrawnImages;
import d2j.data.samples.Things;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * CIFAR-10: photographs of ten kinds of animals and vehicles, 32 x 32 pixels in colour (A. Krizhevsky, 2009).
 *
 * <p>Where the data set is not here and cannot be downloaded, up to 5,000 + 1,000 generated pictures stand in for it,
 * with the same classes and shape; the line that is printed says so.
 */
public final class Cifar10 {

    static final String NAME = "cifar-10";

    static final String ARCHIVE = "cifar-10-binary.tar.gz";

    private static final String FOLDER = "cifar-10-batches-bin";

    private static final int SIDE = 32;

    private static final int CHANNELS = 3;

    private static final int PIXELS = CHANNELS * SIDE * SIDE;

    private static final int TRAIN_FILES = 5;

    private static final int SAMPLE_TRAIN = 5_000;

    private static final int SAMPLE_TEST = 1_000;

    private Cifar10() {}

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
        if (trainExamples <= 0 || testExamples <= 0) {
            throw new IllegalArgumentException(
                    "numbers of examples must be positive, not " + trainExamples + " and " + testExamples);
        }
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        ImageData data = answer.found().isPresent()
                ? real(store, answer.found().get(), trainExamples, testExamples)
                : generated(entry, answer.reason(), trainExamples, testExamples);
        System.out.println(data.origin());
        return data;
    }

    private static ImageData real(DatasetStore store, DatasetStore.Found found, int trainExamples, int testExamples) {
        Path folder = store.unpacked(found, ARCHIVE).resolve(FOLDER);
        List<Path> batches = new ArrayList<>();
        for (int i = 1; i <= TRAIN_FILES; i++) {
            Path batch = folder.resolve("data_batch_" + i + ".bin");
            // A subset has fewer.
            if (i == 1 || Files.exists(batch)) {
                batches.add(batch);
            }
        }
        List<String> classes = found.entry().classes();
        LabelledImages train = read(batches, trainExamples, classes);
        LabelledImages test = read(List.of(folder.resolve("test_batch.bin")), testExamples, classes);
        boolean part = trainExamples < Integer.MAX_VALUE || testExamples < Integer.MAX_VALUE;
        String what = String.format(
                Locale.ROOT, "%s%,d training and %,d test images", part ? "the first " : "", train.size(), test.size());
        return new ImageData(train, test, Origin.real(found, what), true);
    }

    /**
     * Reads files of records, a byte for the class and the pixels after it.
     *
     * @param most how many images to read at most
     * @throws DatasetException if a file is damaged; the message begins with its name
     */
    static LabelledImages read(List<Path> files, int most, List<String> classes) {
        int images = 0;
        for (Path file : files) {
            images = (int) Math.min(most, images + recordsOf(file));
        }
        byte[] pixels = new byte[images * PIXELS];
        byte[] labels = new byte[images];
        int at = 0;
        for (Path file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                for (long left = recordsOf(file); left > 0 && at < images; left--, at++) {
                    int label = in.read();
                    if (label < 0 || in.readNBytes(pixels, at * PIXELS, PIXELS) < PIXELS) {
                        throw new DatasetException(file + " ends too early");
                    }
                    if (label >= classes.size()) {
                        throw new DatasetException(file + " is damaged: image " + at + " has class " + label
                                + ", but there are " + classes.size() + " classes");
                    }
                    labels[at] = (byte) label;
                }
            } catch (IOException e) {
                throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return new LabelledImages(pixels, labels, CHANNELS, SIDE, SIDE, classes);
    }

    private static long recordsOf(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0 || size % (PIXELS + 1) != 0) {
                throw new DatasetException(
                        file + " has " + size + " bytes, which are no records of " + (PIXELS + 1) + " bytes");
            }
            return size / (PIXELS + 1);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ImageData generated(Catalog.Entry entry, String reason, int trainExamples, int testExamples) {
        LabelledImages train = drawn(Math.min(trainExamples, SAMPLE_TRAIN), 1, entry.classes());
        LabelledImages test = drawn(Math.min(testExamples, SAMPLE_TEST), 2, entry.classes());
        String what = String.format(Locale.ROOT, "%,d + %,d generated pictures", train.size(), test.size());
        return new ImageData(train, test, Origin.generated(entry, what, reason), false);
    }

    private static LabelledImages drawn(int images, long seed, List<String> classes) {
        DrawnImages.Pictures pictures = Things.images().draw(images, seed);
        return new LabelledImages(pictures.pixels(), pictures.labels(), CHANNELS, SIDE, SIDE, classes);
    }
}
