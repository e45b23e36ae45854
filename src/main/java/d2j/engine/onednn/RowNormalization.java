package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;

/**
 * Layer normalization (Ba et al., 2016) of rows for one shape, with its backward pass. All arguments of the methods are
 * addresses.
 */
public final class RowNormalization implements NativeMemory {

    private static final int FLAGS =
            dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;

    private final long rows;
    private final long length;
    private final memory.desc data;
    private final memory.desc statistics;
    private final memory.desc vector;
    private final float epsilon;
    private final layer_normalization_forward.primitive_desc description;
    private final Primitive forward;
    private Primitive backward;

    /**
     * @param rows    how many rows
     * @param length  their length
     * @param epsilon what is added to the variance
     */
    public RowNormalization(long rows, long length, double epsilon) {
        this.rows = rows;
        this.length = length;
        data = OneDnn.layout(new long[] {rows, length}, new long[] {length, 1});
        statistics = OneDnn.layout(memory.format_tag.x, rows);
        vector = OneDnn.layout(memory.format_tag.x, length);
        this.epsilon = (float) epsilon;
        description = new layer_normalization_forward.primitive_desc(
                new layer_normalization_forward.desc(
                        dnnl.prop_kind.forward_training.value, data, statistics, this.epsilon, FLAGS),
                OneDnn.engine(),
                false);
        forward = new Primitive(
                new layer_normalization_forward(description),
                new int[] {
                    dnnl.DNNL_ARG_SRC,
                    dnnl.DNNL_ARG_SCALE,
                    dnnl.DNNL_ARG_SHIFT,
                    dnnl.DNNL_ARG_MEAN,
                    dnnl.DNNL_ARG_VARIANCE,
                    dnnl.DNNL_ARG_DST
                },
                data,
                vector,
                vector,
                statistics,
                statistics,
                data);
    }

    /**
     * Normalizes each row and applies gain and shift.
     *
     * @param mean     receives one number per row
     * @param variance receives one number per row
     */
    public void forward(long input, long gain, long shift, long mean, long variance, long output) {
        forward.run(input, gain, shift, mean, variance, output);
    }

    /** The gradients with respect to the input, gain and shift, which are overwritten. */
    public void backward(
            long input,
            long gain,
            long shift,
            long mean,
            long variance,
            long outputGradient,
            long inputGradient,
            long gainGradient,
            long shiftGradient) {
        if (backward == null) {
            layer_normalization_backward.primitive_desc chosen = new layer_normalization_backward.primitive_desc(
                    new layer_normalization_backward.desc(
                            dnnl.prop_kind.backward.value, data, data, statistics, epsilon, FLAGS),
                    OneDnn.engine(),
                    description,
                    false);
            backward = new Primitive(
                    new layer_normalization_backward(chosen),
                    new int[] {
                        dnnl.DNNL_ARG_SRC,
                        dnnl.DNNL_ARG_SCALE,
                        dnnl.DNNL_ARG_SHIFT,
                        dnnl.DNNL_ARG_MEAN,
                        dnnl.DNNL_ARG_VARIANCE,
                        dnnl.DNNL_ARG_DIFF_DST,
                        dnnl.DNNL_ARG_DIFF_SRC,
                        dnnl.DNNL_ARG_DIFF_SCALE,
                        dnnl.DNNL_ARG_DIFF_SHIFT
                    },
                    data,
                    vector,
                    vector,
                    statistics,
                    statistics,
                    data,
                    data,
                    vector,
                    vector);
        }
        backward.run(input, gain, shift, mean, variance, outputGradient, inputGradient, gainGradient, shiftGradient);
    }

    /**
     * Like the other, for callers who need no statistics.
     *
     * @param shift zero for none
     */
    public void forward(long input, long gain, long shift, long output) {
        long mean = statistics();
        forward(input, gain, shift == 0 ? zeros() : shift, mean, mean + rows * Float.BYTES, output);
    }

    /**
     * Like the other, for callers who did not keep the statistics: computes them anew.
     *
     * @param shiftGradient zero for none
     */
    public void backward(
            long input, long gain, long outputGradient, long inputGradient, long gainGradient, long shiftGradient) {
        long mean = statistics();
        long variance = mean + rows * Float.BYTES;
        long zeros = zeros();
        // The input's gradient is overwritten after this, and has room for the output.
        forward(input, gain, zeros, mean, variance, inputGradient);
        backward(
                input,
                gain,
                zeros,
                mean,
                variance,
                outputGradient,
                inputGradient,
                gainGradient,
                shiftGradient == 0 ? zeros + length * Float.BYTES : shiftGradient);
    }

    private long statistics() {
        return Scratch.address(Scratch.Slot.ROWS, 2 * rows * Float.BYTES);
    }

    /** As many zeros as a row is long, and room for as many numbers more. */
    private long zeros() {
        long address = Scratch.address(Scratch.Slot.COLUMNS, 2 * length * Float.BYTES);
        Floats.write(address, new float[Math.toIntExact(length)], Math.toIntExact(length));
        return address;
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, backward);
    }
}
