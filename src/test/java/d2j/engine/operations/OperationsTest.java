package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.layers.AgreementWithDl4j;
import d2j.engine.onednn.Acceleration;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.nativeblas.NativeOps;

class OperationsTest implements WithEngine {

    private static final Random RANDOM = new Random(11);

    /** An operation, and whether oneDNN has to do it. */
    record Case(
            String what,
            boolean fast,
            String operation,
            long[] integers,
            double[] doubles,
            boolean[] booleans,
            INDArray... inputs) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> products() {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int rows = 1 + RANDOM.nextInt(20);
            int inner = 1 + RANDOM.nextInt(20);
            int columns = 1 + RANDOM.nextInt(20);
            boolean leftTransposed = RANDOM.nextBoolean();
            boolean rightTransposed = RANDOM.nextBoolean();
            boolean resultTransposed = i % 8 == 7;
            long[] batch = List.of(new long[0], new long[] {3}, new long[] {2, 5}, new long[] {1, 4})
                    .get(i % 4);
            INDArray left = random(i % 3, append(batch, leftTransposed ? inner : rows, leftTransposed ? rows : inner));
            INDArray right = random(
                    RANDOM.nextInt(3),
                    append(batch, rightTransposed ? columns : inner, rightTransposed ? inner : columns));
            INDArray gradient = random(
                    RANDOM.nextInt(3),
                    append(batch, resultTransposed ? columns : rows, resultTransposed ? rows : columns));
            long[] flags = {leftTransposed ? 1 : 0, rightTransposed ? 1 : 0, resultTransposed ? 1 : 0};
            String what = left.shapeInfoToString() + " by " + right.shapeInfoToString()
                    + List.of(leftTransposed, rightTransposed, resultTransposed);
            // Not all layouts are covered where there is a batch.
            boolean fast = !resultTransposed && batch.length == 0;
            cases.add(new Case("product " + what, fast, "matmul", flags, new double[] {1, 0}, null, left, right));
            cases.add(new Case("gradient " + what, fast, "matmul_bp", flags, null, null, left, right, gradient));
        }
        cases.add(new Case(
                "scaled product",
                false,
                "matmul",
                null,
                new double[] {0.5, 0},
                null,
                random(0, 3, 4),
                random(0, 4, 5)));
        cases.add(new Case(
                "batch of dense matrices",
                true,
                "matmul",
                new long[] {0, 1, 0},
                null,
                null,
                random(0, 2, 3, 6, 4),
                random(0, 2, 3, 5, 4)));
        cases.add(new Case(
                "gradients of dense matrices",
                true,
                "matmul_bp",
                new long[] {0, 1, 0},
                null,
                null,
                random(0, 2, 3, 6, 4),
                random(0, 2, 3, 5, 4),
                random(0, 2, 3, 6, 5)));
        return cases.stream();
    }

    static Stream<Case> normalizations() {
        List<Case> cases = new ArrayList<>();
        for (long[] shape : new long[][] {{1, 7}, {9, 16}, {4, 5, 24}, {2, 3, 4, 8}}) {
            long columns = shape[shape.length - 1];
            for (boolean withShift : new boolean[] {false, true}) {
                for (boolean channelsFirst : new boolean[] {false, true}) {
                    INDArray input = random(0, shape);
                    INDArray gain = random(0, channelsFirst ? shape[1] : columns);
                    INDArray shift = random(0, channelsFirst ? shape[1] : columns);
                    INDArray gradient = random(0, shape);
                    String what = List.of(shape.length, withShift, channelsFirst) + " of " + input.shapeInfoToString();
                    boolean fast = !channelsFirst || shape.length == 2;
                    long[] last = {withShift ? shape.length - 1 : -1};
                    boolean[] first = {channelsFirst};
                    cases.add(new Case(
                            "normalization " + what,
                            fast,
                            "layer_norm",
                            last,
                            null,
                            first,
                            withShift ? new INDArray[] {input, gain, shift} : new INDArray[] {input, gain}));
                    cases.add(new Case(
                            "gradient " + what,
                            fast,
                            "layer_norm_bp",
                            new long[] {shape.length - 1},
                            null,
                            first,
                            withShift
                                    ? new INDArray[] {input, gain, shift, gradient}
                                    : new INDArray[] {input, gain, gradient}));
                }
            }
        }
        INDArray constantRow = random(0, 3, 8);
        constantRow.getRow(1).assign(2);
        cases.add(new Case(
                "normalization of equal numbers",
                true,
                "layer_norm",
                new long[] {1},
                null,
                new boolean[] {false},
                constantRow,
                random(0, 8),
                random(0, 8)));
        cases.add(new Case(
                "normalization of a view",
                false,
                "layer_norm",
                new long[] {1},
                null,
                new boolean[] {false},
                random(1, 3, 8),
                random(0, 8),
                random(0, 8)));
        return cases.stream();
    }

    static Stream<Case> elementwise() {
        List<Case> cases = new ArrayList<>();
        for (long[] shape : new long[][] {{1, 1}, {1, 9}, {17, 1}, {33, 12}, {3, 4, 5}, {2, 3, 4, 5}}) {
            long columns = shape[shape.length - 1];
            String what = " of " + random(0, shape).shapeInfoToString();
            cases.add(new Case(
                    "gradient of a sum" + what,
                    true,
                    "add_bp",
                    null,
                    null,
                    null,
                    random(0, shape),
                    random(0, shape),
                    random(0, shape)));
            cases.add(new Case(
                    "gradient of a sum with a row" + what,
                    true,
                    "add_bp",
                    null,
                    null,
                    null,
                    random(0, shape),
                    random(0, columns),
                    random(0, shape)));
            cases.add(new Case(
                    "gradient of ReLU" + what,
                    true,
                    "thresholdedrelu_bp",
                    null,
                    new double[] {0},
                    null,
                    random(0, shape),
                    random(0, shape)));
            cases.add(new Case(
                    "gradient of ReLU from 0.3" + what,
                    false,
                    "thresholdedrelu_bp",
                    null,
                    new double[] {0.3},
                    null,
                    random(0, shape),
                    random(0, shape)));
            cases.add(new Case(
                    "softmax" + what,
                    true,
                    "softmax",
                    null,
                    null,
                    null,
                    random(0, shape).muli(30)));
            cases.add(new Case(
                    "softmax along the last" + what,
                    true,
                    "softmax",
                    new long[] {shape.length - 1},
                    null,
                    null,
                    random(0, shape)));
            cases.add(new Case(
                    "softmax along the first" + what, false, "softmax", new long[] {0}, null, null, random(0, shape)));
            cases.add(new Case(
                    "softmax of a view" + what,
                    columns == 1 || shape[0] == 1 && shape.length == 2,
                    "softmax",
                    null,
                    null,
                    null,
                    random(2, shape)));
        }
        cases.add(new Case(
                "gradient of a sum with a column",
                false,
                "add_bp",
                null,
                null,
                null,
                random(0, 4, 5),
                random(0, 4, 1),
                random(0, 4, 5)));
        cases.add(new Case(
                "gradient of a sum with a number",
                false,
                "add_bp",
                null,
                null,
                null,
                random(0, 4, 5),
                random(0, 1, 1),
                random(0, 4, 5)));
        cases.add(new Case(
                "gradient of a row with a sum",
                false,
                "add_bp",
                null,
                null,
                null,
                random(0, 5),
                random(0, 4, 5),
                random(0, 4, 5)));
        for (long[] order : new long[][] {{0, 2, 1, 3}, {3, 2, 1, 0}, {0, 1, 2, 3}, {1, 3, 0, 2}}) {
            for (int form = 0; form < 3; form++) {
                cases.add(new Case(
                        "permutation " + List.of(order[0], order[1], order[2], order[3]) + " form " + form,
                        true,
                        "permute",
                        order,
                        null,
                        null,
                        random(form, 2, 3, 4, 5)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource({"products", "normalizations", "elementwise"})
    void resultsAreThoseOfNd4j(Case tested) {
        Acceleration.enable(false);
        List<INDArray> expected = run(tested);
        Acceleration.enable(true);
        List<INDArray> actual = run(tested);

        for (int i = 0; i < expected.size(); i++) {
            AgreementWithDl4j.assertClose("result " + i, expected.get(i), actual.get(i), 1e-5);
        }
        if (tested.fast) {
            assertEquals(0, nativeCalls(tested), "left to ND4J");
        }
    }

    @Test
    void everyEagerOperationComesThisWay() {
        INDArray input = random(0, 4, 6);
        Case softmax = new Case("softmax", true, "softmax", null, null, null, input);
        assertEquals(0, nativeCalls(softmax));
        Acceleration.enable(false);
        assertEquals(1, nativeCalls(softmax));
        Acceleration.enable(true);
        assertEquals(4, Nd4j.nn().softmax(input, 1).sumNumber().doubleValue(), 1e-5);
    }

    @Test
    void otherTypesAndResultsThatAreOperandsAreLeftToNd4j() {
        INDArray numbers = random(0, 3, 3);
        assertEquals(
                1,
                nativeCalls(new Case(
                        "",
                        false,
                        "matmul",
                        null,
                        null,
                        null,
                        numbers.castTo(DataType.DOUBLE),
                        numbers.castTo(DataType.DOUBLE))));
        DynamicCustomOp inPlace = DynamicCustomOp.builder("softmax")
                .addInputs(numbers)
                .addOutputs(numbers)
                .build();
        assertEquals(1, nativeCalls(inPlace));
    }

    @Test
    void messagesAreThoseOfNd4j() {
        DynamicCustomOp wrong = DynamicCustomOp.builder("matmul")
                .addInputs(random(0, 2, 3), random(0, 2, 3))
                .addOutputs(Nd4j.create(DataType.FLOAT, 2, 3))
                .build();
        assertThrows(RuntimeException.class, () -> Nd4j.exec(wrong));
    }

    private static List<INDArray> run(Case tested) {
        DynamicCustomOp operation = operation(tested);
        Nd4j.exec(operation);
        return operation.outputArguments();
    }

    private static DynamicCustomOp operation(Case tested) {
        DynamicCustomOp.DynamicCustomOpsBuilder builder =
                DynamicCustomOp.builder(tested.operation).addInputs(tested.inputs);
        if (tested.integers != null) {
            builder.addIntegerArguments(
                    Arrays.stream(tested.integers).mapToInt(Math::toIntExact).toArray());
        }
        if (tested.doubles != null) {
            for (double number : tested.doubles) {
                builder.addFloatingPointArguments(number);
            }
        }
        if (tested.booleans != null) {
            builder.addBooleanArguments(tested.booleans);
        }
        DynamicCustomOp operation = builder.build();
        for (LongShapeDescriptor shape : operation.calculateOutputShape()) {
            operation.addOutputArgument(Nd4j.create(shape.dataType(), shape.getShape()));
        }
        return operation;
    }

    private static int nativeCalls(Case tested) {
        return nativeCalls(operation(tested));
    }

    /** How often ND4J's library would be asked. */
    private static int nativeCalls(DynamicCustomOp operation) {
        List<String> calls = new ArrayList<>();
        NativeOps library = (NativeOps) Proxy.newProxyInstance(
                OperationsTest.class.getClassLoader(), new Class<?>[] {NativeOps.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return 0;
                });
        try (OpContext context = Nd4j.getExecutioner().buildContext()) {
            context.setInputArrays(operation.inputArguments());
            context.setOutputArrays(operation.outputArguments());
            context.setIArguments(operation.iArgs());
            context.setTArguments(operation.tArgs());
            context.setBArguments(operation.bArgs());
            assertEquals(0, Operations.execute(library, null, 0, null, operation, context));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        assertTrue(calls.size() < 2, calls.toString());
        return calls.size();
    }

    private static long[] append(long[] batch, long... matrix) {
        long[] shape = Arrays.copyOf(batch, batch.length + matrix.length);
        System.arraycopy(matrix, 0, shape, batch.length, matrix.length);
        return shape;
    }

    /** Dense for form 0, cut out of a larger array for 1, with the last two dimensions swapped in memory for 2. */
    private static INDArray random(int form, long... shape) {
        if (form == 1) {
            long[] larger = shape.clone();
            larger[larger.length - 1] += 3;
            INDArray whole = Nd4j.rand(DataType.FLOAT, larger).subi(0.5);
            return whole.get(IntStream.range(0, shape.length)
                    .mapToObj(i -> i == shape.length - 1 ? NDArrayIndex.interval(2, 2 + shape[i]) : NDArrayIndex.all())
                    .toArray(INDArrayIndex[]::new));
        }
        if (form == 2) {
            long[] swapped = shape.clone();
            swapped[shape.length - 1] = shape[shape.length - 2];
            swapped[shape.length - 2] = shape[shape.length - 1];
            return Nd4j.rand(DataType.FLOAT, swapped).subi(0.5).swapAxes(shape.length - 2, shape.length - 1);
        }
        return Nd4j.rand(DataType.FLOAT, shape).subi(0.5);
    }
}
