package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Window;
import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lays the windows of images out as columns ("im2col"), and adds columns up to images again ("col2im").
 *
 * @param images    {@code [batch, channels, height, width]}
 * @param outHeight how many windows lie one below the other
 * @param outWidth  how many windows lie side by side
 */
public record ImageColumns(
        long[] images, long[] kernel, int stride, int padding, int dilation, long outHeight, long outWidth) {

    /**
     * @param operation the name for error messages
     * @param kernel    {@code [height, width]} of a window
     * @throws IllegalArgumentException if no window fits
     */
    public static ImageColumns of(
            String operation, long[] images, long[] kernel, int stride, int padding, int dilation) {
        if (stride < 1 || padding < 0 || dilation < 1) {
            throw new IllegalArgumentException(operation + ": stride " + stride + ", padding " + padding + ", dilation "
                    + dilation + "; strides and dilations are at least 1, paddings at least 0");
        }
        long outHeight = size(images[2], kernel[0], stride, padding, dilation);
        long outWidth = size(images[3], kernel[1], stride, padding, dilation);
        if (outHeight < 1 || outWidth < 1) {
            throw new IllegalArgumentException(operation + ": a window of " + kernel[0] + " x " + kernel[1]
                    + " (dilation " + dilation + ") does not fit into images of " + images[2] + " x " + images[3]
                    + " with padding " + padding);
        }
        return new ImageColumns(images.clone(), kernel.clone(), stride, padding, dilation, outHeight, outWidth);
    }

    private static long size(long size, long kernel, int stride, int padding, int dilation) {
        return Math.floorDiv(size + 2L * padding - (dilation * (kernel - 1) + 1), stride) + 1;
    }

    /** Whether oneDNN takes them: floats, and a padding that is smaller than a window. */
    boolean areForOneDnn(DataType type) {
        return type == DataType.FLOAT
                && OneDnn.available()
                && padding < (kernel[0] - 1) * dilation + 1
                && padding < (kernel[1] - 1) * dilation + 1;
    }

    /** What oneDNN wants to know of the windows. */
    Window window() {
        int[] paddings = {padding, padding};
        return Window.of(
                new int[] {(int) kernel[0], (int) kernel[1]},
                new int[] {stride, stride},
                new int[] {dilation, dilation},
                paddings,
                new long[] {images[2], images[3]},
                new long[] {outHeight, outWidth});
    }

    /** All numbers, and two of the operation's own, to find again what was made for them. */
    List<Long> key(long first, boolean second) {
        return List.of(
                images[0],
                images[1],
                images[2],
                images[3],
                kernel[0],
                kernel[1],
                (long) stride,
                (long) padding,
                (long) dilation,
                first,
                second ? 1L : 0L);
    }

    /** One element for each window in each channel. */
    long[] outputShape(long channels) {
        return new long[] {images[0], channels, outHeight, outWidth};
    }

    private long[] columnShape() {
        return new long[] {images[1] * kernel[0] * kernel[1], images[0] * outHeight * outWidth};
    }

    /**
     * The windows, {@code [channels * kernel height * kernel width, batch * out height * out width]}.
     *
     * @param filling what stands where a window reaches over the edge
     */
    public DenseArray unfold(DenseArray from, double filling) {
        DenseArray columns = DenseArray.uninitialized(from.dataType(), columnShape());
        walk(from, columns, filling, false);
        return columns;
    }

    /** The images whose windows' elements are the sums of those in the columns. */
    public DenseArray fold(DenseArray columns) {
        DenseArray to = DenseArray.filled(columns.dataType(), 0, images);
        walk(to, columns, 0, true);
        return to;
    }

    private void walk(DenseArray picture, DenseArray columns, double filling, boolean back) {
        boolean floats = picture.isFloat();
        long base = picture.address();
        long column = columns.address();
        int width = floats ? 4 : 8;
        for (long channel = 0; channel < images[1]; channel++) {
            for (long row = 0; row < kernel[0]; row++) {
                for (long place = 0; place < kernel[1]; place++) {
                    for (long image = 0; image < images[0]; image++) {
                        long plane = base + (image * images[1] + channel) * images[2] * images[3] * width;
                        for (long y = 0; y < outHeight; y++) {
                            long line = y * stride - padding + row * dilation;
                            boolean inside = line >= 0 && line < images[2];
                            long at = plane + line * images[3] * width;
                            line(floats, at, inside, place, column, filling, back);
                            column += outWidth * width;
                        }
                    }
                }
            }
        }
        Reference.reachabilityFence(picture);
        Reference.reachabilityFence(columns);
    }

    /** One row of elements of as many windows as lie side by side. */
    private void line(boolean floats, long at, boolean inside, long place, long column, double filling, boolean back) {
        int width = floats ? 4 : 8;
        for (int x = 0; x < outWidth; x++) {
            long pixel = (long) x * stride - padding + place * dilation;
            boolean there = inside && pixel >= 0 && pixel < images[3];
            long source = at + width * pixel;
            long target = column + (long) width * x;
            if (!back) {
                put(floats, target, there ? get(floats, source) : filling);
            } else if (there) {
                put(floats, source, get(floats, source) + get(floats, target));
            }
        }
    }

    private static double get(boolean isFloat, long address) {
        return isFloat ? RawMemory.getFloat(address) : RawMemory.getDouble(address);
    }

    /** The sum of two floats as doubles, rounded, is their sum as floats. */
    private static void put(boolean isFloat, long address, double value) {
        if (isFloat) {
            RawMemory.putFloat(address, (float) value);
        } else {
            RawMemory.putDouble(address, value);
        }
    }
}
