package d2j.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Primitives write only where they are told to, whatever the sizes; a slip would corrupt the memory of others. */
class BoundsTest {

    private static final int GUARD = 64;
    private static final float SENTINEL = -12345.678f;

    private final List<Guarded> buffers = new ArrayList<>();

    /** Memory between two rows of sentinels. */
    private record Guarded(String name, FloatPointer all, long length) {
        long address() {
            return all.address() + GUARD * Float.BYTES;
        }

        void check(String after) {
            for (int i = 0; i < GUARD; i++) {
                assertEquals(SENTINEL, all.get(i), () -> name + " written before its start by " + after);
                int position = i;
                assertEquals(
                        SENTINEL,
                        all.get(GUARD + length + i),
                        () -> name + " written " + position + " elements past its end by " + after);
            }
        }
    }

    @BeforeEach
    void loads() {
        assumeTrue(OneDnn.available());
    }

    private long buffer(String name, long length) {
        FloatPointer all = new FloatPointer(length + 2 * GUARD);
        for (long i = 0; i < length + 2 * GUARD; i++) {
            all.put(i, i < GUARD || i >= GUARD + length ? SENTINEL : (i * 7919 % 1000) / 1000f);
        }
        Guarded made = new Guarded(name, all, length);
        buffers.add(made);
        return made.address();
    }

    private long buffer(String name, long[] shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return buffer(name, length);
    }

    private void check(String after) {
        buffers.forEach(buffer -> buffer.check(after));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void convolution(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            buffers.clear();
            int largest = i % 2 == 0 ? 1 : 5;
            int[] kernel = {1 + random.nextInt(largest), 1 + random.nextInt(largest)};
            int[] stride = {1 + random.nextInt(2), 1 + random.nextInt(2)};
            int[] dilation = {1 + random.nextInt(2), 1 + random.nextInt(2)};
            int[] before = {random.nextInt(kernel[0]), random.nextInt(kernel[1])};
            long[] output = {1 + random.nextInt(9), 1 + random.nextInt(9)};
            long[] input = new long[2];
            for (int d = 0; d < 2; d++) {
                // A stride may leave the last row unread.
                input[d] = Math.max(1, (output[d] - 1) * stride[d] + (kernel[d] - 1) * dilation[d] + 1 - 2 * before[d])
                        + random.nextInt(stride[d]);
                output[d] = (input[d] + 2 * before[d] - (kernel[d] - 1) * dilation[d] - 1) / stride[d] + 1;
            }
            long batch = 1 + random.nextInt(4);
            int most = i % 3 == 0 ? 2 : 40;
            // One group, several, or a channel each.
            long groups = i % 4 == 1 ? 2 + random.nextInt(4) : 1;
            long[] in = {batch, groups * (1 + random.nextInt(most)), input[0], input[1]};
            long[] out = {batch, groups * (1 + random.nextInt(most)), output[0], output[1]};
            if (i % 4 == 3) {
                groups = in[1];
                out[1] = groups * (1 + random.nextInt(2));
            }
            boolean bias = random.nextInt(4) > 0;
            Elementwise[] activations = {
                null,
                Elementwise.RELU,
                Elementwise.SIGMOID,
                Elementwise.TANH,
                Elementwise.ELU,
                Elementwise.leakyRelu(0.1)
            };
            Convolution convolution = new Convolution(
                    in,
                    out,
                    Window.of(kernel, stride, dilation, before, input, output),
                    Kernels.ofGroups(groups),
                    bias,
                    activations[random.nextInt(activations.length)]);
            long x = buffer("input", in);
            long y = buffer("output", out);
            long gx = buffer("input gradient", in);
            long gy = buffer("output gradient", out);
            long w = buffer("weights", in[1] / groups * out[1] * kernel[0] * kernel[1]);
            long gw = buffer("weight gradient", in[1] / groups * out[1] * kernel[0] * kernel[1]);
            long b = buffer("bias", out[1]);
            long gb = buffer("bias gradient", out[1]);
            String shapes =
                    java.util.Arrays.toString(in) + " -> " + java.util.Arrays.toString(out) + ", groups " + groups;
            convolution.forward(x, w, b, y);
            check("forward pass " + shapes);
            convolution.backwardWeights(x, gy, gw, gb);
            check("weight gradient " + shapes);
            convolution.backwardInput(gy, w, gx);
            check("input gradient " + shapes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void pooling(int seed) {
        Random random = new Random(seed);
        for (Pooling.Kind kind : Pooling.Kind.values()) {
            buffers.clear();
            int[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(3)};
            int[] stride = {1 + random.nextInt(2), 1 + random.nextInt(2)};
            long[] output = {1 + random.nextInt(9), 1 + random.nextInt(9)};
            long[] input = {(output[0] - 1) * stride[0] + kernel[0], (output[1] - 1) * stride[1] + kernel[1]};
            long[] in = {1 + random.nextInt(4), 1 + random.nextInt(40), input[0], input[1]};
            long[] out = {in[0], in[1], output[0], output[1]};
            Pooling pooling = new Pooling(
                    kind, in, out, Window.of(kernel, stride, new int[] {1, 1}, new int[] {0, 0}, input, output));
            long x = buffer("input", in);
            long y = buffer("output", out);
            long gx = buffer("input gradient", in);
            long gy = buffer("output gradient", out);
            long workspace = buffer("workspace", (pooling.workspaceSize() + 3) / 4);
            pooling.forward(x, y, workspace);
            check(kind + " forward");
            pooling.backward(gy, gx, workspace);
            check(kind + " backward");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 12, 15, 16, 17, 20, 24, 31, 33})
    void batchNormalization(int channels) {
        for (long[] size : new long[][] {{1, 1}, {4, 4}, {7, 3}, {1, 9}}) {
            for (int batch : new int[] {1, 3, 8}) {
                buffers.clear();
                long[] shape = {batch, channels, size[0], size[1]};
                BatchNormalization norm = new BatchNormalization(shape, 1e-5);
                long x = buffer("input", shape);
                long y = buffer("output", shape);
                long gx = buffer("input gradient", shape);
                long gy = buffer("output gradient", shape);
                long scale = buffer("scale", channels);
                long shift = buffer("shift", channels);
                long mean = buffer("mean", channels);
                long variance = buffer("variance", channels);
                long gscale = buffer("scale gradient", channels);
                long gshift = buffer("shift gradient", channels);
                norm.train(x, y, scale, shift, mean, variance);
                check("training");
                norm.backward(x, gy, gx, mean, variance, scale, shift, gscale, gshift);
                check("backward");
                norm.test(x, y, scale, shift, mean, variance);
                check("test");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 12, 15, 16, 17, 20, 24, 31, 33})
    void imagesOfAnyNumberOfChannels(int channels) {
        for (long[] size : new long[][] {{1, 1}, {4, 4}, {7, 3}, {1, 9}}) {
            for (int batch : new int[] {1, 3}) {
                buffers.clear();
                long[] shape = {batch, channels, size[0], size[1]};
                long x = buffer("input", shape);
                long y = buffer("output", shape);
                long gx = buffer("input gradient", shape);
                long gy = buffer("output gradient", shape);
                long slopes = buffer("slopes", channels);
                long gslopes = buffer("slope gradient", channels);
                ChannelSlopes rectifier = new ChannelSlopes(shape);
                rectifier.forward(x, slopes, y);
                check("parametric rectifier");
                rectifier.backward(x, slopes, gy, gx, gslopes);
                check("parametric rectifier, backward");
                NeighbourNormalization normalization = new NeighbourNormalization(shape, 2, 2, 1e-4, 0.75);
                long workspace = buffer("workspace", (normalization.workspaceSize() + 3) / 4);
                normalization.forward(x, y, workspace);
                check("local response");
                normalization.backward(x, gy, gx, workspace);
                check("local response, backward");
            }
        }
    }

    @Test
    void elementwise() {
        for (long length : new long[] {1, 3, 15, 16, 17, 1000, 4097}) {
            for (Elementwise function : Elementwise.examples()) {
                buffers.clear();
                long x = buffer("input", length);
                long y = buffer("output", length);
                long gy = buffer("output gradient", length);
                function.forward(length).run(x, y);
                function.backward(length).run(function.isDerivedFromOutput() ? y : x, gy, x);
                Combination.SUM.of(length).run(x, y, gy);
                check(function + " of " + length);
            }
        }
    }
}
