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
 * into oneDNN's blocks for the time of a call, which costs little beside the arithmetic.
 */
public final class Convolution implements NativeMemory {

    private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

    private final long[] givenShape;
    /** That of what the primitive reads. */
    private final long[] inputShape;

    private final long[] outputShape;
    private final Thinning thinning;
    private final Window window;
    private final Kernels kernels;
    private final boolean hasBias;
    private final convolution_forward.primitive_desc forwardDescription;
    private final memory.desc plainWeights;
    private final Reordered forwardWeights;
    private final Primitive forward;
    private Primitive backwardInput;
    private Reordered backwardInputWeights;
    private Primitive backwardWeights;
    private Reordered weightGradient;

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
        memory.desc input = OneDnn.layout(format_tag.nhwc, this.inputShape);
        memory.desc output = OneDnn.layout(format_tag.nhwc, outputShape);
        plainWeights = kernels.layout(outputShape[1], inputShape[1], window.kernel());
        memory.desc anyWeights = anyWeights();
        convolution_forward.desc description = hasBias
                ? new convolution_forward.desc(
                        dnnl.prop_kind.forward_training,
                        DIRECT,
                        input,
                        anyWeights,
                        bias(),
                        output,
                        this.window.stride(),
                        window.gaps(),
                        window.before(),
                        window.after())
                : new convolution_forward.desc(
                        dnnl.prop_kind.forward_training,
                        DIRECT,
                        input,
                        anyWeights,
                        output,
                        this.window.stride(),
                        window.gaps(),
                        window.before(),
                        window.after());
        primitive_attr attributes = activation == null ? new primitive_attr() : activation.afterwards();
        convolution_forward.primitive_desc chosen =
                new convolution_forward.primitive_desc(description, attributes, OneDnn.engine(), false);
        // The backward passes take their hint from a forward pass without activation.
        forwardDescription = activation == null
                ? chosen
                : new convolution_forward.primitive_desc(description, OneDnn.engine(), false);
        forwardWeights = new Reordered(plainWeights, chosen.weights_desc(), true);
        forward = hasBias
                ? new Primitive(
                        new convolution_forward(chosen),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_BIAS},
                        input,
                        chosen.weights_desc(),
                        output,
                        bias())
                : new Primitive(
                        new convolution_forward(chosen),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                        input,
                        chosen.weights_desc(),
                        output);
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
        long from = thinning == null ? input : thinning.thin(input);
        if (hasBias) {
            forward.run(from, blocked, output, bias);
        } else {
            forward.run(from, blocked, output);
        }
    }

    /** The gradient with respect to the input, from that of the output before the activation. */
    public void backwardInput(long outputGradient, long weights, long inputGradient) {
        if (backwardInput == null) {
            memory.desc input = OneDnn.layout(format_tag.nhwc, inputShape);
            memory.desc output = OneDnn.layout(format_tag.nhwc, outputShape);
            memory.desc anyWeights = anyWeights();
            convolution_backward_data.primitive_desc chosen = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                            DIRECT,
                            input,
                            anyWeights,
                            output,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after()),
                    OneDnn.engine(),
                    forwardDescription,
                    false);
            backwardInputWeights = new Reordered(plainWeights, chosen.weights_desc(), true);
            backwardInput = new Primitive(
                    new convolution_backward_data(chosen),
                    new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DIFF_SRC},
                    output,
                    chosen.weights_desc(),
                    input);
        }
        long to = thinning == null ? inputGradient : thinning.address();
        backwardInput.run(outputGradient, backwardInputWeights.toBlocked(weights), to);
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
        if (backwardWeights == null) {
            memory.desc in = OneDnn.layout(format_tag.nhwc, inputShape);
            memory.desc out = OneDnn.layout(format_tag.nhwc, outputShape);
            memory.desc anyWeights = anyWeights();
            convolution_backward_weights.desc description = hasBias
                    ? new convolution_backward_weights.desc(
                            DIRECT,
                            in,
                            anyWeights,
                            bias(),
                            out,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after())
                    : new convolution_backward_weights.desc(
                            DIRECT,
                            in,
                            anyWeights,
                            out,
                            window.stride(),
                            window.gaps(),
                            window.before(),
                            window.after());
            convolution_backward_weights.primitive_desc chosen = new convolution_backward_weights.primitive_desc(
                    description, OneDnn.engine(), forwardDescription, false);
            weightGradient = new Reordered(plainWeights, chosen.diff_weights_desc(), false);
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
        long from = thinning == null ? input : thinning.thin(input);
        if (hasBias) {
            backwardWeights.run(from, outputGradient, blocked, biasGradient);
        } else {
            backwardWeights.run(from, outputGradient, blocked);
        }
        weightGradient.toPlain(gradient);
    }

    private memory.desc anyWeights() {
        return kernels.anywhere(outputShape[1], inputShape[1], window.kernel());
    }

    @Override
    public void close() {
        NativeMemory.closeAll(
                forward,
                forwardWeights,
                backwardInput,
                backwardInputWeights,
                backwardWeights,
                weightGradient,
                thinning);
    }

    /** Weights in the order that a primitive wants, in scratch memory, unless it takes them as they are. */
    private static final class Reordered implements NativeMemory {

        private final long bytes;
        private final Primitive reorder;

        Reordered(memory.desc plain, memory.desc blocked, boolean input) {
            bytes = blocked.get_size();
            if (plain.equals(blocked)) {
                reorder = null;
            } else {
                reorder = input ? Reorder.between(plain, blocked) : Reorder.between(blocked, plain);
            }
        }

        @Override
        public void close() {
            NativeMemory.closeAll(reorder);
        }

        long toBlocked(long plain) {
            long address = blocked(plain);
            if (reorder != null) {
                reorder.run(plain, address);
            }
            return address;
        }

        long blocked(long plain) {
            return reorder == null ? plain : Scratch.address(Scratch.Slot.WEIGHTS, bytes);
        }

        void toPlain(long plain) {
            if (reorder != null) {
                reorder.run(Scratch.address(Scratch.Slot.WEIGHTS, bytes), plain);
            }
        }
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
