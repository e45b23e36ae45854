package d2j.nn.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The GRU's equations one after another in ND4J operations: any element type, any activations, any device. It serves
 * gradient checks in double precision, and is what the fast path is compared with.
 *
 * @param weights          {@code [features, 3 · size]}
 * @param recurrentWeights {@code [size, 3 · size]}
 * @param bias             {@code [3 · size]} or {@code [4 · size]}
 */
record GruOperations(
        INDArray weights,
        INDArray recurrentWeights,
        INDArray bias,
        boolean resetAfter,
        IActivation gateActivation,
        IActivation activation) {

    /** One array {@code [batch, size]} for each gate, the candidate counted among them. */
    record Gates(INDArray reset, INDArray update, INDArray candidate) {}

    /**
     * What one time step computed, each {@code [batch, size]}.
     *
     * @param x         the step's input, {@code [batch, features]}
     * @param previous  the state before the step
     * @param inputs    of the gates' activation functions
     * @param gates     outputs of these functions
     * @param recurrent what the reset gate is multiplied with, or the product, where the reset comes first
     * @param hidden    the state after the step
     */
    record Step(INDArray x, INDArray previous, Gates inputs, Gates gates, INDArray recurrent, INDArray hidden) {}

    /** Gradients; those with respect to the inputs by time step. */
    record Gradients(INDArray weights, INDArray recurrentWeights, INDArray bias, INDArray[] inputs) {}

    private long size() {
        return recurrentWeights.size(0);
    }

    private INDArray part(INDArray gates, int from, int to) {
        return gates.get(NDArrayIndex.all(), NDArrayIndex.interval(from * size(), to * size()));
    }

    private INDArray biases(int from, int to) {
        return bias.get(NDArrayIndex.interval(from * size(), to * size()));
    }

    /**
     * Runs through the sequence.
     *
     * @param x     {@code [batch, features, time]}
     * @param first the state before the first step, {@code [batch, size]}
     * @param mask  {@code [batch, time]} or null
     */
    List<Step> forward(INDArray x, INDArray first, INDArray mask, boolean training) {
        List<Step> steps = new ArrayList<>();
        INDArray previous = first;
        for (int t = 0; t < x.size(2); t++) {
            INDArray input = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                    .dup();
            INDArray gates = input.mmul(weights).addRowVector(biases(0, 3));
            INDArray products = previous.mmul(recurrentWeights);
            INDArray resetInput = part(gates, 0, 1).add(part(products, 0, 1));
            INDArray updateInput = part(gates, 1, 2).add(part(products, 1, 2));
            INDArray reset = gateActivation.getActivation(resetInput.dup(), training);
            INDArray update = gateActivation.getActivation(updateInput.dup(), training);
            INDArray recurrent = resetAfter ? part(products, 2, 3).addRowVector(biases(3, 4)) : reset.mul(previous);
            INDArray candidateInput = part(gates, 2, 3)
                    .add(resetAfter ? reset.mul(recurrent) : recurrent.mmul(part(recurrentWeights, 2, 3)));
            INDArray candidate = activation.getActivation(candidateInput.dup(), training);
            INDArray hidden = candidate.add(update.mul(previous.sub(candidate)));
            if (mask != null) {
                hidden.muliColumnVector(column(mask, t, hidden));
            }
            steps.add(new Step(
                    input,
                    previous,
                    new Gates(resetInput, updateInput, candidateInput),
                    new Gates(reset, update, candidate),
                    recurrent,
                    hidden));
            previous = hidden;
        }
        return steps;
    }

    /**
     * Runs back through the sequence.
     *
     * @param epsilon the gradient with respect to the outputs, {@code [batch, size, time]}
     * @param first   the step where to stop
     */
    Gradients backward(List<Step> steps, INDArray epsilon, INDArray mask, int first) {
        INDArray weightGradient = Nd4j.zeros(weights.dataType(), weights.shape());
        INDArray recurrentGradient = Nd4j.zeros(weights.dataType(), recurrentWeights.shape());
        INDArray biasGradient = Nd4j.zeros(weights.dataType(), 1, bias.length());
        INDArray[] inputs = new INDArray[steps.size()];
        INDArray carried = null;
        for (int t = steps.size() - 1; t >= first; t--) {
            Step step = steps.get(t);
            INDArray gradient = epsilon.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                    .dup();
            if (carried != null) {
                gradient.addi(carried);
            }
            if (mask != null) {
                gradient.muliColumnVector(column(mask, t, gradient));
            }
            INDArray candidate = activation
                    .backprop(step.inputs.candidate.dup(), gradient.mul(step.gates.update.rsub(1)))
                    .getFirst();
            INDArray update = gateActivation
                    .backprop(step.inputs.update.dup(), gradient.mul(step.previous.sub(step.gates.candidate)))
                    .getFirst();
            carried = gradient.mul(step.gates.update);
            INDArray resetGradient;
            INDArray recurrent;
            if (resetAfter) {
                resetGradient = candidate.mul(step.recurrent);
                recurrent = candidate.mul(step.gates.reset);
                carried.addi(recurrent.mmul(part(recurrentWeights, 2, 3).transpose()));
                part(recurrentGradient, 2, 3).addi(step.previous.transpose().mmul(recurrent));
                part(biasGradient, 3, 4).addi(recurrent.sum(true, 0));
            } else {
                INDArray resetState =
                        candidate.mmul(part(recurrentWeights, 2, 3).transpose());
                resetGradient = resetState.mul(step.previous);
                carried.addi(resetState.mul(step.gates.reset));
                part(recurrentGradient, 2, 3).addi(step.recurrent.transpose().mmul(candidate));
            }
            INDArray reset = gateActivation
                    .backprop(step.inputs.reset.dup(), resetGradient)
                    .getFirst();
            INDArray gates = Nd4j.concat(1, reset, update);
            carried.addi(gates.mmul(part(recurrentWeights, 0, 2).transpose()));
            part(recurrentGradient, 0, 2).addi(step.previous.transpose().mmul(gates));
            INDArray all = Nd4j.concat(1, gates, candidate);
            weightGradient.addi(step.x.transpose().mmul(all));
            part(biasGradient, 0, 3).addi(all.sum(true, 0));
            inputs[t] = all.mmul(weights.transpose());
        }
        return new Gradients(weightGradient, recurrentGradient, biasGradient, inputs);
    }

    private static INDArray column(INDArray mask, int t, INDArray like) {
        return mask.getColumn(t, true).castTo(like.dataType());
    }
}
