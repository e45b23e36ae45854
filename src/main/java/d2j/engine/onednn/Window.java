package d2j.engine.onednn;

import java.util.Arrays;

/**
 * How a kernel moves over an image: its size, stride, dilation (1 for none) and the padding before and after, each as
 * {height, width}.
 */
public record Window(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {

    /**
     * The window whose output has a given size.
     *
     * @param kernel   kernel height and width
     * @param stride   strides
     * @param dilation distance between the kernel's elements, 1 for a dense kernel
     * @param before   padding at the top and at the left
     * @param input    image height and width
     * @param output   height and width of the result
     */
    public static Window of(int[] kernel, int[] stride, int[] dilation, int[] before, long[] input, long[] output) {
        long[] after = new long[2];
        for (int i = 0; i < 2; i++) {
            long extent = (kernel[i] - 1L) * dilation[i] + 1;
            long needed = (output[i] - 1) * stride[i] + extent - input[i] - before[i];
            // A stride may leave the last rows of the image unread; they are not padding.
            after[i] = Math.max(0, needed);
        }
        return new Window(longs(kernel), longs(stride), longs(dilation), longs(before), after);
    }

    Window withoutStride() {
        return new Window(kernel, new long[] {1, 1}, dilation, before, after);
    }

    /** A kernel of one element has nothing to spread. */
    Window withoutDilation() {
        return new Window(kernel, stride, new long[] {1, 1}, before, after);
    }

    /** oneDNN counts the gaps between the kernel's elements. */
    long[] gaps() {
        return new long[] {dilation[0] - 1, dilation[1] - 1};
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
