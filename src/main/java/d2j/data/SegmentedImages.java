package d2j.data;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Colour images of one size with a class for each pixel, or with none: such pixels are void and do not count. */
public final class SegmentedImages {

    /** The number of pixels that have no class, one behind the last. */
    private final int none;

    private final byte[] pixels;
    private final byte[] labels;
    private final int height;
    private final int width;
    private final List<String> classes;
    private final List<Color> colours;

    /**
     * Images of bytes.
     *
     * @param pixels  0 (dark) to 255, in the order image, row, column, channel; not copied
     * @param labels  the class of each pixel, in the order image, row, column; as many as there are classes is void
     * @param classes the names of the classes
     * @param colours the colours in which classes are shown
     * @throws IllegalArgumentException if the lengths do not match or a label is not a class
     */
    public SegmentedImages(
            byte[] pixels, byte[] labels, int height, int width, List<String> classes, List<Color> colours) {
        if (pixels.length != 3L * labels.length || labels.length % (height * width) != 0) {
            throw new IllegalArgumentException(pixels.length + " bytes and " + labels.length
                    + " labels are no images of " + height + " x " + width + " pixels");
        }
        if (colours.size() != classes.size()) {
            throw new IllegalArgumentException(colours.size() + " colours for " + classes.size() + " classes");
        }
        this.pixels = pixels;
        this.labels = labels;
        this.height = height;
        this.width = width;
        this.classes = List.copyOf(classes);
        this.colours = List.copyOf(colours);
        none = classes.size();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] > none) {
                throw new IllegalArgumentException("pixel " + i % (height * width) + " of image " + i / (height * width)
                        + " has class " + (labels[i] & 0xff) + " of " + none);
            }
        }
    }

    /** How many images there are. */
    public int size() {
        return labels.length / (height * width);
    }

    /** Rows of an image. */
    public int height() {
        return height;
    }

    /** Columns of an image. */
    public int width() {
        return width;
    }

    /** The names of the classes. */
    public List<String> classNames() {
        return classes;
    }

    /** Which share of the pixels with a class each class has. */
    public double[] shares() {
        double[] counts = new double[none + 1];
        for (byte label : labels) {
            counts[label]++;
        }
        return IntStream.range(0, none)
                .mapToDouble(i -> counts[i] / (labels.length - counts[none]))
                .toArray();
    }

    /** The image as a picture. */
    public BufferedImage image(int i) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int from = index(i) * height * width;
        for (int p = 0; p < height * width; p++) {
            int at = 3 * (from + p);
            int rgb = (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | pixels[at + 2] & 0xff;
            picture.setRGB(p % width, p / width, rgb);
        }
        return picture;
    }

    /** The classes of an image's pixels as a picture in their colours; void is black. */
    public BufferedImage map(int i) {
        int from = index(i) * height * width;
        return map(p -> labels[from + p]);
    }

    /**
     * Classes as a picture in their colours.
     *
     * @param numbers {@code [height, width]}
     */
    public BufferedImage map(INDArray numbers) {
        if (numbers.length() != (long) height * width) {
            throw new IllegalArgumentException(numbers.length() + " classes for " + height + " x " + width + " pixels");
        }
        int[] values = numbers.dup('c').data().asInt();
        return map(p -> values[p]);
    }

    private BufferedImage map(IntUnaryOperator classOf) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < height * width; p++) {
            int number = classOf.applyAsInt(p);
            picture.setRGB(
                    p % width,
                    p / width,
                    number == none ? 0 : colours.get(number).getRGB());
        }
        return picture;
    }

    private int index(int i) {
        if (i < 0 || i >= size()) {
            throw new IndexOutOfBoundsException("image " + i + " of " + size());
        }
        return i;
    }

    /**
     * Some images as DL4J takes them: features {@code [n, 3, height, width]} from 0 to 1, labels one-hot {@code [n,
     * classes, height, width]}, and a mask {@code [n, 1, height, width]} that is 0 at void pixels.
     */
    public MultiDataSet batch(int... images) {
        return batch(images, new boolean[images.length]);
    }

    private MultiDataSet batch(int[] images, boolean[] mirrored) {
        int n = images.length;
        int area = height * width;
        float[] features = new float[n * area * 3];
        float[] targets = new float[n * area * none];
        float[] mask = new float[n * area];
        for (int i = 0; i < n; i++) {
            int from = index(images[i]) * area;
            for (int p = 0; p < area; p++) {
                int x = p % width;
                int source = from + p - x + (mirrored[i] ? width - 1 - x : x);
                int to = i * area + p;
                for (int channel = 0; channel < 3; channel++) {
                    features[3 * to + channel] = (pixels[3 * source + channel] & 0xff) / 255f;
                }
                if (labels[source] < none) {
                    targets[none * to + labels[source]] = 1;
                    mask[to] = 1;
                }
            }
        }
        // Channels last in memory, which is how the engine computes.
        INDArray x = Nd4j.create(features, new long[] {n, height, width, 3}, DataType.FLOAT);
        INDArray y = Nd4j.create(targets, new long[] {n, height, width, none}, DataType.FLOAT);
        INDArray counted = Nd4j.create(mask, new long[] {n, 1, height, width}, DataType.FLOAT);
        return new MultiDataSet(
                new INDArray[] {x.permute(0, 3, 1, 2)}, new INDArray[] {y.permute(0, 3, 1, 2)}, null, new INDArray[] {
                    counted
                });
    }

    /** Mini-batches in the order of the images, as {@link #batch} has them. */
    public Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> batches(int batchSize) {
        return () -> new Pass(IntStream.range(0, size()).toArray(), batchSize, null);
    }

    /**
     * Mini-batches in another order on every pass, half of the images mirrored; those that are left over at the end of
     * a pass are left out.
     */
    public Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> shuffled(int batchSize, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        return () -> {
            SplittableRandom random = seeds.split();
            int[] order = IntStream.range(0, size()).toArray();
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[j];
                order[j] = kept;
            }
            return new Pass(order, batchSize, random);
        };
    }

    /** The first n images; all of them if there are no more. */
    public SegmentedImages first(int n) {
        int most = Math.min(n, size());
        return new SegmentedImages(
                Arrays.copyOf(pixels, most * height * width * 3),
                Arrays.copyOf(labels, most * height * width),
                height,
                width,
                classes,
                colours);
    }

    @Override
    public String toString() {
        return size() + " images of " + height + " x " + width + " pixels in " + none + " classes";
    }

    private final class Pass implements Iterator<org.nd4j.linalg.dataset.api.MultiDataSet> {
        private final int[] order;
        private final int batchSize;
        /** Decides which images are mirrored; null where none is, and where nothing is left out. */
        private final SplittableRandom random;

        private int at;

        Pass(int[] order, int batchSize, SplittableRandom random) {
            this.order = order;
            this.batchSize = batchSize;
            this.random = random;
        }

        @Override
        public boolean hasNext() {
            return random == null || order.length < batchSize ? at < order.length : at + batchSize <= order.length;
        }

        @Override
        public org.nd4j.linalg.dataset.api.MultiDataSet next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<Integer> taken = new ArrayList<>();
            for (; taken.size() < batchSize && at < order.length; at++) {
                taken.add(order[at]);
            }
            boolean[] mirrored = new boolean[taken.size()];
            for (int i = 0; i < mirrored.length; i++) {
                mirrored[i] = random != null && random.nextBoolean();
            }
            return batch(taken.stream().mapToInt(i -> i).toArray(), mirrored);
        }
    }
}
