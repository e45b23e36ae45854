package d2j.engine.operations;

import d2j.engine.onednn.Placement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation that ND4J 1.0.0-M2.1 computes wrongly unless all its arrays are in row order: it tells its own oneDNN
 * that they were. It is given copies that are.
 */
final class InRowOrder implements Operation {

    private final String name;

    /** @param name of the operation, which has one result of the shape of its first operand */
    InRowOrder(String name) {
        this.name = name;
    }

    @Override
    public Signature signature(Arguments arguments) {
        if (areAllInRowOrder(arguments.inputs()) && areAllInRowOrder(arguments.outputs())) {
            return null;
        }
        Signature signature = new Signature();
        // ND4J itself knows whether the shapes fit each other.
        for (int i = 0; i < arguments.inputs().length; i++) {
            signature.readsStrided(i == 0 ? "..." : shape(arguments.input(i)));
        }
        return signature.overwrites("...");
    }

    private static String shape(INDArray array) {
        return Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    @Override
    public boolean run(Arguments arguments) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            DynamicCustomOp operation = DynamicCustomOp.builder(name)
                    .addInputs(Arrays.stream(arguments.inputs())
                            .map(array -> array.dup('c'))
                            .toArray(INDArray[]::new))
                    .addOutputs(Nd4j.createUninitialized(
                            arguments.output(0).dataType(), arguments.output(0).shape(), 'c'))
                    .build();
            arguments.integers().forEach(operation::addIArgument);
            arguments.numbers().forEach(operation::addTArgument);
            arguments.flags().forEach(operation::addBArgument);
            try {
                Nd4j.exec(operation);
            } catch (RuntimeException e) {
                // ND4J will say what is wrong with the arrays themselves.
                return false;
            }
            arguments.output(0).assign(operation.getOutputArgument(0));
            operation.inputArguments().forEach(INDArray::close);
            operation.getOutputArgument(0).close();
        }
        return true;
    }

    private static boolean areAllInRowOrder(INDArray[] arrays) {
        return Arrays.stream(arrays).allMatch(array -> array.isEmpty() || Placement.isInRowOrder(array));
    }
}
