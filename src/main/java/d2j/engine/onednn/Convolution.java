package d2j.engine.onednn;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A two-dimensional convolution for one input shape, with its two backward passes. Images lie channels-last in memory,
 * {@code [batch, height, width, channels]}; weights and their gradient lie as {@link Kernels} says and are rearranged
 * into oneDNN's blocks for the time of a call, which costs little beside the arithmetic. So are images where oneDNN's
 * code for AVX2 is chosen, which takes a fifth to a half longer for channels-last ones.
 */
public final class Convolution implements NativeMemory {

    private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

    /** How many channels oneDNN's code for AVX2 takes at a time. */
    private static final int BLOCK = 8;

    /** Multiplications for each number of an image, from which on its rearrangement costs less than it saves. */
    private static final long WORTH = 150;

    private final long[] givenShape;
    /** That of what the primitive reads. */
    private final long[] inputShape;

    private final long[] outputShape;
    private final Thinning thinning;
    private final Window window;
    private final Kernels kernels;
    private final boolean hasBias;
    /** Whether images are brought into blocks of channels for the weights' gradient. */
    private final boolean blocksForWeights;
    /** Whether they are for the two other passes, which gain less by it. */
    private final boolean blocksForImages;

    private final memory.desc plainWeights;
    private final Reordered forwardInput;
    private final Reordered forwardWeights;
    private final Reordered forwardOutput;
    private final Primitive forward;
    private Reordered outputGradientForInput;
    private Reordered backwardInputWeights;
    private Reordered inputGradient;
    private Primitive backwardInput;
    /** Takes a short way to the weights' gradient where it can; or null. */
    private final FewGradients few;

    private Reordered inputForWeights;
    private Reordered outputGradientForWeights;
    private Reordered weightGradient;
    private Primitive backwardWeights;

    /**
     * @param inputShape  {@code [batch, in channels, height, width]}, whatever the memory order
     * @param outputShape {@code [batch, out channels, height, width]}
     * @param window      kernel, strides, padding
     * @param hasBias     whether a bias per output channel is added
     * @param activation  applied to the result, or null
     */
    public Convolution(long[] inputShape, long[] outputShape, Window window, boolean hasBias, Elementwise activation) {
        this(inputShape, outputShape, window, Kernels.DENSE, hasBias, activation);
    }

    /** As above, with groups of channels, or weights that lie in memory in another way. */
    public Convolution(
            long[] inputShape,
            long[] outputShape,
            Window window,
            Kernels kernels,
            boolean hasBias,
            Elementwise activation) {
        this.kernels = kernels;
        // oneDNN 2.5.2 writes past the end of its buffers in strided convolutions of one pixel with few channels.
        if (Thinning.applies(window)) {
            thinning = new Thinning(inputShape, outputShape, window);
            this.inputShape = new long[] {inputShape[0], inputShape[1], outputShape[2], outputShape[3]};
            this.window = window.withoutStride();
        } else {
            thinning = null;
            this.inputShape = inputShape.clone();
            this.window = window;
        }
        givenShape = inputShape.clone();
        this.outputShape = outputShape.clone();
        this.hasBias = hasBias;
        plainWeights = kernels.layout(outputShape[1], inputShape[1], window.kernel());
        few = thinning == null ? FewGradients.of(inputShape, outputShape, window, kernels) : null;
        long groups = kernels.groups();
        long area = window.kernel()[0] * window.kernel()[1];
        long numbers = inputShape[1] + outputShape[1];
        blocksForWeights = thinning == null
                && fitsBlocks(inputShape[1], groups)
                && fitsBlocks(outputShape[1], groups)
                && "jit:avx2"
                        .equals(describe(false, new primitive_attr())
                                .impl_info_str()
                                .getString());
        blocksForImages = blocksForWeights && area * inputShape[1] * outputShape[1] / groups > WORTH * numbers;
        convolution_forward.primitive_desc chosen =
                describe(blocksForImages, activation == null ? new primitive_attr() : activation.afterwards());
        forwardInput = images(this.inputShape, blocksForImages, Scratch.Slot.OPERAND, true);
        forwardWeights = weights(chosen.weights_desc(), true);
        forwardOutput = images(outputShape, blocksForImages, Scratch.Slot.RESULT, false);
        forward = hasBias
                ? new Primitive(
                        new convolution_forward(chosen),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_BIAS},
                        layout(this.inputShape, blocksForImages),
                        chosen.weights_desc(),
                        layout(outputShape, blocksForImages),
                        bias())
                : new Primitive(
                        new convolution_forward(chosen),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                        layout(this.inputShape, blocksForImages),
                        chosen.weights_desc(),
                        layout(outputShape, blocksForImages));
    }

    /** The last block is filled up with zeros, unless channels of another group come next. */
    private static boolean fitsBlocks(long channels, long groups) {
        return groups == 1 ? channels >= BLOCK : channels / groups % BLOCK == 0;
    }

    private convolution_forward.primitive_desc describe(boolean blocks, primitive_attr attributes) {
        memory.desc input = layout(inputShape, blocks);
        memory.desc output = layout(outputShape, blocks);
        convolution_forward.desc description = hasBias
                ? new convolution_forward.desc(
                        dnnl.prop_kind.forward_training,
                        DIRECT,
                        input,
                        anyWeights(),
                        bias(),
                        output,
                        window.stride(),
                        window.gaps(),
                        window.before(),
                        window.after())
                : new convolution_forward.desc(
                        dnnl.prop_kind.forward_training,
                        DIRECT,
                        input,
                        anyWeights(),
                        output,
                        window.stride(),
                        window.gaps(),
                        window.before(),
                        window.after());
        return new convolution_forward.primitive_desc(description, attributes, OneDnn.engine(), false);
    }

    private static memory.desc layout(long[] shape, boolean blocks) {
        return OneDnn.layout(blocks ? format_tag.nChw8c : format_tag.nhwc, shape);
    }

    private static Reordered images(long[] shape, boolean blocks, Scratch.Slot slot, boolean read) {
        return new Reordered(layout(shape, false), layout(shape, blocks), slot, read);
    }

    private Reordered weights(memory.desc blocked, boolean read) {
        return new Reordered(plainWeights, blocked, Scratch.Slot.WEIGHTS, read);
    }

    /** {@code [batch, out channels, height, width]}, whatever the memory order. */
    public long[] outputShape() {
        return outputShape.clone();
    }

    /** {@code [batch, in channels, height, width]}, whatever the memory order. */
    public long[] inputShape() {
        return givenShape.clone();
    }

    private memory.desc bias() {
        return OneDnn.layout(format_tag.x, outputShape[1]);
    }

    /**
     * Forward pass; all arguments are addresses.
     *
     * @param bias ignored when the convolution has none
     */
    public void forward(long input, long weights, long bias, long output) {
        long blocked = forwardWeights.toBlocked(weights);
        long from = forwardInput.toBlocked(thinning == null ? input : thinning.thin(input));
        long to = forwardOutput.blocked(output);
        if (hasBias) {
            forward.run(from, blocked, to, bias);
        } else {
            forward.run(from, blocked, to);
        }
        forwardOutput.toPlain(output);
    }

    /** The gradient with respect to the input, from that of the output before the activation. */
    public void backwardInput(long outputGradient, long weights, long inputGradient) {
        if (backwardInput == null) {
            memory.desc input = layout(inputShape, blocksForImages);
            memory.desc output = layout(outputShape, blocksForImages);
            convolution_backward_data.primitive_desc chosen = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                            DIRECT,
                            input,
                            anyWeights(),
                            output,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after()),
                    OneDnn.engine(),
                    describe(blocksForImages, new primitive_attr()),
                    false);
            outputGradientForInput = images(outputShape, blocksForImages, Scratch.Slot.RESULT, true);
            backwardInputWeights = weights(chosen.weights_desc(), true);
            this.inputGradient = images(inputShape, blocksForImages, Scratch.Slot.OPERAND, false);
            backwardInput = new Primitive(
                    new convolution_backward_data(chosen),
                    new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DIFF_SRC},
                    output,
                    chosen.weights_desc(),
                    input);
        }
        long to = thinning == null ? inputGradient : thinning.address();
        backwardInput.run(
                outputGradientForInput.toBlocked(outputGradient),
                backwardInputWeights.toBlocked(weights),
                this.inputGradient.blocked(to));
        this.inputGradient.toPlain(to);
        if (thinning != null) {
            thinning.spread(inputGradient);
        }
    }

    /**
     * The gradients with respect to weights and bias, which are overwritten.
     *
     * @param biasGradient ignored when the convolution has no bias
     */
    public void backwardWeights(long input, long outputGradient, long gradient, long biasGradient) {
        if (few != null && few.write(input, outputGradient, gradient, hasBias ? biasGradient : 0)) {
            return;
        }
        if (backwardWeights == null) {
            memory.desc in = layout(inputShape, blocksForWeights);
            memory.desc out = layout(outputShape, blocksForWeights);
            convolution_backward_weights.desc description = hasBias
                    ? new convolution_backward_weights.desc(
                            DIRECT,
                            in,
                            anyWeights(),
                            bias(),
                            out,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after())
                    : new convolution_backward_weights.desc(
                            DIRECT,
                            in,
                            anyWeights(),
                            out,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after());
            convolution_backward_weights.primitive_desc chosen = new convolution_backward_weights.primitive_desc(
                    description, OneDnn.engine(), describe(blocksForWeights, new primitive_attr()), false);
            inputForWeights = images(inputShape, blocksForWeights, Scratch.Slot.OPERAND, true);
            outputGradientForWeights = images(outputShape, blocksForWeights, Scratch.Slot.RESULT, true);
            weightGradient = weights(chosen.diff_weights_desc(), false);
            backwardWeights = hasBias
                    ? new Primitive(
                            new convolution_backward_weights(chosen),
                            new int[] {
                                dnnl.DNNL_ARG_SRC,
                                dnnl.DNNL_ARG_DIFF_DST,
                                dnnl.DNNL_ARG_DIFF_WEIGHTS,
                                dnnl.DNNL_ARG_DIFF_BIAS
                            },
                            in,
                            out,
                            chosen.diff_weights_desc(),
                            bias())
                    : new Primitive(
                            new convolution_backward_weights(chosen),
                            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_WEIGHTS},
                            in,
                            out,
                            chosen.diff_weights_desc());
        }
        long blocked = weightGradient.blocked(gradient);
        long from = inputForWeights.toBlocked(thinning == null ? input : thinning.thin(input));
        long delta = outputGradientForWeights.toBlocked(outputGradient);
        if (hasBias) {
            backwardWeights.run(from, delta, blocked, biasGradient);
        } else {
            backwardWeights.run(from, delta, blocked);
        }
        weightGradient.toPlain(gradient);
    }

    private memory.desc anyWeights() {
        return kernels.anywhere(outputShape[1], inputShape[1], window.kernel());
    }

    @Override
    public void close() {
        NativeMemory.closeAll(
                forwardInput,
                forwardWeights,
                forwardOutput,
                forward,
                outputGradientForInput,
                backwardInputWeights,
                inputGradient,
                backwardInput,
                inputForWeights,
                outputGradientForWeights,
                weightGradient,
                backwardWeights,
                thinning);
    }

    /** Takes only the pixels that a strided convolution of one pixel reads, so that the rest of it needs no stride. */
    private static final class Thinning implements NativeMemory {

        private final long bytes;
        /** The mean of one pixel is the pixel, and its gradient goes where it came from. */
        private final Pooling pooling;

        Thinning(long[] full, long[] output, Window window) {
            long[] shape = {full[0], full[1], output[2], output[3]};
            pooling = new Pooling(Pooling.Kind.AVERAGE, full, shape, window.withoutDilation());
            bytes = shape[0] * shape[1] * shape[2] * shape[3] * Float.BYTES;
        }

        static boolean applies(Window window) {
            return window.kernel()[0] == 1
                    && window.kernel()[1] == 1
                    && (window.stride()[0] > 1 || window.stride()[1] > 1)
                    && window.before()[0] == 0
                    && window.before()[1] == 0
                    && window.after()[0] == 0
                    && window.after()[1] == 0;
        }

        long address() {
            return Scratch.address(Scratch.Slot.OPERAND, bytes);
        }

        @Override
        public void close() {
            pooling.close();
        }

        long thin(long input) {
            pooling.forward(input, address(), 0);
            return address();
        }

        void spread(long inputGradient) {
            pooling.backward(address(), inputGradient, 0);
        }
    }
}
