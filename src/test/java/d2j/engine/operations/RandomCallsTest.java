package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.onednn.Acceleration;
import d2j.engine.operations.Guarded.Form;
import d2j.fuzz.Fuzz;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every operation that the engine takes over, with random arrays, right ones and wrong ones: it gives ND4J's results or
 * ND4J's message, and writes nothing but its results. {@code -Dd2j.fuzz.seconds=60} means thirty times as many rounds,
 * {@code d2j.fuzz.seed} starts elsewhere.
 */
class RandomCallsTest implements WithEngine {

    private static final int ROUNDS = Fuzz.cases(15);
    private static final long SEED = Long.getLong("d2j.fuzz.seed", 5);

    /** The product of arrays, which ND4J does not count among its operations by name. */
    private static final String MMUL = "mmul";

    /** A call with arrays that fit each other. */
    private record Call(
            String operation, long[] integers, double[] numbers, boolean[] flags, long[][] inputs, long[][] outputs) {

        /** The same with one shape in the place of another. */
        Call with(int index, long[] shape) {
            long[][] in = inputs.clone();
            long[][] out = outputs.clone();
            if (index < in.length) {
                in[index] = shape;
            } else {
                out[index - in.length] = shape;
            }
            return new Call(operation, integers, numbers, flags, in, out);
        }

        int arrays() {
            return inputs.length + outputs.length;
        }

        long[] shape(int index) {
            return index < inputs.length ? inputs[index] : outputs[index - inputs.length];
        }

        @Override
        public String toString() {
            return operation + Arrays.toString(integers) + Arrays.toString(flags) + " of " + Arrays.deepToString(inputs)
                    + " into " + Arrays.deepToString(outputs);
        }
    }

    /** Random calls of each operation, by name. */
    private static final Map<String, Function<Random, Call>> CALLS = new TreeMap<>(Map.of(
            "softmax",
                    random -> {
                        long[] shape = shape(random, 1 + random.nextInt(4));
                        long[] dimension = random.nextInt(3) == 0 ? new long[] {shape.length - 1} : new long[0];
                        return call("softmax", dimension, new long[][] {shape}, shape);
                    },
            "softmax_bp",
                    random -> {
                        long[] shape = random.longs(2 + random.nextInt(3), 2, 7).toArray();
                        long[] dimension =
                                random.nextInt(3) == 0 ? new long[] {random.nextInt(shape.length)} : new long[0];
                        return call("softmax_bp", dimension, new long[][] {shape, shape}, shape);
                    },
            "batchnorm",
                    random -> {
                        long[] shape = shape(random, 4);
                        long[] channel = {shape[1]};
                        return new Call(
                                "batchnorm",
                                new long[] {1, 1, 1},
                                new double[] {1.5},
                                new boolean[0],
                                new long[][] {shape, channel, channel, channel, channel},
                                new long[][] {shape});
                    },
            "permute",
                    random -> {
                        long[] shape = shape(random, 1 + random.nextInt(4));
                        List<Long> order = new ArrayList<>(
                                LongStream.range(0, shape.length).boxed().toList());
                        java.util.Collections.shuffle(order, random);
                        long[] integers =
                                order.stream().mapToLong(Long::longValue).toArray();
                        long[] permuted =
                                Arrays.stream(integers).map(i -> shape[(int) i]).toArray();
                        return call("permute", integers, new long[][] {shape}, permuted);
                    },
            "thresholdedrelu_bp",
                    random -> {
                        long[] shape = shape(random, 1 + random.nextInt(4));
                        return call("thresholdedrelu_bp", new long[0], new long[][] {shape, shape}, shape);
                    },
            "add_bp",
                    random -> {
                        long[] shape = shape(random, 1 + random.nextInt(4));
                        long columns = shape[shape.length - 1];
                        long[] second = List.of(shape, new long[] {columns}, new long[] {1, columns})
                                .get(random.nextInt(shape.length == 1 ? 1 : 3));
                        return call("add_bp", new long[0], new long[][] {shape, second, shape}, shape, second);
                    },
            "layer_norm",
                    random -> {
                        long[] shape = append(shape(random, 1 + random.nextInt(2)), 3 + random.nextInt(6));
                        long[] vector = {shape[shape.length - 1]};
                        return normalization(
                                "layer_norm",
                                shape,
                                random.nextBoolean()
                                        ? new long[][] {shape, vector}
                                        : new long[][] {shape, vector, vector},
                                shape);
                    },
            "layer_norm_bp",
                    random -> {
                        long[] shape = append(shape(random, 1 + random.nextInt(2)), 3 + random.nextInt(6));
                        long[] vector = {shape[shape.length - 1]};
                        return random.nextBoolean()
                                ? normalization(
                                        "layer_norm_bp", shape, new long[][] {shape, vector, shape}, shape, vector)
                                : normalization(
                                        "layer_norm_bp",
                                        shape,
                                        new long[][] {shape, vector, vector, shape},
                                        shape,
                                        vector,
                                        vector);
                    },
            "matmul", random -> product("matmul", random),
            "matmul_bp", random -> product("matmul_bp", random)));

    static {
        CALLS.put(MMUL, random -> {
            long rows = 1 + random.nextInt(9);
            long inner = 1 + random.nextInt(9);
            long columns = 1 + random.nextInt(9);
            return call(MMUL, new long[0], new long[][] {{rows, inner}, {inner, columns}}, new long[] {rows, columns});
        });
    }

    private static Call call(String operation, long[] integers, long[][] inputs, long[]... outputs) {
        return new Call(operation, integers, new double[0], new boolean[0], inputs, outputs);
    }

    private static Call normalization(String operation, long[] shape, long[][] inputs, long[]... outputs) {
        return new Call(
                operation, new long[] {shape.length - 1}, new double[0], new boolean[] {false}, inputs, outputs);
    }

    private static Call product(String operation, Random random) {
        long[] batch = shape(random, random.nextInt(3));
        long rows = 1 + random.nextInt(9);
        long inner = 1 + random.nextInt(9);
        long columns = 1 + random.nextInt(9);
        boolean first = random.nextBoolean();
        boolean second = random.nextBoolean();
        long[] left = append(batch, first ? inner : rows, first ? rows : inner);
        long[] right = append(batch, second ? columns : inner, second ? inner : columns);
        long[] result = append(batch, rows, columns);
        long[] flags = {first ? 1 : 0, second ? 1 : 0, 0};
        return operation.equals("matmul")
                ? call(operation, flags, new long[][] {left, right}, result)
                : call(operation, flags, new long[][] {left, right, result}, left, right);
    }

    private static long[] append(long[] shape, long... more) {
        return LongStream.concat(Arrays.stream(shape), Arrays.stream(more)).toArray();
    }

    private static long[] shape(Random random, int rank) {
        return random.longs(rank, 1, 7).toArray();
    }

    /** What a call led to. */
    private record Outcome(String failure, List<INDArray> results) {}

    private static Outcome run(Call call, INDArray[] inputs, INDArray[] outputs) {
        try {
            if (call.operation.equals(MMUL)) {
                inputs[0].mmuli(inputs[1], outputs[0]);
            } else {
                DynamicCustomOp operation = DynamicCustomOp.builder(call.operation)
                        .addInputs(inputs)
                        .addOutputs(outputs)
                        .build();
                operation.addIArgument(call.integers);
                operation.addTArgument(call.numbers);
                operation.addBArgument(call.flags);
                Nd4j.exec(operation);
            }
            return new Outcome(null, List.of(outputs));
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Each call has a name of its own.
            return new Outcome(String.valueOf(cause.getMessage()).replaceAll("[0-9a-f-]{36}", "?"), List.of());
        }
    }

    private static Outcome runAsNd4jComes(Call call, INDArray[] inputs, INDArray[] outputs) {
        Acceleration.enable(false);
        try {
            return run(call, inputs, outputs);
        } finally {
            Acceleration.enable(true);
        }
    }

    private static INDArray[] arrays(Guarded[] guarded) {
        return Arrays.stream(guarded).map(g -> g.array).toArray(INDArray[]::new);
    }

    private static INDArray[] copies(INDArray[] arrays) {
        return Arrays.stream(arrays).map(array -> array.dup('c')).toArray(INDArray[]::new);
    }

    private static Guarded[] random(Random random, long[][] shapes) {
        return Arrays.stream(shapes)
                .map(shape -> new Guarded(
                        DataType.FLOAT,
                        // Half of them as the fast paths like them.
                        random.nextBoolean() ? Form.ROWS : Form.values()[random.nextInt(Form.values().length)],
                        random,
                        shape))
                .toArray(Guarded[]::new);
    }

    static Stream<String> operations() {
        return CALLS.keySet().stream();
    }

    private static Random random(String operation) {
        return new Random(SEED * 31 + operation.hashCode());
    }

    @Test
    void noOperationIsForgotten() {
        Set<String> tested = new TreeSet<>(CALLS.keySet());
        tested.remove(MMUL);
        assertEquals(new TreeSet<>(Operations.names()), tested);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void viewsOfAllKindsGiveWhatDenseArraysGiveInNd4j(String operation) {
        Random random = random(operation);
        for (int round = 0; round < ROUNDS; round++) {
            Call call = CALLS.get(operation).apply(random);
            Guarded[] inputs = random(random, call.inputs);
            Guarded[] outputs = random(random, call.outputs);
            if (operation.equals("batchnorm")) {
                inputs[2].array.addi(2);
            }
            Outcome expected = runAsNd4jComes(call, copies(arrays(inputs)), copies(arrays(outputs)));
            List<double[]> before = Arrays.stream(inputs).map(Guarded::numbers).toList();

            Outcome actual = run(call, arrays(inputs), arrays(outputs));

            assertSame(call, round, expected, actual);
            for (int i = 0; i < inputs.length; i++) {
                assertArrayEquals(before.get(i), inputs[i].numbers(), call + ": operand " + i + " is as it was");
            }
            for (Guarded output : outputs) {
                output.check(call.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void wrongShapesAndTypesMeetNd4jsMessage(String operation) {
        Random random = random(operation);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Call right = CALLS.get(operation).apply(random);
            // ND4J itself does not compare the operands of these two, and writes past its results.
            boolean onlyResults = Set.of("add_bp", "softmax_bp").contains(operation);
            int first = onlyResults ? right.inputs.length : 0;
            int index = first + random.nextInt(right.arrays() - first);
            boolean otherType = random.nextInt(4) == 0;
            Call call = otherType ? right : right.with(index, wrong(right.shape(index), random));
            Guarded[] inputs = random(random, call.inputs);
            Guarded[] outputs = random(random, call.outputs);
            if (otherType) {
                Guarded other = new Guarded(DataType.DOUBLE, Form.ROWS, random, call.shape(index));
                if (index < inputs.length) {
                    inputs[index] = other;
                } else {
                    outputs[index - inputs.length] = other;
                }
            }
            Outcome expected = runAsNd4jComes(call, copies(arrays(inputs)), copies(arrays(outputs)));
            List<double[]> before = Arrays.stream(outputs).map(Guarded::numbers).toList();

            Outcome actual = run(call, arrays(inputs), arrays(outputs));

            if (otherType) {
                // ND4J reads some mixtures of types as if they were of one, so that its numbers tell nothing.
                assertEquals(expected.failure, actual.failure, call.toString());
            } else {
                assertSame(call, round, expected, actual);
            }
            for (int i = 0; i < outputs.length; i++) {
                outputs[i].check(call.toString());
                if (expected.failure != null && actual.failure != null && actual.failure.contains("expected shape")) {
                    assertArrayEquals(before.get(i), outputs[i].numbers(), call + ": refused, but written");
                }
            }
            refused += actual.failure == null ? 0 : 1;
        }
        assertTrue(refused > ROUNDS / 4, "only " + refused + " of " + ROUNDS + " were refused");
    }

    private static long[] wrong(long[] shape, Random random) {
        long[] wrong = shape.clone();
        int dimension = random.nextInt(shape.length);
        switch (random.nextInt(4)) {
            case 0 -> wrong[dimension]++;
            case 1 -> wrong[dimension] = Math.max(1, wrong[dimension] - 1);
            case 2 -> wrong = append(new long[] {2}, shape);
            default -> wrong = new long[] {Arrays.stream(shape).reduce(1, (a, b) -> a * b) + 1};
        }
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void memoryThatIsGoneIsRefused(String operation) {
        Random random = random(operation);
        Call call = CALLS.get(operation).apply(random);
        for (int index = 0; index < call.arrays(); index++) {
            for (boolean closed : new boolean[] {true, false}) {
                INDArray[] inputs = arrays(random(random, call.inputs));
                INDArray[] outputs = arrays(random(random, call.outputs));
                INDArray gone = closed ? closed(call.shape(index)) : stale(call.shape(index));
                if (index < inputs.length) {
                    inputs[index] = gone;
                } else {
                    outputs[index - inputs.length] = gone;
                }
                Outcome expected = runAsNd4jComes(call, inputs, outputs);
                assertEquals(expected.failure, run(call, inputs, outputs).failure, call + ", array " + index);
                assertTrue(expected.failure != null || call.operation.equals(MMUL), call.toString());
            }
        }
    }

    private static INDArray closed(long[] shape) {
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        array.close();
        return array;
    }

    private static INDArray stale(long[] shape) {
        WorkspaceConfiguration configuration =
                WorkspaceConfiguration.builder().initialSize(1 << 16).build();
        try (MemoryWorkspace ignored =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "RandomCallsTest")) {
            return Nd4j.create(DataType.FLOAT, shape);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void resultsInTheMemoryOfOperandsAreAsInNd4j(String operation) {
        Random random = random(operation);
        for (int round = 0; round < ROUNDS; round++) {
            Call call = CALLS.get(operation).apply(random);
            int from = random.nextInt(call.inputs.length);
            int to = random.nextInt(call.outputs.length);
            if (!Arrays.equals(call.inputs[from], call.outputs[to])) {
                continue;
            }
            INDArray[] inputs = copies(arrays(random(random, call.inputs)));
            INDArray[] outputs = copies(arrays(random(random, call.outputs)));
            outputs[to] = inputs[from];
            INDArray[] sameInputs = copies(inputs);
            INDArray[] sameOutputs = copies(outputs);
            sameOutputs[to] = sameInputs[from];

            assertSame(call, round, runAsNd4jComes(call, sameInputs, sameOutputs), run(call, inputs, outputs));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void numbersThatAreNoneStayVisible(String operation) {
        Random random = random(operation);
        for (int round = 0; round < ROUNDS; round++) {
            Call call = CALLS.get(operation).apply(random);
            INDArray[] inputs = copies(arrays(random(random, call.inputs)));
            INDArray[] outputs = copies(arrays(random(random, call.outputs)));
            int which = random.nextInt(inputs.length);
            if (operation.equals("layer_norm_bp") && inputs.length == 4 && which == 2) {
                // No gradient depends on the shift.
                continue;
            }
            INDArray broken = inputs[which];
            double what =
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}[random.nextInt(3)];
            broken.reshape(broken.length()).putScalar(random.nextInt((int) broken.length()), what);
            // In double precision, where ND4J's own oneDNN, which hides some, has no part.
            Outcome expected = runAsNd4jComes(call, doubles(inputs), doubles(outputs));
            Outcome actual = run(call, inputs, outputs);

            if (operation.startsWith("layer_norm")) {
                // ND4J makes zeros of a row that has NaN in it; here it has to show.
                assertNull(actual.failure);
                assertTrue(
                        actual.results.stream()
                                .anyMatch(array ->
                                        !Double.isFinite(array.sumNumber().doubleValue())),
                        () -> call + " hides " + what + " of " + broken);
            } else {
                assertSame(call, round, expected, actual);
            }
        }
    }

    private static INDArray[] doubles(INDArray[] arrays) {
        return Arrays.stream(arrays).map(array -> array.castTo(DataType.DOUBLE)).toArray(INDArray[]::new);
    }

    private static void assertSame(Call call, int round, Outcome expected, Outcome actual) {
        String what = call + " (round " + round + ")";
        assertEquals(expected.failure, actual.failure, what);
        for (int i = 0; i < expected.results.size(); i++) {
            double[] wanted = expected.results
                    .get(i)
                    .dup('c')
                    .castTo(DataType.DOUBLE)
                    .ravel()
                    .toDoubleVector();
            double[] got = actual.results
                    .get(i)
                    .dup('c')
                    .castTo(DataType.DOUBLE)
                    .ravel()
                    .toDoubleVector();
            double scale = Arrays.stream(wanted)
                    .map(Math::abs)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
            for (int k = 0; k < wanted.length; k++) {
                double tolerance = Double.isFinite(wanted[k]) ? 1e-5 * Math.max(1, scale) : 1e-12;
                assertEquals(wanted[k], got[k] + 0.0, tolerance, what + ", result " + i + ", element " + k);
            }
        }
    }
}
