package d2j.engine.recurrent;

import d2j.engine.arrays.Curves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A GRU (Cho et al., 2014) over a whole sequence; gates in the order reset, update, candidate. It keeps what its
 * backward pass needs from its forward pass. Not for several threads at once.
 */
public final class GruSequence {

    private static final int RESET = 0;
    private static final int UPDATE = 1;
    private static final int CANDIDATE = 2;
    /** What the reset gate is multiplied with, when it comes after the product with the weights. */
    private static final int RECURRENT = 3;

    private final Products products;
    private final boolean resetAfter;
    private final List<Step> steps = new ArrayList<>();
    private final StoredRows states = new StoredRows();
    private final StoredRows resetStates = new StoredRows();
    private float[][] scratch = {};
    private float[][] deltas = {};
    private float[][] biasSums = {};
    private int batch;
    private int size;
    private int last;

    /** What one time step computed, each {@code [batch · size]}. */
    private static final class Step {
        final float[][] gates = new float[4][];
        float[] hidden;

        void ensure(int count) {
            if (hidden == null || hidden.length < count) {
                for (int i = 0; i < gates.length; i++) {
                    gates[i] = new float[count];
                }
                hidden = new float[count];
            }
        }
    }

    /**
     * @param resetAfter whether the reset gate acts after the product of state and weights, as in PyTorch and cuDNN, or
     *                   before it, as in the paper
     */
    public GruSequence(Products products, boolean resetAfter) {
        this.products = products;
        this.resetAfter = resetAfter;
    }

    /**
     * Runs through the sequence.
     *
     * @param weights with three gates
     * @param bias    {@code [1, 3 · size]}, or {@code [1, 4 · size]} with the reset after the product
     * @param memory  with three gates, for one step too
     * @param outputs {@code [time · batch, size]}, written here
     * @param keep    whether {@link #backward} will follow
     */
    public void forward(
            InputSequence input,
            RecurrentWeights weights,
            Matrix bias,
            InitialState initial,
            WorkingMemory memory,
            Matrix outputs,
            boolean keep) {
        Matrix preactivations = memory.steps();
        Matrix room = memory.step();
        Matrix recurrentWeights = weights.recurrent();
        batch = input.batch();
        float[][] mask = input.mask();
        size = (int) outputs.columns();
        int time = (int) (outputs.rows() / batch);
        int count = batch * size;
        scratch = ensure(scratch, 3, count);
        products.multiply(input.x(), weights.input(), bias.columns(0, 3L * size), preactivations);
        float[] recurrentBias = resetAfter ? repeated(bias.columns(3L * size, size)) : null;
        // Without a backward pass two steps take turns, since a step needs the state of the one before.
        int kept = keep ? time : Math.min(2, time);
        while (steps.size() < kept) {
            steps.add(new Step());
        }
        Matrix stored = keep ? states.ensure(outputs.rows(), size) : null;
        Matrix resetStored = keep && !resetAfter ? resetStates.ensure(outputs.rows(), size) : null;
        float[] previous = initial.values() == null ? new float[count] : initial.values();
        Matrix before = initial.hidden();
        for (int t = 0; t < time; t++) {
            Matrix rows = preactivations.rows((long) t * batch, batch);
            last = keep ? t : t % 2;
            Step step = steps.get(last);
            step.ensure(count);
            if (resetAfter) {
                gatesThenReset(step, rows, before, recurrentWeights, recurrentBias, room, count);
            } else {
                resetThenGates(
                        step,
                        rows,
                        before,
                        previous,
                        recurrentWeights,
                        keep ? resetStored.rows((long) t * batch, batch) : room.columns(0, size),
                        count);
            }
            mix(step.hidden, step.gates[UPDATE], step.gates[CANDIDATE], previous, count);
            if (mask != null) {
                scaleRows(step.hidden, mask, t);
            }
            before = outputs.rows((long) t * batch, batch);
            before.write(step.hidden);
            if (keep) {
                // The outputs belong to whoever comes next, who may overwrite them.
                stored.rows((long) t * batch, batch).write(step.hidden);
            }
            previous = step.hidden;
        }
    }

    private void gatesThenReset(
            Step step,
            Matrix rows,
            Matrix before,
            Matrix recurrentWeights,
            float[] recurrentBias,
            Matrix room,
            int count) {
        for (int gate = 0; gate < 3; gate++) {
            rows.columns((long) gate * size, size).read(step.gates[gate]);
        }
        System.arraycopy(recurrentBias, 0, step.gates[RECURRENT], 0, count);
        if (before != null) {
            products.multiply(before, recurrentWeights, room);
            for (int gate = 0; gate < 3; gate++) {
                room.columns((long) gate * size, size).read(scratch[gate]);
                Gradients.accumulate(step.gates[gate == CANDIDATE ? RECURRENT : gate], scratch[gate], count);
            }
        }
        Curves.sigmoid(step.gates[RESET], count);
        Curves.sigmoid(step.gates[UPDATE], count);
        multiplyAdd(step.gates[CANDIDATE], step.gates[RESET], step.gates[RECURRENT], count);
        Curves.tanh(step.gates[CANDIDATE], count);
    }

    private void resetThenGates(
            Step step,
            Matrix rows,
            Matrix before,
            float[] previous,
            Matrix recurrentWeights,
            Matrix resetState,
            int count) {
        if (before != null) {
            products.add(before, recurrentWeights.columns(0, 2L * size), rows.columns(0, 2L * size));
        }
        rows.columns(0, size).read(step.gates[RESET]);
        rows.columns(size, size).read(step.gates[UPDATE]);
        Curves.sigmoid(step.gates[RESET], count);
        Curves.sigmoid(step.gates[UPDATE], count);
        product(step.gates[RESET], previous, scratch[0], count);
        resetState.write(scratch[0]);
        Matrix candidate = rows.columns(2L * size, size);
        if (before != null) {
            products.add(resetState, recurrentWeights.columns(2L * size, size), candidate);
        }
        candidate.read(step.gates[CANDIDATE]);
        Curves.tanh(step.gates[CANDIDATE], count);
    }

    /** The state after the last step of {@link #forward}, {@code [batch · size]}. */
    public float[] lastHidden() {
        return steps.get(last).hidden;
    }

    /**
     * Gradients of a loss, after {@link #forward} with {@code keep}. Results replace what was there.
     *
     * @param outputGradients {@code [time · batch, size]}: the loss's with respect to the outputs
     * @param input           as in the forward pass, like weights and initial state
     * @param first           the first step that takes part; the gradient ends there
     * @param memory          with four gates for all steps, one for one step
     * @param gradients       with three gates
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
        float[][] mask = input.mask();
        Matrix recurrentWeights = weights.recurrent();
        Matrix deltaRoom = memory.steps();
        Matrix room = memory.step();
        int time = (int) (x.rows() / batch);
        int count = batch * size;
        deltas = ensure(deltas, 4, count);
        biasSums = ensure(biasSums, 4, count);
        scratch = ensure(scratch, 3, count);
        for (float[] sums : biasSums) {
            Arrays.fill(sums, 0, count, 0);
        }
        float[] gradient = scratch[0];
        float[] carried = scratch[1];
        float[] origin = initial.values() == null ? new float[count] : initial.values();
        Arrays.fill(carried, 0, count, 0);
        for (int t = time - 1; t >= first; t--) {
            Step step = steps.get(t);
            float[] previous = t > 0 ? steps.get(t - 1).hidden : origin;
            outputGradients.rows((long) t * batch, batch).read(gradient);
            Gradients.accumulate(gradient, carried, count);
            if (mask != null) {
                scaleRows(gradient, mask, t);
            }
            unmix(
                    gradient,
                    step.gates[UPDATE],
                    step.gates[CANDIDATE],
                    previous,
                    deltas[CANDIDATE],
                    deltas[UPDATE],
                    count);
            product(gradient, step.gates[UPDATE], carried, count);
            Matrix rows = deltaRoom.rows((long) t * batch, batch);
            rows.columns(3L * size, size).write(deltas[CANDIDATE]);
            rows.columns(size, size).write(deltas[UPDATE]);
            if (resetAfter) {
                Gradients.gate(deltas[RESET], deltas[CANDIDATE], step.gates[RECURRENT], step.gates[RESET], count);
                product(deltas[CANDIDATE], step.gates[RESET], deltas[RECURRENT], count);
                rows.columns(2L * size, size).write(deltas[RECURRENT]);
                Gradients.accumulate(biasSums[RECURRENT], deltas[RECURRENT], count);
            } else {
                products.multiply(
                        rows.columns(3L * size, size),
                        recurrentWeights.columns(2L * size, size).transpose(),
                        room);
                room.read(gradient);
                Gradients.gate(deltas[RESET], gradient, previous, step.gates[RESET], count);
                multiplyAdd(carried, gradient, step.gates[RESET], count);
            }
            rows.columns(0, size).write(deltas[RESET]);
            for (int gate = 0; gate < 3; gate++) {
                Gradients.accumulate(biasSums[gate], deltas[gate], count);
            }
            if (t > first) {
                long width = resetAfter ? 3L * size : 2L * size;
                products.multiply(
                        rows.columns(0, width),
                        recurrentWeights.columns(0, width).transpose(),
                        room);
                room.read(gradient);
                Gradients.accumulate(carried, gradient, count);
            }
        }
        for (int gate = 0; gate < (resetAfter ? 4 : 3); gate++) {
            Gradients.bias(biasSums[gate], batch, gradients.bias().columns((long) gate * size, size));
        }
        parameterGradients(x, weights, initial.hidden(), first, deltaRoom, gradients);
    }

    private void parameterGradients(
            Matrix x,
            RecurrentWeights weights,
            Matrix firstHidden,
            int first,
            Matrix deltaRoom,
            RecurrentGradients gradients) {
        Matrix inputGradients = gradients.inputs();
        long from = (long) first * batch;
        long rows = x.rows() - from;
        long two = 2L * size;
        Matrix all = deltaRoom.rows(from, rows);
        Matrix gates = all.columns(0, two);
        Matrix candidates = all.columns(3L * size, size);
        Matrix outputs = states.ensure(x.rows(), size);
        if (resetAfter) {
            Gradients.recurrent(
                    products, all.columns(0, 3L * size), outputs, firstHidden, first, batch, gradients.recurrent());
        } else {
            Gradients.recurrent(
                    products,
                    gates,
                    outputs,
                    firstHidden,
                    first,
                    batch,
                    gradients.recurrent().rows(0, two));
            products.multiply(
                    candidates.transpose(),
                    resetStates.ensure(x.rows(), size).rows(from, rows),
                    gradients.recurrent().rows(two, size));
        }
        products.multiply(
                gates.transpose(), x.rows(from, rows), gradients.weights().rows(0, two));
        products.multiply(
                candidates.transpose(), x.rows(from, rows), gradients.weights().rows(two, size));
        if (inputGradients != null) {
            products.multiply(gates, weights.input().columns(0, two).transpose(), inputGradients.rows(from, rows));
            products.add(candidates, weights.input().columns(two, size).transpose(), inputGradients.rows(from, rows));
            Gradients.clear(inputGradients, from);
        }
    }

    /** {@code (1 - update) · candidate + update · previous}. */
    private static void mix(float[] result, float[] update, float[] candidate, float[] previous, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = candidate[i] + update[i] * (previous[i] - candidate[i]);
        }
    }

    /** Gradients of {@link #mix}, through the curves of both gates. */
    private static void unmix(
            float[] gradient,
            float[] update,
            float[] candidate,
            float[] previous,
            float[] candidateDelta,
            float[] updateDelta,
            int count) {
        for (int i = 0; i < count; i++) {
            candidateDelta[i] = gradient[i] * (1f - update[i]) * (1f - candidate[i] * candidate[i]);
        }
        for (int i = 0; i < count; i++) {
            updateDelta[i] = gradient[i] * (previous[i] - candidate[i]) * update[i] * (1f - update[i]);
        }
    }

    private static void product(float[] a, float[] b, float[] result, int count) {
        for (int i = 0; i < count; i++) {
            result[i] = a[i] * b[i];
        }
    }

    private static void multiplyAdd(float[] sum, float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += a[i] * b[i];
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

    /** A row once for each example. */
    private float[] repeated(Matrix row) {
        float[] values = new float[batch * size];
        row.read(values);
        for (int n = 1; n < batch; n++) {
            System.arraycopy(values, 0, values, n * size, size);
        }
        return values;
    }

    private static float[][] ensure(float[][] arrays, int number, int count) {
        return arrays.length < number || arrays[0].length < count ? new float[number][count] : arrays;
    }
}
