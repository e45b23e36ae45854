package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.pooling_v2_backward;
import org.bytedeco.dnnl.pooling_v2_forward;

/** Maximum or average pooling of channels-last images for one input shape. */
public final class Pooling implements NativeMemory {

    /** What is done with the elements under the window. */
    public enum Kind {
        /** The largest. */
        MAXIMUM(dnnl.algorithm.pooling_max),
        /** Their mean, where padding does not count. */
        AVERAGE(dnnl.algorithm.pooling_avg_exclude_padding),
        /** Their mean, where padding counts as zeros. */
        AVERAGE_WITH_PADDING(dnnl.algorithm.pooling_avg_include_padding);

        private final dnnl.algorithm algorithm;

        Kind(dnnl.algorithm algorithm) {
            this.algorithm = algorithm;
        }
    }

    private final Kind kind;
    private final Primitive forward;
    private final Primitive backward;
    private final long workspaceSize;

    /**
     * @param inputShape  {@code [batch, channels, height, width]}, whatever the memory order
     * @param outputShape likewise
     */
    public Pooling(Kind kind, long[] inputShape, long[] outputShape, Window window) {
        this.kind = kind;
        memory.desc input = OneDnn.layout(format_tag.nhwc, inputShape);
        memory.desc output = OneDnn.layout(format_tag.nhwc, outputShape);
        pooling_v2_forward.primitive_desc chosen = new pooling_v2_forward.primitive_desc(
                new pooling_v2_forward.desc(
                        dnnl.prop_kind.forward_training,
                        kind.algorithm,
                        input,
                        output,
                        window.stride(),
                        window.kernel(),
                        window.gaps(),
                        window.before(),
                        window.after()),
                OneDnn.engine(),
                false);
        pooling_v2_backward.primitive_desc gradient = new pooling_v2_backward.primitive_desc(
                new pooling_v2_backward.desc(
                        kind.algorithm,
                        input,
                        output,
                        window.stride(),
                        window.kernel(),
                        window.gaps(),
                        window.before(),
                        window.after()),
                OneDnn.engine(),
                chosen,
                false);
        if (kind == Kind.MAXIMUM) {
            workspaceSize = chosen.workspace_desc().get_size();
            forward = new Primitive(
                    new pooling_v2_forward(chosen),
                    new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_WORKSPACE},
                    input,
                    output,
                    chosen.workspace_desc());
            backward = new Primitive(
                    new pooling_v2_backward(gradient),
                    new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC, dnnl.DNNL_ARG_WORKSPACE},
                    output,
                    input,
                    chosen.workspace_desc());
        } else {
            workspaceSize = 0;
            forward = new Primitive(
                    new pooling_v2_forward(chosen), new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, input, output);
            backward = new Primitive(
                    new pooling_v2_backward(gradient),
                    new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                    output,
                    input);
        }
    }

    /** Bytes that {@link #forward} leaves for {@link #backward}: which element was the largest; 0 for averages. */
    public long workspaceSize() {
        return workspaceSize;
    }

    /** Forward pass; all arguments are addresses, and the last is ignored for averages. */
    public void forward(long input, long output, long workspace) {
        if (kind == Kind.MAXIMUM) {
            forward.run(input, output, workspace);
        } else {
            forward.run(input, output);
        }
    }

    /** The gradient with respect to the input. */
    public void backward(long outputGradient, long inputGradient, long workspace) {
        if (kind == Kind.MAXIMUM) {
            backward.run(outputGradient, inputGradient, workspace);
        } else {
            backward.run(outputGradient, inputGradient);
        }
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, backward);
    }
}
