package d2j.engine.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An LSTM (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000) over a whole sequence, in DL4J's
 * order of gates: candidate, forget, output, input. It keeps what its backward pass needs from its forward pass. Not
 * for several threads at once.
 */
public final class LstmSequence {

    private final Products products;
    private final List<Step> steps = new ArrayList<>();
    private float[] hidden = {};
    private float[] cellGradient = {};
    private float[] recurrent = {};
    private float[][] gateGradients = {};
    private float[][] biasGradients = {};
    private final StoredRows states = new StoredRows();
    private int batch;
    private int size;
    private int last;

    /** What one time step computed, each {@code [batch · size]}. */
    private static final class Step {
        final float[][] gates = new float[4][];
        float[] cell;
        float[] squashed;
        float[] carried;

        void ensure(int count) {
            if (cell == null || cell.length < count) {
                for (int i = 0; i < gates.length; i++) {
                    gates[i] = new float[count];
                }
                cell = new float[count];
                squashed = new float[count];
            }
        }
    }

    public LstmSequence(Products products) {
        this.products = products;
    }

    /**
     * Runs through the sequence.
     *
     * @param x                {@code [time · batch, features]}, time-major
     * @param weights          {@code [features, 4 · size]}
     * @param recurrentWeights {@code [size, 4 · size]}
     * @param bias             {@code [1, 4 · size]}
     * @param firstHidden      the state before the first step, {@code [batch, size]}, or null for zeros
     * @param firstCell        likewise the memory cells, in row order, or null
     * @param mask             {@code [batch, time]}, or null: where it is 0, the step ends with zero state
     * @param preactivations   room for {@code [time · batch, 4 · size]}
     * @param outputs          {@code [time · batch, size]}, written here
     * @param keep             whether {@link #backward} will follow
     */
    public void forward(
            Matrix x,
            Matrix weights,
            Matrix recurrentWeights,
            Matrix bias,
            Matrix firstHidden,
            float[] firstCell,
            float[][] mask,
            Matrix preactivations,
            Matrix outputs,
            int batch,
            boolean keep) {
        this.batch = batch;
        size = (int) outputs.columns();
        int time = (int) (outputs.rows() / batch);
        int count = batch * size;
        hidden = ensure(hidden, count);
        products.multiply(x, weights, bias, preactivations);
        float[] previous = firstCell == null ? new float[count] : firstCell;
        // Without a backward pass two steps take turns, since a step needs the cells of the one before.
        int kept = keep ? time : Math.min(2, time);
        Matrix stored = keep ? states.ensure(outputs.rows(), size) : null;
        while (steps.size() < kept) {
            steps.add(new Step());
        }
        for (int t = 0; t < time; t++) {
            Matrix z = preactivations.rows((long) t * batch, batch);
            if (t > 0) {
                products.add(outputs.rows((long) (t - 1) * batch, batch), recurrentWeights, z);
            } else if (firstHidden != null) {
                products.add(firstHidden, recurrentWeights, z);
            }
            last = keep ? t : t % 2;
            Step step = steps.get(last);
            step.ensure(count);
            for (int gate = 0; gate < 4; gate++) {
                z.columns((long) gate * size, size).read(step.gates[gate]);
            }
            forward(step, previous, hidden, count);
            step.carried = null;
            if (mask != null) {
                mask(step, hidden, mask, t);
            }
            outputs.rows((long) t * batch, batch).write(hidden);
            if (keep) {
                // The outputs belong to whoever comes next, who may overwrite them.
                stored.rows((long) t * batch, batch).write(hidden);
            }
            previous = step.cell;
        }
    }

    private static void forward(Step step, float[] previous, float[] hidden, int count) {
        Curves.tanh(step.gates[0], count);
        Curves.sigmoid(step.gates[1], count);
        Curves.sigmoid(step.gates[2], count);
        Curves.sigmoid(step.gates[3], count);
        update(step.cell, step.gates[1], previous, step.gates[3], step.gates[0], count);
        Curves.tanh(step.cell, step.squashed, count);
        product(step.gates[2], step.squashed, hidden, count);
    }

    private static void update(
            float[] cell, float[] forget, float[] previous, float[] input, float[] candidate, int count) {
        for (int i = 0; i < count; i++) {
            cell[i] = forget[i] * previous[i] + input[i] * candidate[i];
        }
    }

    private static void product(float[] a, float[] b, float[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = a[i] * b[i];
        }
    }

    private void mask(Step step, float[] hidden, float[][] mask, int t) {
        for (int n = 0; n < batch; n++) {
            float factor = mask[n][t];
            for (int i = n * size; i < (n + 1) * size; i++) {
                hidden[i] *= factor;
                step.cell[i] *= factor;
            }
        }
        // The backward pass takes the slope of the tangent at the cells as they are carried on.
        step.carried = new float[batch * size];
        Curves.tanh(step.cell, step.carried, batch * size);
    }

    /** The outputs after the last step of {@link #forward}, {@code [batch · size]}; overwritten by the next call. */
    public float[] lastHidden() {
        return hidden;
    }

    /** The memory cells after the last step of {@link #forward}, {@code [batch · size]}. */
    public float[] lastCell() {
        return steps.get(last).cell;
    }

    /**
     * Gradients of a loss, after {@link #forward} with {@code keep}. Results replace what was there.
     *
     * @param outputGradients    {@code [time · batch, size]}: the loss's with respect to the outputs
     * @param x                  as in the forward pass, like the next four
     * @param first              the first step that takes part; the gradient ends there
     * @param preactivationGradients room for {@code [time · batch, 4 · size]}
     * @param stateGradients     room for {@code [batch, size]}
     * @param weightGradients    transposed, {@code [4 · size, features]}
     * @param recurrentGradients transposed, {@code [4 · size, size]}
     * @param biasGradients      {@code [1, 4 · size]}
     * @param inputGradients     {@code [time · batch, features]}, or null when nobody needs them
     */
    public void backward(
            Matrix outputGradients,
            Matrix x,
            Matrix firstHidden,
            float[] firstCell,
            Matrix weights,
            Matrix recurrentWeights,
            int first,
            Matrix preactivationGradients,
            Matrix stateGradients,
            Matrix weightGradients,
            Matrix recurrentGradients,
            Matrix biasGradients,
            Matrix inputGradients) {
        int time = (int) (x.rows() / batch);
        int count = batch * size;
        Matrix outputs = states.ensure(x.rows(), size);
        recurrent = ensure(recurrent, count);
        cellGradient = ensure(cellGradient, count);
        Arrays.fill(cellGradient, 0, count, 0);
        gateGradients = ensure(gateGradients, count);
        this.biasGradients = ensure(this.biasGradients, count);
        for (float[] gradient : this.biasGradients) {
            Arrays.fill(gradient, 0, count, 0);
        }
        float[] zeros = firstCell == null ? new float[count] : null;
        Matrix backwards = recurrentWeights.transpose();
        for (int t = time - 1; t >= first; t--) {
            outputGradients.rows((long) t * batch, batch).read(hidden);
            if (t < time - 1) {
                products.multiply(
                        preactivationGradients.rows((long) (t + 1) * batch, batch), backwards, stateGradients);
                stateGradients.read(recurrent);
                Gradients.accumulate(hidden, recurrent, count);
            }
            float[] previous = t > 0 ? steps.get(t - 1).cell : firstCell == null ? zeros : firstCell;
            backward(steps.get(t), previous, count);
            Matrix z = preactivationGradients.rows((long) t * batch, batch);
            for (int gate = 0; gate < 4; gate++) {
                z.columns((long) gate * size, size).write(gateGradients[gate]);
                Gradients.accumulate(this.biasGradients[gate], gateGradients[gate], count);
            }
        }
        for (int gate = 0; gate < 4; gate++) {
            Gradients.bias(this.biasGradients[gate], batch, biasGradients.columns((long) gate * size, size));
        }
        long from = (long) first * batch;
        long rows = outputs.rows() - from;
        Matrix deltas = preactivationGradients.rows(from, rows);
        products.multiply(deltas.transpose(), x.rows(from, rows), weightGradients);
        Gradients.recurrent(products, deltas, outputs, firstHidden, first, batch, recurrentGradients);
        if (inputGradients != null) {
            products.multiply(deltas, weights.transpose(), inputGradients.rows(from, rows));
            Gradients.clear(inputGradients, from);
        }
    }

    private void backward(Step step, float[] previous, int count) {
        float[] candidate = step.gates[0];
        float[] forget = step.gates[1];
        float[] output = step.gates[2];
        float[] input = step.gates[3];
        float[] slope = step.carried == null ? step.squashed : step.carried;
        Gradients.gate(gateGradients[2], hidden, step.squashed, output, count);
        throughTangent(cellGradient, hidden, output, slope, count);
        Gradients.tangent(gateGradients[0], cellGradient, input, candidate, count);
        Gradients.gate(gateGradients[1], cellGradient, previous, forget, count);
        Gradients.gate(gateGradients[3], cellGradient, candidate, input, count);
        product(cellGradient, forget, cellGradient, count);
    }

    private static void throughTangent(float[] sum, float[] gradient, float[] factor, float[] tangent, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += gradient[i] * factor[i] * (1f - tangent[i] * tangent[i]);
        }
    }

    private static float[] ensure(float[] array, int count) {
        return array.length < count ? new float[count] : array;
    }

    private static float[][] ensure(float[][] arrays, int count) {
        return arrays.length == 0 || arrays[0].length < count ? new float[4][count] : arrays;
    }
}
