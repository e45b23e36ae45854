package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_forward;

/** The softmax of each row of a dense {@code [rows, classes]} array; all arguments are addresses. */
public final class Softmax implements NativeMemory {

    private final long rows;
    private final int classes;
    private final Primitive primitive;

    /** For so many rows of so many numbers. */
    public Softmax(long rows, long classes) {
        this.rows = rows;
        this.classes = Math.toIntExact(classes);
        memory.desc layout = OneDnn.layout(memory.format_tag.ab, rows, classes);
        softmax_forward.primitive_desc description = new softmax_forward.primitive_desc(
                new softmax_forward.desc(dnnl.prop_kind.forward_inference, layout, 1), OneDnn.engine(), false);
        primitive = new Primitive(
                        new softmax_forward(description),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
                        layout,
                        layout)
                .ofLength(rows * classes);
    }

    /**
     * Writes the softmax; the output may be the input. A row with NaN or positive infinity becomes NaN throughout, as
     * by the definition; oneDNN leaves zeros beside it, and may leave zeros alone.
     */
    public void run(long input, long output) {
        if (Magnitude.isOrdinary(input, rows * classes)) {
            primitive.run(input, output);
            return;
        }
        float[] row = new float[classes];
        for (long offset = 0; offset < rows * classes * Float.BYTES; offset += (long) classes * Float.BYTES) {
            Floats.read(input + offset, row, classes);
            ofRow(row);
            Floats.write(output + offset, row, classes);
        }
    }

    private static void ofRow(float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.exp((double) row[i] - largest);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (row[i] / sum);
        }
    }

    @Override
    public void close() {
        primitive.close();
    }
}
