package d2j.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * The weights of a convolution: into how many groups its channels fall, of which each one sees its own inputs only, and
 * where the weights lie in memory.
 *
 * @param groups  divides the numbers of input and of output channels; as many as inputs for a depthwise convolution
 * @param strides in elements, of {@code [groups, outputs of a group, inputs of a group, height, width]}; null for
 *                weights that lie one after the other in that order
 */
public record Kernels(long groups, long[] strides) {

    /** Every output sees every input, {@code [outputs, inputs, height, width]}. */
    public static final Kernels DENSE = new Kernels(1, null);

    /** Groups of weights one after the other, {@code [outputs, inputs of a group, height, width]}. */
    public static Kernels ofGroups(long groups) {
        return groups == 1 ? DENSE : new Kernels(groups, null);
    }

    /** oneDNN's shape of the weights, which names groups only where there are several. */
    private long[] shape(long outputs, long inputs, long[] kernel) {
        return groups == 1 && strides == null
                ? new long[] {outputs, inputs, kernel[0], kernel[1]}
                : new long[] {groups, outputs / groups, inputs / groups, kernel[0], kernel[1]};
    }

    /** In the order that a primitive likes. */
    memory.desc anywhere(long outputs, long inputs, long[] kernel) {
        return OneDnn.layout(format_tag.any, shape(outputs, inputs, kernel));
    }

    /** As they lie in memory. */
    memory.desc layout(long outputs, long inputs, long[] kernel) {
        long[] shape = shape(outputs, inputs, kernel);
        if (strides != null) {
            return OneDnn.layout(shape, strides);
        }
        return OneDnn.layout(shape.length == 4 ? format_tag.oihw : format_tag.goihw, shape);
    }
}
