package d2j.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.lrn_backward;
import org.bytedeco.dnnl.lrn_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * Local response normalisation (Krizhevsky et al., 2012) of channels-last images, for one shape: each number is divided
 * by {@code (k + alpha · sum)^beta}, with the sum of the squares of the neighbouring channels at the same place.
 * oneDNN has fast code for the gradient in blocks of channels only, and for five neighbours: images are brought into
 * blocks where that is so, which costs a tenth of what it saves.
 */
public final class NeighbourNormalization implements NativeMemory {

    private static final dnnl.algorithm ACROSS = dnnl.algorithm.lrn_across_channels;

    /** In the order of preference: what lies so already, then what may be faster. */
    private static final List<format_tag> ORDERS = List.of(format_tag.nhwc, format_tag.nChw16c, format_tag.nChw8c);

    private final long workspaceSize;
    private final Reordered input;
    private final Reordered output;
    private final Reordered outputGradient;
    private final Reordered inputGradient;
    private final Primitive forward;
    private final Primitive backward;

    /**
     * @param shape {@code [batch, channels, height, width]}, whatever the memory order
     * @param reach how many channels on either side count
     */
    public NeighbourNormalization(long[] shape, int reach, double k, double alpha, double beta) {
        lrn_forward.primitive_desc description = null;
        lrn_backward.primitive_desc gradient = null;
        memory.desc images = null;
        for (format_tag order : ORDERS) {
            memory.desc candidate = OneDnn.layout(order, shape);
            // Where a block is filled up with zeros, they must stay out of it.
            if (description != null && candidate.get_size() != images.get_size()) {
                continue;
            }
            lrn_forward.primitive_desc there = forward(candidate, reach, k, alpha, beta);
            lrn_backward.primitive_desc back = backward(candidate, there, reach, k, alpha, beta);
            boolean isFast = !back.impl_info_str().getString().contains("ref");
            if (description == null || isFast) {
                description = there;
                gradient = back;
                images = candidate;
            }
            if (isFast) {
                break;
            }
        }
        memory.desc plain = OneDnn.layout(format_tag.nhwc, shape);
        input = new Reordered(plain, images, Scratch.Slot.OPERAND, true);
        output = new Reordered(plain, images, Scratch.Slot.RESULT, false);
        outputGradient = new Reordered(plain, images, Scratch.Slot.RESULT, true);
        inputGradient = new Reordered(plain, images, Scratch.Slot.GRADIENT, false);
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

    private static lrn_forward.primitive_desc forward(
            memory.desc images, int reach, double k, double alpha, double beta) {
        return new lrn_forward.primitive_desc(
                new lrn_forward.desc(
                        dnnl.prop_kind.forward_training,
                        ACROSS,
                        images,
                        size(reach),
                        scaled(alpha, reach),
                        (float) beta,
                        (float) k),
                OneDnn.engine(),
                false);
    }

    private static lrn_backward.primitive_desc backward(
            memory.desc images, lrn_forward.primitive_desc forward, int reach, double k, double alpha, double beta) {
        return new lrn_backward.primitive_desc(
                new lrn_backward.desc(
                        ACROSS, images, images, size(reach), scaled(alpha, reach), (float) beta, (float) k),
                OneDnn.engine(),
                forward,
                false);
    }

    private static long size(int reach) {
        return 2L * reach + 1;
    }

    /** oneDNN divides alpha by the number of neighbours. */
    private static float scaled(double alpha, int reach) {
        return (float) (alpha * size(reach));
    }

    /** Bytes that {@link #forward} leaves for {@link #backward}; may be 0. */
    public long workspaceSize() {
        return workspaceSize;
    }

    /** Forward pass; all arguments are addresses, and the last is ignored where its size is 0. */
    public void forward(long input, long output, long workspace) {
        long from = this.input.toBlocked(input);
        long to = this.output.blocked(output);
        if (workspaceSize == 0) {
            forward.run(from, to);
        } else {
            forward.run(from, to, workspace);
        }
        this.output.toPlain(output);
    }

    /** The gradient with respect to the input. */
    public void backward(long input, long outputGradient, long inputGradient, long workspace) {
        long known = this.input.toBlocked(input);
        long from = this.outputGradient.toBlocked(outputGradient);
        long to = this.inputGradient.blocked(inputGradient);
        if (workspaceSize == 0) {
            backward.run(known, from, to);
        } else {
            backward.run(known, from, to, workspace);
        }
        this.inputGradient.toPlain(inputGradient);
    }

    @Override
    public void close() {
        NativeMemory.closeAll(input, output, outputGradient, inputGradient, forward, backward);
    }
}
