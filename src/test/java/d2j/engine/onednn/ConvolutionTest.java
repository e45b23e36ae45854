package d2j.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of as many channels as networks have agree with loops over every product. */
class ConvolutionTest {

    @BeforeEach
    void loads() {
        assumeTrue(OneDnn.available());
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 32).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allThreePassesAgreeWithLoops(int seed) {
        Random random = new Random(seed);
        // As before a maximum over time: images of one row, and hardly any gradients.
        boolean few = seed >= 24;
        int groups = seed % 4 == 3 && !few ? 2 : 1;
        int inputs = groups * (8 + random.nextInt(seed % 2 == 0 ? 60 : 12));
        int outputs = groups * (8 + random.nextInt(seed % 2 == 0 ? 60 : 12));
        if (groups == 2 && random.nextBoolean()) {
            inputs = 48;
            outputs = 64;
        }
        int batch = 1 + random.nextInt(3);
        int[] kernel = {few ? 1 : 1 + random.nextInt(3), 2 + random.nextInt(2)};
        int[] stride = {1 + random.nextInt(2), 1 + random.nextInt(2)};
        int[] before = {random.nextInt(kernel[0]), random.nextInt(kernel[1])};
        int[] size = {few ? 1 : 4 + random.nextInt(6), few ? 30 : 4 + random.nextInt(6)};
        int[] result = new int[2];
        for (int d = 0; d < 2; d++) {
            result[d] = (size[d] + 2 * before[d] - kernel[d]) / stride[d] + 1;
        }
        float[] x = numbers(random, batch * size[0] * size[1] * inputs);
        float[] w = numbers(random, outputs * (inputs / groups) * kernel[0] * kernel[1]);
        float[] b = numbers(random, outputs);
        float[] gy = numbers(random, batch * result[0] * result[1] * outputs);
        for (int i = 0; few && i < gy.length; i++) {
            gy[i] = random.nextInt(40) == 0 ? gy[i] : 0;
        }
        double[] y = new double[gy.length];
        double[] gx = new double[x.length];
        double[] gw = new double[w.length];
        double[] gb = new double[b.length];
        for (int n = 0; n < batch; n++) {
            for (int i = 0; i < result[0]; i++) {
                for (int j = 0; j < result[1]; j++) {
                    for (int o = 0; o < outputs; o++) {
                        int to = ((n * result[0] + i) * result[1] + j) * outputs + o;
                        y[to] += b[o];
                        gb[o] += gy[to];
                        for (int c = 0; c < inputs / groups; c++) {
                            for (int k = 0; k < kernel[0] * kernel[1]; k++) {
                                int row = i * stride[0] + k / kernel[1] - before[0];
                                int column = j * stride[1] + k % kernel[1] - before[1];
                                if (row < 0 || row >= size[0] || column < 0 || column >= size[1]) {
                                    continue;
                                }
                                int channel = o / (outputs / groups) * (inputs / groups) + c;
                                int from = ((n * size[0] + row) * size[1] + column) * inputs + channel;
                                int weight = (o * (inputs / groups) + c) * kernel[0] * kernel[1] + k;
                                y[to] += (double) x[from] * w[weight];
                                gx[from] += (double) gy[to] * w[weight];
                                gw[weight] += (double) gy[to] * x[from];
                            }
                        }
                    }
                }
            }
        }
        long[] in = {batch, inputs, size[0], size[1]};
        long[] out = {batch, outputs, result[0], result[1]};
        Window window = Window.of(
                kernel, stride, new int[] {1, 1}, before, Arrays.copyOfRange(in, 2, 4), Arrays.copyOfRange(out, 2, 4));
        Convolution convolution = new Convolution(in, out, window, Kernels.ofGroups(groups), true, null);
        try (Floats input = of(x);
                Floats weights = of(w);
                Floats bias = of(b);
                Floats outputGradient = of(gy);
                Floats output = Floats.allocate(y.length);
                Floats inputGradient = Floats.allocate(gx.length);
                Floats weightGradient = Floats.allocate(gw.length);
                Floats biasGradient = Floats.allocate(gb.length)) {
            for (int time = 0; time < 2; time++) {
                convolution.forward(input.address(), weights.address(), bias.address(), output.address());
                convolution.backwardWeights(
                        input.address(), outputGradient.address(), weightGradient.address(), biasGradient.address());
                convolution.backwardInput(outputGradient.address(), weights.address(), inputGradient.address());
                agree("output", y, output);
                agree("gradient of the weights", gw, weightGradient);
                agree("gradient of the bias", gb, biasGradient);
                agree("gradient of the input", gx, inputGradient);
            }
        } finally {
            convolution.close();
        }
    }

    @Test
    void whereGradientsAreFewAnInputThatIsNoNumberShows() {
        long[] in = {1, 8, 1, 20};
        Window window = Window.of(
                new int[] {1, 3}, new int[] {1, 1}, new int[] {1, 1}, new int[2], new long[] {1, 20}, new long[] {1, 18
                });
        Convolution convolution = new Convolution(in, new long[] {1, 8, 1, 18}, window, false, null);
        float[] x = new float[160];
        x[70] = Float.NaN;
        try (Floats input = of(x);
                Floats gradients = of(new float[144]);
                Floats weightGradient = Floats.allocate(192)) {
            convolution.backwardWeights(input.address(), gradients.address(), weightGradient.address(), 0);
            float[] found = new float[192];
            Floats.read(weightGradient.address(), found, found.length);
            assertTrue(IntStream.range(0, found.length).anyMatch(i -> Float.isNaN(found[i])));
        } finally {
            convolution.close();
        }
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Floats of(float[] values) {
        Floats memory = Floats.allocate(values.length);
        Floats.write(memory.address(), values, values.length);
        return memory;
    }

    private static void agree(String what, double[] expected, Floats memory) {
        float[] actual = new float[expected.length];
        Floats.read(memory.address(), actual, actual.length);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.length; i++) {
            int place = i;
            assertEquals(expected[i], actual[i], 1e-5 * largest, () -> what + " at " + place);
        }
    }
}
