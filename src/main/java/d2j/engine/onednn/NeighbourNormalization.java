package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.lrn_backward;
import org.bytedeco.dnnl.lrn_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * Local response normalisation (Krizhevsky et al., 2012) of channels-last images, for one shape: each number is divided
 * by {@code (k + alpha · sum)^beta}, with the sum of the squares of the neighbouring channels at the same place.
 */
public final class NeighbourNormalization implements NativeMemory {

    private static final dnnl.algorithm ACROSS = dnnl.algorithm.lrn_across_channels;

    private final long workspaceSize;
    private final Primitive forward;
    private final Primitive backward;

    /**
     * @param shape {@code [batch, channels, height, width]}, whatever the memory order
     * @param reach how many channels on either side count
     */
    public NeighbourNormalization(long[] shape, int reach, double k, double alpha, double beta) {
        memory.desc images = OneDnn.layout(format_tag.nhwc, shape);
        long size = 2L * reach + 1;
        // oneDNN divides alpha by the number of neighbours.
        float scaled = (float) (alpha * size);
        lrn_forward.primitive_desc description = new lrn_forward.primitive_desc(
                new lrn_forward.desc(
                        dnnl.prop_kind.forward_training, ACROSS, images, size, scaled, (float) beta, (float) k),
                OneDnn.engine(),
                false);
        lrn_backward.primitive_desc gradient = new lrn_backward.primitive_desc(
                new lrn_backward.desc(ACROSS, images, images, size, scaled, (float) beta, (float) k),
                OneDnn.engine(),
                description,
                false);
        memory.desc workspace = description.workspace_desc();
        workspaceSize = workspace.get_size();
        if (workspaceSize == 0) {
            forward = new Primitive(
                    new lrn_forward(description), new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, images, images);
            backward = new Primitive(
                    new lrn_backward(gradient),
                    new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                    images,
                    images,
                    images);
        } else {
            forward = new Primitive(
                    new lrn_forward(description),
                    new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_WORKSPACE},
                    images,
                    images,
                    workspace);
            backward = new Primitive(
                    new lrn_backward(gradient),
                    new int[] {
                        dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC, dnnl.DNNL_ARG_WORKSPACE
                    },
                    images,
                    images,
                    images,
                    workspace);
        }
    }

    /** Bytes that {@link #forward} leaves for {@link #backward}; may be 0. */
    public long workspaceSize() {
        return workspaceSize;
    }

    /** Forward pass; all arguments are addresses, and the last is ignored where its size is 0. */
    public void forward(long input, long output, long workspace) {
        if (workspaceSize == 0) {
            forward.run(input, output);
        } else {
            forward.run(input, output, workspace);
        }
    }

    /** The gradient with respect to the input. */
    public void backward(long input, long outputGradient, long inputGradient, long workspace) {
        if (workspaceSize == 0) {
            backward.run(input, outputGradient, inputGradient);
        } else {
            backward.run(input, outputGradient, inputGradient, workspace);
        }
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, backward);
    }
}
