package d2j.data;

import d2j.data.samples.Streets;
import d2j.data.scenes.ImageFile;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * CamVid: what a camera in a car saw in Cambridge, with the class of each pixel (G. J. Brostow, J. Fauqueur and R.
 * Cipolla, 2009), in the eleven classes and the size of 480 x 360 pixels that SegNet's authors chose.
 *
 * <p>Where the data set is not here, generated streets stand in for it; the line that is printed says so.
 *
 * @param train      the real set has 367 images
 * @param validation the real set has 101 images
 * @param origin     what they are and where they are from, in words
 * @param isReal     false where they were generated
 */
public record CamVid(SegmentedImages train, SegmentedImages validation, String origin, boolean isReal) {

    /** Colours in which the classes are usually shown. */
    static final List<Color> COLOURS = List.of(
            new Color(128, 128, 128),
            new Color(128, 0, 0),
            new Color(192, 192, 128),
            new Color(128, 64, 128),
            new Color(60, 40, 222),
            new Color(128, 128, 0),
            new Color(192, 128, 128),
            new Color(64, 64, 128),
            new Color(64, 0, 128),
            new Color(64, 64, 0),
            new Color(0, 128, 192));

    private static final String NAME = "camvid";
    private static final String ARCHIVE = "camvid.zip";
    private static final int SAMPLE_TRAIN = 200;
    private static final int SAMPLE_VALIDATION = 60;

    public CamVid {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(validation, "validation");
    }

    /**
     * Images made smaller: colours are averaged, of the classes that in the middle is taken. Prints one line that says
     * what they are and where they are from.
     *
     * @param height rows, such as 96
     * @param width  columns, such as 128
     * @throws DatasetException if the files are damaged
     */
    public static CamVid load(int height, int width) {
        return load(height, width, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** As {@link #load(int, int)}, some of the images only, taken evenly from all films. */
    public static CamVid load(int height, int width, int train, int validation) {
        return load(DatasetStore.standard(), height, width, train, validation);
    }

    static CamVid load(DatasetStore store, int height, int width, int train, int validation) {
        if (height < 1 || width < 1 || train < 1 || validation < 1) {
            throw new IllegalArgumentException("numbers of pixels and images must be positive, not " + height + ", "
                    + width + ", " + train + " and " + validation);
        }
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        SegmentedImages[] parts = new SegmentedImages[2];
        if (answer.found().isPresent()) {
            Path folder = store.unpacked(answer.found().get(), ARCHIVE).resolve("CamVid");
            parts[0] = read(folder, "train", height, width, train, entry.classes());
            parts[1] = read(folder, "val", height, width, validation, entry.classes());
        } else {
            parts[0] = drawn(Math.min(train, SAMPLE_TRAIN), 1, height, width, entry.classes());
            parts[1] = drawn(Math.min(validation, SAMPLE_VALIDATION), 2, height, width, entry.classes());
        }
        String sizes = String.format(Locale.ROOT, "%,d training and %,d validation ", parts[0].size(), parts[1].size());
        String size = " of " + width + " x " + height + " pixels";
        String origin = Origin.of(entry, answer, sizes + "images" + size, sizes + "generated streets" + size);
        System.out.println(origin);
        return new CamVid(parts[0], parts[1], origin, answer.found().isPresent());
    }

    /**
     * Reads pairs of files of one name, {@code PART/NAME.jpg} and {@code PARTannot/NAME.png}.
     *
     * @throws DatasetException if a file is damaged or has no counterpart; the message names it
     */
    static SegmentedImages read(Path folder, String part, int height, int width, int most, List<String> classes) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve(part))) {
            files = all.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(folder.resolve(part) + " cannot be read: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new DatasetException(folder.resolve(part) + " has no image");
        }
        int n = Math.min(most, files.size());
        return gather(n, height, width, classes, i -> {
            Path file = files.get((int) ((long) i * files.size() / n));
            String name = file.getFileName().toString().replace(".jpg", ".png");
            Path labels = folder.resolve(part + "annot").resolve(name);
            BufferedImage picture = ImageFile.read(file);
            BufferedImage numbers = numbers(labels);
            if (numbers.getRaster().getNumBands() != 1) {
                throw new DatasetException(labels + " is damaged: it has colours instead of class numbers");
            }
            if (picture.getWidth() != numbers.getWidth() || picture.getHeight() != numbers.getHeight()) {
                throw new DatasetException(labels + " is not of the size of " + file);
            }
            for (int number :
                    numbers.getRaster().getSamples(0, 0, numbers.getWidth(), numbers.getHeight(), 0, (int[]) null)) {
                if (number > classes.size()) {
                    throw new DatasetException(labels + " is damaged: a pixel has class " + number + ", but there are "
                            + classes.size() + " classes");
                }
            }
            return new Streets.Street(picture, numbers);
        });
    }

    private static BufferedImage numbers(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image != null) {
                return image;
            }
            throw new DatasetException(file + " is no image");
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers throw all kinds of things at damaged files.
            throw e instanceof DatasetException known
                    ? known
                    : new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SegmentedImages drawn(int images, long seed, int height, int width, List<String> classes) {
        return gather(images, height, width, classes, i -> Streets.draw(width, height, seed, i));
    }

    private static SegmentedImages gather(
            int images, int height, int width, List<String> classes, IntFunction<Streets.Street> source) {
        byte[] pixels = new byte[images * height * width * 3];
        byte[] labels = new byte[images * height * width];
        IntStream.range(0, images).parallel().forEach(i -> {
            Streets.Street street = source.apply(i);
            shrink(street, height, width, pixels, labels, i * height * width);
        });
        return new SegmentedImages(pixels, labels, height, width, classes, COLOURS);
    }

    private static void shrink(Streets.Street street, int height, int width, byte[] pixels, byte[] labels, int from) {
        BufferedImage large = street.picture();
        int w = large.getWidth();
        int h = large.getHeight();
        int[] rgb = large.getRGB(0, 0, w, h, null, 0, w);
        for (int y = 0; y < height; y++) {
            int top = y * h / height;
            int bottom = Math.max(top + 1, (y + 1) * h / height);
            for (int x = 0; x < width; x++) {
                int left = x * w / width;
                int right = Math.max(left + 1, (x + 1) * w / width);
                int[] sums = new int[3];
                for (int i = top; i < bottom; i++) {
                    for (int j = left; j < right; j++) {
                        int colour = rgb[i * w + j];
                        sums[0] += colour >> 16 & 0xff;
                        sums[1] += colour >> 8 & 0xff;
                        sums[2] += colour & 0xff;
                    }
                }
                int at = from + y * width + x;
                int area = (bottom - top) * (right - left);
                for (int channel = 0; channel < 3; channel++) {
                    pixels[3 * at + channel] = (byte) ((sums[channel] + area / 2) / area);
                }
                int bands = street.classes().getRaster().getNumBands();
                labels[at] = (byte)
                        street.classes().getRaster().getSample((left + right) / 2, (top + bottom) / 2, bands - 1);
            }
        }
    }

    /** Where the images are from. */
    @Override
    public String toString() {
        return origin;
    }
}
