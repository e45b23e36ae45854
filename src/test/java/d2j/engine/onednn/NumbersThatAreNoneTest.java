package d2j.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What primitives make of NaN and infinities, wherever they stand: oneDNN's vectors treat the last elements apart. */
class NumbersThatAreNoneTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @BeforeEach
    void loads() {
        assumeTrue(OneDnn.available());
    }

    private static Floats memory(float... values) {
        Floats memory = Floats.allocate(values.length);
        Floats.write(memory.address(), values, values.length);
        return memory;
    }

    private static float[] values(Floats memory, int count) {
        float[] values = new float[count];
        Floats.read(memory.address(), values, count);
        return values;
    }

    /** Numbers between -1 and 1, the same in each run. */
    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 7919 % 1000) / 500f - 1;
        }
        return numbers;
    }

    private static float apply(Elementwise function, float x) {
        if (function.equals(Elementwise.RELU)) {
            return Math.max(0, x);
        }
        if (function.equals(Elementwise.SIGMOID)) {
            return (float) (1 / (1 + Math.exp(-x)));
        }
        if (function.equals(Elementwise.TANH)) {
            return (float) Math.tanh(x);
        }
        if (function.equals(Elementwise.ELU)) {
            return (float) (x > 0 ? x : Math.exp(x) - 1);
        }
        if (function.equals(Elementwise.leakyRelu(0.2))) {
            return x > 0 ? x : 0.2f * x;
        }
        // Minus infinity times zero.
        return Float.isFinite(x) ? 0 : x > 0 ? x : NAN;
    }

    static List<Elementwise> functions() {
        return Elementwise.examples();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void functionsKeepWhatIsNoNumber(Elementwise function) {
        for (int length : new int[] {1, 5, 16, 35}) {
            Primitive forward = function.forward(length);
            for (int at = 0; at < length; at++) {
                for (float broken : new float[] {NAN, INFINITY, -INFINITY}) {
                    float[] input = numbers(length);
                    input[at] = broken;
                    Floats result = memory(input);
                    forward.run(result.address(), result.address());
                    float[] output = values(result, length);
                    assertEquals(apply(function, broken), output[at], function + " of " + broken);
                    output[at] = 0;
                    assertTrue(allAreFinite(output), function + " of " + broken + " spreads");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void gradientsThatAreNoNumbersStaySo(Elementwise function) {
        for (int length : new int[] {1, 5, 16, 35}) {
            Primitive backward = function.backward(length);
            for (int at = 0; at < length; at++) {
                Floats known = memory(numbers(length));
                float[] gradient = numbers(length);
                gradient[at] = NAN;
                Floats result = memory(gradient);
                backward.run(known.address(), result.address(), result.address());
                assertTrue(Float.isNaN(values(result, length)[at]), function + " hides a gradient");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void combinationsKeepWhatIsNoNumber(Combination combination) {
        int length = 35;
        Primitive primitive = combination.of(length);
        for (int at = 0; at < length; at++) {
            for (float broken : new float[] {NAN, INFINITY, -INFINITY}) {
                float[] left = numbers(length);
                left[at] = broken;
                float[] right = numbers(length);
                Floats result = memory(left);
                primitive.run(result.address(), memory(right).address(), result.address());
                float expected = combination == Combination.SUM ? broken + right[at] : broken * right[at];
                assertEquals(expected, values(result, length)[at], combination + " with " + broken);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,3,2", "3,5,17", "20,16,16", "100,64,33", "70,512,5"})
    void productsKeepWhatIsNoNumber(int rows, int inputs, int outputs) {
        for (Elementwise activation : new Elementwise[] {null, Elementwise.RELU, Elementwise.SIGMOID}) {
            InnerProduct product = new InnerProduct(rows, inputs, outputs, true, activation);
            for (int which = 0; which < 3; which++) {
                for (float broken : new float[] {NAN, INFINITY, -INFINITY}) {
                    float[][] operands = {numbers(rows * inputs), numbers(inputs * outputs), numbers(outputs)};
                    operands[which][operands[which].length - 1] = broken;
                    Floats output = memory(new float[rows * outputs]);
                    product.forward(
                            memory(operands[0]).address(),
                            memory(operands[1]).address(),
                            memory(operands[2]).address(),
                            output.address());
                    float[] expected = byDefinition(operands, rows, inputs, outputs, activation);
                    float[] actual = values(output, rows * outputs);
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(expected[i], actual[i], 1e-3, activation + ", operand " + which + " " + broken);
                    }
                }
            }
        }
    }

    private static float[] byDefinition(float[][] operands, int rows, int inputs, int outputs, Elementwise activation) {
        float[] result = new float[rows * outputs];
        for (int i = 0; i < result.length; i++) {
            double sum = operands[2][i % outputs];
            for (int k = 0; k < inputs; k++) {
                sum += (double) operands[0][i / outputs * inputs + k] * operands[1][i % outputs * inputs + k];
            }
            result[i] = activation == null ? (float) sum : apply(activation, (float) sum);
        }
        return result;
    }

    @Test
    void sumsOfFiniteNumbersThatAreNoNumbersAreNotHidden() {
        // Infinity minus infinity.
        InnerProduct product = new InnerProduct(1, 2, 1, true, Elementwise.RELU);
        Floats output = memory(1);
        product.forward(
                memory(1e30f, 1e30f).address(),
                memory(1e30f, -1e30f).address(),
                memory(0).address(),
                output.address());
        assertTrue(Float.isNaN(values(output, 1)[0]), "rather than zero");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 16, 17, 33, 100})
    void softmaxOfABrokenRowIsBroken(int classes) {
        Softmax softmax = new Softmax(3, classes);
        for (int at = 0; at < classes; at++) {
            for (float broken : new float[] {NAN, INFINITY, -INFINITY}) {
                float[] input = numbers(3 * classes);
                input[classes + at] = broken;
                Floats rows = memory(input);
                softmax.run(rows.address(), rows.address());
                float[] output = values(rows, 3 * classes);
                for (int i = 0; i < output.length; i++) {
                    boolean isBroken = i / classes == 1 && broken != -INFINITY;
                    assertEquals(isBroken, Float.isNaN(output[i]), broken + " at " + at + ", element " + i);
                }
                assertEquals(
                        1,
                        IntStream.range(0, classes).mapToDouble(i -> output[i]).sum(),
                        1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 35})
    void normalizationShowsWhatIsNoNumber(int length) {
        RowNormalization normalization = new RowNormalization(2, length, 1e-5);
        Floats gain = memory(numbers(length));
        for (float broken : new float[] {NAN, INFINITY, -INFINITY}) {
            for (int at = 0; at < length; at++) {
                float[] input = numbers(2 * length);
                input[at] = broken;
                Floats output = memory(new float[2 * length]);
                normalization.forward(memory(input).address(), gain.address(), 0, output.address());
                float[] values = values(output, 2 * length);
                assertTrue(Float.isNaN(values[at]), "normalization of " + broken);
                assertTrue(allAreFinite(Arrays.copyOfRange(values, length, 2 * length)), "other rows");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 511, 512, 513, 5000, 3_000_000})
    void magnitudesAreFoundWhereverTheyAre(long length) {
        Floats memory = memory(numbers((int) length));
        assertTrue(Magnitude.isOrdinary(memory.address(), length));
        for (float broken : new float[] {NAN, INFINITY, -INFINITY, 0x1p51f, -0x1p51f, Float.MAX_VALUE}) {
            for (long at : new long[] {0, length / 3, length / 2, length - 1}) {
                float[] before = new float[1];
                long address = memory.address() + at * Float.BYTES;
                Floats.read(address, before, 1);
                Floats.write(address, new float[] {broken}, 1);
                assertFalse(Magnitude.isOrdinary(memory.address(), length), broken + " at " + at);
                Floats.write(address, before, 1);
            }
        }
        assertTrue(Magnitude.isOrdinary(memory.address(), length));
    }

    private static boolean allAreFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
