package d2j.engine.operations;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * The arrays and settings of one call of an operation.
 *
 * @param inputs   operands
 * @param outputs  where results go
 * @param integers settings, as are the next two
 */
record Arguments(
        INDArray[] inputs, INDArray[] outputs, List<Long> integers, List<Double> numbers, List<Boolean> flags) {

    /** Those of a context; null if an array is missing. */
    static Arguments of(OpContext context) {
        INDArray[] inputs = new INDArray[context.numInputArguments()];
        INDArray[] outputs = new INDArray[context.numOutputArguments()];
        boolean complete = true;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = context.getInputArray(i);
            complete &= inputs[i] != null;
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = context.getOutputArray(i);
            complete &= outputs[i] != null;
        }
        return complete
                ? new Arguments(
                        inputs, outputs, context.getIArguments(), context.getTArguments(), context.getBArguments())
                : null;
    }

    /** Arrays alone. */
    static Arguments of(INDArray[] inputs, INDArray... outputs) {
        return new Arguments(inputs, outputs, List.of(), List.of(), List.of());
    }

    INDArray input(int index) {
        return inputs[index];
    }

    INDArray output(int index) {
        return outputs[index];
    }

    /** An integer setting that is used as a truth value; those that are left out are false. */
    boolean isSet(int index) {
        return integers.size() > index && integers.get(index) != 0;
    }

    /** True when there is nothing to write. */
    boolean isAllEmpty() {
        for (INDArray output : outputs) {
            if (!output.isEmpty()) {
                return false;
            }
        }
        return outputs.length > 0;
    }
}
