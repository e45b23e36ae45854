package d2j.data;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Images of one size, each with a class.
 *
 * <p>The images are kept as bytes, a quarter of what floats take; arrays are made when they are asked for, and
 * {@link #batches} makes those of one mini-batch at a time.
 */
public final class LabelledImages {
    /** How many bytes {@link #features} converts at a time. */
    private static final int CHUNK = 1 << 22;

    private static final float[] INTENSITY = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            INTENSITY[i] = i / 255f;
        }
    }

    private final byte[] pixels;
    private final byte[] labels;
    private final int from;
    private final int size;
    private final int channels;
    private final int height;
    private final int width;
    private final List<String> classes;

    /**
     * Images of bytes.
     *
     * @param pixels  0 (dark) to 255 (bright), in the order image, channel, row, column; not copied
     * @param labels  the class of each image, an index into {@code classes}; not copied
     * @param classes the names of the classes
     * @throws IllegalArgumentException if the lengths do not match or a label is not a class
     */
    public LabelledImages(byte[] pixels, byte[] labels, int channels, int height, int width, List<String> classes) {
        this(pixels, labels, 0, labels.length, channels, height, width, List.copyOf(classes));
        if ((long) labels.length * channels * height * width != pixels.length) {
            throw new IllegalArgumentException(pixels.length + " bytes are not " + labels.length + " images of "
                    + channels + " x " + height + " x " + width);
        }
        for (int i = 0; i < labels.length; i++) {
            if ((labels[i] & 0xff) >= classes.size()) {
                throw new IllegalArgumentException("image " + i + " has class " + (labels[i] & 0xff)
                        + ", but there are " + classes.size() + " classes");
            }
        }
    }

    private LabelledImages(
            byte[] pixels,
            byte[] labels,
            int from,
            int size,
            int channels,
            int height,
            int width,
            List<String> classes) {
        this.pixels = pixels;
        this.labels = labels;
        this.from = from;
        this.size = size;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.classes = classes;
    }

    /** How many images there are. */
    public int size() {
        return size;
    }

    /** The height of each image in pixels. */
    public int height() {
        return height;
    }

    /** The width of each image in pixels. */
    public int width() {
        return width;
    }

    /** 1 for grey levels, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The names of the classes in the order of their labels. */
    public List<String> classes() {
        return classes;
    }

    /** The class of image i. */
    public int label(int i) {
        return labels[index(i)] & 0xff;
    }

    /** The name of the class of image i. */
    public String className(int i) {
        return classes.get(label(i));
    }

    /** All images as vectors: a new float array {@code [size, channels * height * width]} with values from 0 to 1. */
    public INDArray features() {
        return array(size, channels * height * width);
    }

    /** All images: a new float array {@code [size, channels, height, width]} with values from 0 to 1. */
    public INDArray images() {
        return array(size, channels, height, width);
    }

    /** All labels one-hot: a new float array {@code [size, classes]}. */
    public INDArray labels() {
        return oneHot(null, 0, size);
    }

    private INDArray array(long... shape) {
        long length = pixelsPerImage();
        if (size * length <= CHUNK) {
            return pixels(null, 0, size, shape);
        }
        // In pieces, so that beside the bytes there is never more than one whole copy.
        INDArray all = Nd4j.createUninitialized(DataType.FLOAT, size, length);
        int step = Math.max(1, (int) (CHUNK / length));
        for (int start = 0; start < size; start += step) {
            int end = Math.min(size, start + step);
            all.get(NDArrayIndex.interval(start, end), NDArrayIndex.all())
                    .assign(pixels(null, start, end, end - start, length));
        }
        return all.reshape('c', shape);
    }

    /**
     * Some images as floats from 0 to 1.
     *
     * @param order the images to take in their order, or null for all in sequence
     * @param start the first place in that order
     * @param end   the place after the last
     * @param shape the shape of the result
     */
    INDArray pixels(int[] order, int start, int end, long... shape) {
        int length = (int) pixelsPerImage();
        float[] values = new float[Math.multiplyExact(end - start, length)];
        int at = 0;
        for (int i = start; i < end; i++) {
            int first = index(order == null ? i : order[i]) * length;
            for (int p = first; p < first + length; p++) {
                values[at++] = INTENSITY[pixels[p] & 0xff];
            }
        }
        return Nd4j.create(values, shape, DataType.FLOAT);
    }

    /** The labels of those images one-hot, float {@code [end - start, classes]}. See {@link #pixels}. */
    INDArray oneHot(int[] order, int start, int end) {
        int width = classes.size();
        float[] values = new float[Math.multiplyExact(end - start, width)];
        for (int i = start; i < end; i++) {
            values[(i - start) * width + label(order == null ? i : order[i])] = 1;
        }
        return Nd4j.create(values, new long[] {end - start, width}, DataType.FLOAT);
    }

    /** The bytes of these images, {@code [size, height, width]}; for images of one channel. */
    Idx pixelIdx() {
        int length = (int) pixelsPerImage();
        return new Idx(Arrays.copyOfRange(pixels, from * length, (from + size) * length), size, height, width);
    }

    /** The labels of these images, {@code [size]}. */
    Idx labelIdx() {
        return new Idx(Arrays.copyOfRange(labels, from, from + size), size);
    }

    private long pixelsPerImage() {
        return (long) channels * height * width;
    }

    private int index(int i) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("image " + i + " of " + size);
        }
        return from + i;
    }

    /** Image i as a picture: grey levels, or red, green and blue. */
    public BufferedImage image(int i) {
        int first = index(i) * (int) pixelsPerImage();
        int plane = height * width;
        boolean grey = channels == 1;
        BufferedImage image =
                new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int y = 0, p = first; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                if (grey) {
                    image.getRaster().setSample(x, y, 0, pixels[p] & 0xff);
                } else {
                    int red = pixels[p] & 0xff;
                    int green = pixels[p + plane] & 0xff;
                    int blue = pixels[p + 2 * plane] & 0xff;
                    image.setRGB(x, y, red << 16 | green << 8 | blue);
                }
            }
        }
        return image;
    }

    /** The first n images, sharing memory with these; all of them if there are no more than n. */
    public LabelledImages first(int n) {
        return range(0, Math.min(n, size));
    }

    /**
     * The images from one (inclusive) to another (exclusive), sharing memory with these.
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public LabelledImages range(int from, int to) {
        if (from < 0 || to < from || to > size) {
            throw new IndexOutOfBoundsException("images " + from + " to " + to + " of " + size);
        }
        return new LabelledImages(pixels, labels, this.from + from, to - from, channels, height, width, classes);
    }

    /** Mini-batches of vectors, {@code [batch, channels * height * width]}, with one-hot labels. */
    public MiniBatches batches(int batchSize) {
        return MiniBatches.of(this, false, batchSize);
    }

    /** Mini-batches of images, {@code [batch, channels, height, width]}, with one-hot labels. */
    public MiniBatches imageBatches(int batchSize) {
        return MiniBatches.of(this, true, batchSize);
    }

    @Override
    public String toString() {
        return size + " images of " + (channels == 1 ? "" : channels + " x ") + height + " x " + width + " in "
                + classes.size() + " classes";
    }
}
