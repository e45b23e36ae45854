package d2j.engine.recurrent;

import d2j.engine.arrays.Curves;
import java.util.Arrays;

/**
 * The plain recurrent layer {@code h' = tanh(x W + h U + b)} (Elman, 1990) over a whole sequence. It keeps the states
 * that its backward pass needs. Not for several threads at once.
 */
public final class SimpleSequence {

    private final Products products;
    private final StoredRows states = new StoredRows();
    private float[] hidden = {};
    private float[] gradient = {};
    private float[] recurrent = {};
    private float[] biasSums = {};
    private int batch;
    private int size;

    public SimpleSequence(Products products) {
        this.products = products;
    }

    /**
     * Runs through the sequence.
     *
     * @param weights     with one gate
     * @param bias        {@code [1, size]}
     * @param firstHidden the state before the first step, {@code [batch, size]}, or null for zeros
     * @param outputs     {@code [time · batch, size]}, written here
     * @param keep        whether {@link #backward} will follow
     */
    public void forward(
            InputSequence input,
            RecurrentWeights weights,
            Matrix bias,
            Matrix firstHidden,
            Matrix outputs,
            boolean keep) {
        batch = input.batch();
        float[][] mask = input.mask();
        size = (int) outputs.columns();
        int count = batch * size;
        hidden = ensure(hidden, count);
        products.multiply(input.x(), weights.input(), bias, outputs);
        Matrix stored = keep ? states.ensure(outputs.rows(), size) : null;
        Matrix before = firstHidden;
        for (int t = 0; t < outputs.rows() / batch; t++) {
            Matrix rows = outputs.rows((long) t * batch, batch);
            if (before != null) {
                products.add(before, weights.recurrent(), rows);
            }
            rows.read(hidden);
            Curves.tanh(hidden, count);
            if (mask != null) {
                scaleRows(hidden, mask, t);
            }
            rows.write(hidden);
            if (keep) {
                // The outputs belong to whoever comes next, who may overwrite them.
                stored.rows((long) t * batch, batch).write(hidden);
            }
            before = rows;
        }
    }

    /** The state after the last step of {@link #forward}, {@code [batch · size]}; overwritten by the next call. */
    public float[] lastHidden() {
        return hidden;
    }

    /**
     * Gradients of a loss, after {@link #forward} with {@code keep}. Results replace what was there.
     *
     * @param outputGradients {@code [time · batch, size]}: the loss's with respect to the outputs
     * @param input           as in the forward pass, like the weights
     * @param firstHidden     as in the forward pass
     * @param first           the first step that takes part; the gradient ends there, and the state before it is given
     * @param memory          with one gate, for one step too
     */
    public void backward(
            Matrix outputGradients,
            InputSequence input,
            RecurrentWeights weights,
            Matrix firstHidden,
            int first,
            WorkingMemory memory,
            RecurrentGradients gradients) {
        Matrix x = input.x();
        float[][] mask = input.mask();
        Matrix deltas = memory.steps();
        Matrix backwards = weights.recurrent().transpose();
        int time = (int) (x.rows() / batch);
        int count = batch * size;
        gradient = ensure(gradient, count);
        recurrent = ensure(recurrent, count);
        biasSums = ensure(biasSums, count);
        Arrays.fill(biasSums, 0, count, 0);
        Matrix outputs = states.ensure(x.rows(), size);
        for (int t = time - 1; t >= first; t--) {
            outputGradients.rows((long) t * batch, batch).read(gradient);
            if (t < time - 1) {
                products.multiply(deltas.rows((long) (t + 1) * batch, batch), backwards, memory.step());
                memory.step().read(recurrent);
                Gradients.accumulate(gradient, recurrent, count);
            }
            outputs.rows((long) t * batch, batch).read(hidden);
            throughTangent(gradient, hidden, count);
            if (mask != null) {
                scaleRows(gradient, mask, t);
            }
            Gradients.accumulate(biasSums, gradient, count);
            deltas.rows((long) t * batch, batch).write(gradient);
        }
        Gradients.bias(biasSums, batch, gradients.bias());
        long from = (long) first * batch;
        long rows = x.rows() - from;
        Matrix used = deltas.rows(from, rows);
        products.multiply(used.transpose(), x.rows(from, rows), gradients.weights());
        // The state before each step: of all but the very first one, it is an output.
        long begin = first == 0 ? batch : 0;
        if (rows > begin) {
            products.multiply(
                    used.rows(begin, rows - begin).transpose(),
                    outputs.rows(from + begin - batch, rows - begin),
                    gradients.recurrent());
        } else {
            Gradients.clear(gradients.recurrent(), size);
        }
        if (first == 0 && firstHidden != null) {
            products.add(used.rows(0, batch).transpose(), firstHidden, gradients.recurrent());
        }
        if (gradients.inputs() != null) {
            products.multiply(
                    used, weights.input().transpose(), gradients.inputs().rows(from, rows));
            Gradients.clear(gradients.inputs(), from);
        }
    }

    private static void throughTangent(float[] gradient, float[] tangent, int count) {
        for (int i = 0; i < count; i++) {
            gradient[i] *= 1f - tangent[i] * tangent[i];
        }
    }

    private void scaleRows(float[] values, float[][] mask, int t) {
        for (int n = 0; n < batch; n++) {
            float factor = mask[n][t];
            for (int i = n * size; i < (n + 1) * size; i++) {
                values[i] *= factor;
            }
        }
    }

    private static float[] ensure(float[] array, int count) {
        return array.length < count ? new float[count] : array;
    }
}
