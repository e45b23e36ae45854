package d2j.engine.recurrent;

/** Steps that the backward passes of all recurrent layers share. */
final class Gradients {

    private Gradients() {}

    /** The gradient before the logistic function of a gate that was multiplied with {@code factor}. */
    static void gate(float[] result, float[] gradient, float[] factor, float[] gate, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = gradient[i] * factor[i] * gate[i] * (1f - gate[i]);
        }
    }

    /** The gradient before a hyperbolic tangent that was multiplied with {@code factor}. */
    static void tangent(float[] result, float[] gradient, float[] factor, float[] tangent, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = gradient[i] * factor[i] * (1f - tangent[i] * tangent[i]);
        }
    }

    static void accumulate(float[] sum, float[] addend, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += addend[i];
        }
    }

    /**
     * Deltas of every step times the state before it, summed over steps and examples.
     *
     * @param deltas      {@code [(time - first) · batch, gates]}
     * @param states      {@code [time · batch, size]}: the state after each step
     * @param firstHidden the state before the first step, or null for zeros
     * @param first       the step at which the deltas begin
     * @param result      transposed, {@code [gates, size]}
     */
    static void recurrent(
            Products products, Matrix deltas, Matrix states, Matrix firstHidden, int first, int batch, Matrix result) {
        long skipped = first == 0 ? batch : 0;
        long rows = deltas.rows() - skipped;
        if (rows > 0) {
            products.multiply(
                    deltas.rows(skipped, rows).transpose(),
                    states.rows((long) first * batch + skipped - batch, rows),
                    result);
        } else {
            clear(result, result.rows());
        }
        if (first == 0 && firstHidden != null) {
            products.add(deltas.rows(0, batch).transpose(), firstHidden, result);
        }
    }

    /** Adds up what the examples of a batch contributed, {@code [batch · size]}, into a row. */
    static void bias(float[] sums, int batch, Matrix row) {
        int size = (int) row.columns();
        float[] total = new float[size];
        for (int n = 0; n < batch; n++) {
            for (int i = 0; i < size; i++) {
                total[i] += sums[n * size + i];
            }
        }
        row.write(total);
    }

    /** Sets the first rows to zero. */
    static void clear(Matrix matrix, long rows) {
        if (rows > 0) {
            matrix.rows(0, rows).write(new float[(int) (rows * matrix.columns())]);
        }
    }
}
