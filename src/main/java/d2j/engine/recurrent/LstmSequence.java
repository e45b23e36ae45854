package d2j.engine.recurrent;

import d2j.engine.arrays.Curves;
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
    private float[][] biasSums = {};
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
     * @param weights        with four gates
     * @param bias           {@code [1, 4 · size]}
     * @param initial        with the memory cells as values
     * @param preactivations room for {@code [time · batch, 4 · size]}
     * @param outputs        {@code [time · batch, size]}, written here
     * @param keep           whether {@link #backward} will follow
     */
    public void forward(
            InputSequence input,
            RecurrentWeights weights,
            Matrix bias,
            InitialState initial,
            Matrix preactivations,
            Matrix outputs,
            boolean keep) {
        batch = input.batch();
        size = (int) outputs.columns();
        int time = (int) (outputs.rows() / batch);
        int count = batch * size;
        hidden = ensure(hidden, count);
        products.multiply(input.x(), weights.input(), bias, preactivations);
        float[] previous = initial.values() == null ? new float[count] : initial.values();
        // Without a backward pass two steps take turns, since a step needs the cells of the one before.
        int kept = keep ? time : Math.min(2, time);
        Matrix stored = keep ? states.ensure(outputs.rows(), size) : null;
        while (steps.size() < kept) {
            steps.add(new Step());
        }
        for (int t = 0; t < time; t++) {
            Matrix z = preactivations.rows((long) t * batch, batch);
            if (t > 0) {
                products.add(outputs.rows((long) (t - 1) * batch, batch), weights.recurrent(), z);
            } else if (initial.hidden() != null) {
                products.add(initial.hidden(), weights.recurrent(), z);
            }
            last = keep ? t : t % 2;
            Step step = steps.get(last);
            step.ensure(count);
            for (int gate = 0; gate < 4; gate++) {
                z.columns((long) gate * size, size).read(step.gates[gate]);
            }
            forward(step, previous, hidden, count);
            step.carried = null;
            if (input.mask() != null) {
                mask(step, hidden, input.mask(), t);
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
     * @param outputGradients {@code [time · batch, size]}: the loss's with respect to the outputs
     * @param input           as in the forward pass, like weights and initial state; the mask is left out of account
     * @param first           the first step that takes part; the gradient ends there
     * @param memory          with four gates for all steps, one for one step
     */
    public void backward(
            Matrix outputGradients,
            InputSequence input,
            RecurrentWeights weights,
            InitialState initial,
            int first,
            WorkingMemory memory,
            RecurrentGradients gradients) {
        Matrix x = input.x();
        float[] firstCell = initial.values();
        Matrix preactivationGradients = memory.steps();
        Matrix stateGradients = memory.step();
        int time = (int) (x.rows() / batch);
        int count = batch * size;
        Matrix outputs = states.ensure(x.rows(), size);
        recurrent = ensure(recurrent, count);
        cellGradient = ensure(cellGradient, count);
        Arrays.fill(cellGradient, 0, count, 0);
        gateGradients = ensure(gateGradients, count);
        biasSums = ensure(biasSums, count);
        for (float[] sums : biasSums) {
            Arrays.fill(sums, 0, count, 0);
        }
        float[] zeros = firstCell == null ? new float[count] : null;
        Matrix backwards = weights.recurrent().transpose();
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
                Gradients.accumulate(biasSums[gate], gateGradients[gate], count);
            }
        }
        for (int gate = 0; gate < 4; gate++) {
            Gradients.bias(biasSums[gate], batch, gradients.bias().columns((long) gate * size, size));
        }
        long from = (long) first * batch;
        long rows = outputs.rows() - from;
        Matrix deltas = preactivationGradients.rows(from, rows);
        products.multiply(deltas.transpose(), x.rows(from, rows), gradients.weights());
        Gradients.recurrent(products, deltas, outputs, initial.hidden(), first, batch, gradients.recurrent());
        if (gradients.inputs() != null) {
            products.multiply(
                    deltas, weights.input().transpose(), gradients.inputs().rows(from, rows));
            Gradients.clear(gradients.inputs(), from);
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
