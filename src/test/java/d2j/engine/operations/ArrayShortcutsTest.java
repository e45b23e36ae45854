package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.onednn.Acceleration;
import d2j.engine.operations.Guarded.Form;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Methods of arrays that go around ND4J's executioner: they give what ND4J gives, its messages included. */
class ArrayShortcutsTest implements WithEngine {

    /** A method of two arrays; what it returns is its result. */
    private interface Call {
        INDArray of(INDArray a, INDArray b);
    }

    private static final int ROUNDS = 10 * Integer.getInteger("d2j.fuzz", 1);

    private static final Map<String, Call> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("add", INDArray::add);
        CALLS.put("sub", INDArray::sub);
        CALLS.put("mul", INDArray::mul);
        CALLS.put("div", INDArray::div);
        CALLS.put("addi", INDArray::addi);
        CALLS.put("subi", INDArray::subi);
        CALLS.put("muli", INDArray::muli);
        CALLS.put("divi", INDArray::divi);
        CALLS.put("rsubi", INDArray::rsubi);
        CALLS.put("addRowVector", INDArray::addRowVector);
        CALLS.put("addiRowVector", INDArray::addiRowVector);
        CALLS.put("subRowVector", INDArray::subRowVector);
        CALLS.put("mulRowVector", INDArray::mulRowVector);
        CALLS.put("diviRowVector", INDArray::diviRowVector);
        CALLS.put("rsubRowVector", INDArray::rsubRowVector);
        CALLS.put("putiRowVector", INDArray::putiRowVector);
        CALLS.put("addColumnVector", INDArray::addColumnVector);
        CALLS.put("addiColumnVector", INDArray::addiColumnVector);
        CALLS.put("subColumnVector", INDArray::subColumnVector);
        CALLS.put("muliColumnVector", INDArray::muliColumnVector);
        CALLS.put("divColumnVector", INDArray::divColumnVector);
        CALLS.put("rdivColumnVector", INDArray::rdivColumnVector);
        for (int dimension : new int[] {0, 1, -1, -2, 2, -3}) {
            CALLS.put("sum " + dimension, (a, b) -> a.sum(dimension));
            CALLS.put("sum, kept " + dimension, (a, b) -> a.sum(true, dimension));
            CALLS.put("mean " + dimension, (a, b) -> a.mean(dimension));
            CALLS.put("mean, kept " + dimension, (a, b) -> a.mean(true, dimension));
            CALLS.put("max " + dimension, (a, b) -> a.max(dimension));
            CALLS.put("max, kept " + dimension, (a, b) -> a.max(true, dimension));
            CALLS.put("min " + dimension, (a, b) -> a.min(dimension));
            // Of dimensions before the first ND4J ends the process.
            if (dimension >= -2 && dimension < 2) {
                CALLS.put("argMax " + dimension, (a, b) -> a.argMax(existing(a, dimension)));
                CALLS.put("argMin " + dimension, (a, b) -> Nd4j.argMin(a, existing(a, dimension)));
            }
            CALLS.put("concat " + dimension, (a, b) -> Nd4j.concat(dimension, a, b));
            CALLS.put("concat of three " + dimension, (a, b) -> Nd4j.concat(dimension, b, a, b));
        }
        for (int row : new int[] {0, 1, 7, 39, -1}) {
            CALLS.put("row " + row, (a, b) -> a.getRow(row));
            CALLS.put("row, kept " + row, (a, b) -> a.getRow(row, true));
            CALLS.put("row of a row " + row, (a, b) -> a.reshape(1, a.length()).getRow(row));
        }
        CALLS.put("sum of all", (a, b) -> a.sum());
        CALLS.put("sum over both", (a, b) -> a.sum(0, 1));
        CALLS.put("max of all", (a, b) -> a.max());
        CALLS.put("argMax of all", (a, b) -> a.argMax());
        CALLS.put("vstack", (a, b) -> Nd4j.vstack(a, b));
        CALLS.put("hstack", (a, b) -> Nd4j.hstack(a, b));
    }

    private static int existing(INDArray array, int dimension) {
        return Math.max(dimension, -array.rank());
    }

    static Stream<String> calls() {
        return CALLS.keySet().stream();
    }

    /** What a call led to. */
    private record Outcome(INDArray result, double[] first, double[] second, String failure) {}

    private static Outcome outcome(boolean engine, String name, Guarded a, Guarded b) {
        Acceleration.enable(engine);
        try {
            INDArray result = CALLS.get(name).of(a.array, b.array);
            return new Outcome(result, a.numbers(), b.numbers(), null);
        } catch (RuntimeException e) {
            return new Outcome(null, a.numbers(), b.numbers(), e.getClass() + ": " + e.getMessage());
        } finally {
            Acceleration.enable(true);
        }
    }

    private static void assertSameOutcome(String what, Outcome expected, Outcome actual) {
        assertEquals(expected.failure == null, actual.failure == null, what + ": " + actual.failure + expected.failure);
        assertArrayEquals(expected.first, actual.first, 1e-5, what + ", first operand");
        assertArrayEquals(expected.second, actual.second, 1e-5, what + ", second operand");
        if (expected.failure == null) {
            assertEqualArrays(what, expected.result, actual.result);
        } else {
            assertEquals(expected.failure.split("@")[0], actual.failure.split("@")[0], what);
        }
    }

    private static void assertEqualArrays(String what, INDArray expected, INDArray actual) {
        assertEquals(expected.dataType(), actual.dataType(), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertEquals(expected.ordering(), actual.ordering(), what + ", order");
        assertEquals(expected.isView(), actual.isView(), what + ", whether a view");
        double[] numbers = numbers(actual);
        double[] wanted = numbers(expected);
        for (int i = 0; i < wanted.length; i++) {
            double tolerance = Double.isFinite(wanted[i]) ? 1e-5 * Math.max(1, Math.abs(wanted[i])) : 0;
            assertEquals(wanted[i], numbers[i], tolerance, what + ", element " + i);
        }
    }

    private static double[] numbers(INDArray array) {
        return array.isEmpty()
                ? new double[0]
                : array.dup('c').castTo(DataType.DOUBLE).reshape(array.length()).toDoubleVector();
    }

    private static long[][] shapes(Random random) {
        long rows = 1 + random.nextInt(40);
        long columns = 1 + random.nextInt(40);
        long[] matrix = {rows, columns};
        long[][] others = {
            matrix, {1, columns}, {rows, 1}, {columns}, {rows}, {1, 1}, {}, {columns, rows}, {rows + 1, columns}
        };
        long[][] firsts = {matrix, matrix, matrix, matrix, {columns}, {2, rows, columns}};
        return new long[][] {firsts[random.nextInt(firsts.length)], others[random.nextInt(others.length)]};
    }

    @ParameterizedTest
    @MethodSource("calls")
    void resultsAndMessagesAreThoseOfNd4j(String name) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 1000 * name.hashCode() + round;
            Outcome[] outcomes = new Outcome[2];
            String what = name;
            for (int engine = 0; engine < 2; engine++) {
                Random random = new Random(seed);
                long[][] shapes = shapes(random);
                Form form = random.nextInt(3) > 0 ? Form.ROWS : Form.values()[random.nextInt(4)];
                Form other = random.nextInt(3) > 0 ? Form.ROWS : Form.values()[random.nextInt(4)];
                DataType type = random.nextInt(8) == 0 ? DataType.DOUBLE : DataType.FLOAT;
                DataType second = random.nextInt(8) == 0 ? DataType.DOUBLE : DataType.FLOAT;
                Guarded a = new Guarded(type, form, random, shapes[0]);
                Guarded b = new Guarded(second, other, random, shapes[1]);
                what = name + " of " + type + form + Arrays.toString(shapes[0]) + " and " + second + other
                        + Arrays.toString(shapes[1]) + ", round " + round;
                outcomes[engine] = outcome(engine == 1, name, a, b);
                a.check(what);
                b.check(what);
            }
            assertSameOutcome(what, outcomes[0], outcomes[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whatIsNoNumberIsTreatedAsNd4jTreatsIt(String name) {
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, 1e30f, -1e30f, 3e38f};
        for (int round = 0; round < ROUNDS; round++) {
            Outcome[] outcomes = new Outcome[2];
            long seed = 77 * name.hashCode() + round;
            for (int engine = 0; engine < 2; engine++) {
                Random random = new Random(seed);
                long rows = 2 + random.nextInt(20);
                long columns = 2 + random.nextInt(20);
                Guarded a = new Guarded(DataType.FLOAT, Form.ROWS, random, rows, columns);
                boolean vector = name.contains("Vector");
                Guarded b = new Guarded(
                        DataType.FLOAT,
                        Form.ROWS,
                        random,
                        vector && name.contains("Row") ? 1 : rows,
                        vector && name.contains("Column") ? 1 : columns);
                for (int i = 0; i < 3; i++) {
                    a.array.putScalar(random.nextInt((int) a.array.length()), special[random.nextInt(special.length)]);
                    b.array.putScalar(random.nextInt((int) b.array.length()), special[random.nextInt(special.length)]);
                }
                outcomes[engine] = outcome(engine == 1, name, a, b);
            }
            if (outcomes[0].failure == null && !name.matches(".*(2|-3|all|both)")) {
                double[] wanted = numbers(outcomes[0].result);
                assertArrayEquals(wanted, numbers(outcomes[1].result), 1e24, name + ", round " + round);
            }
        }
    }

    @Test
    void commonCasesAreTaken() {
        INDArray a = Nd4j.rand(DataType.FLOAT, 6, 5);
        INDArray part = Nd4j.rand(DataType.FLOAT, 9, 5).get(NDArrayIndex.interval(2, 8), NDArrayIndex.all());
        INDArray row = Nd4j.rand(DataType.FLOAT, 1, 5);
        INDArray column = Nd4j.rand(DataType.FLOAT, 6, 1);
        assertNotNull(ArrayShortcuts.sum(a, part));
        assertNotNull(ArrayShortcuts.sum(a, row));
        assertNotNull(ArrayShortcuts.sum(a, column));
        assertSame(a, ArrayShortcuts.multiply(a, a, a));
        assertSame(a, ArrayShortcuts.rowWise(a, row, 's'));
        assertSame(a, ArrayShortcuts.columnWise(a, column, 'd'));
        assertNotNull(ArrayShortcuts.plusRow(part, row));
        assertNotNull(ArrayShortcuts.row(part, 5));
        assertNotNull(ArrayShortcuts.plusColumn(part, column));
        for (int dimension = -2; dimension < 2; dimension++) {
            int[] dimensions = {dimension};
            assertNotNull(ArrayShortcuts.sum(part, dimensions));
            assertNotNull(ArrayShortcuts.mean(part, true, dimensions));
            assertNotNull(ArrayShortcuts.max(part, false, dimensions));
            assertNotNull(ArrayShortcuts.min(part, false, dimensions));
            assertNotNull(ArrayShortcuts.argMax(part, dimensions));
            assertNotNull(ArrayShortcuts.argMin(part, dimensions));
            assertNotNull(ArrayShortcuts.concat(dimension, new INDArray[] {a, part, a}));
        }
        Acceleration.enable(false);
        assertNull(ArrayShortcuts.sum(a, part));
        assertNull(ArrayShortcuts.sum(a, new int[] {0}));
    }

    @Test
    void longRowsAndColumnsAreWhole() {
        for (long[] shape : new long[][] {{3, 2500}, {2500, 3}, {40, 1024}, {2, 60000}, {60000, 2}, {1025, 17}}) {
            Random random = new Random(shape[0]);
            Guarded a = new Guarded(DataType.FLOAT, Form.ROWS, random, shape);
            INDArray row = new Guarded(DataType.FLOAT, Form.ROWS, random, 1, shape[1]).array;
            INDArray column = new Guarded(DataType.FLOAT, Form.ROWS, random, shape[0], 1).array;
            for (Call call : Stream.<Call>of(
                            (x, y) -> x.addRowVector(row),
                            (x, y) -> x.mulColumnVector(column),
                            (x, y) -> x.div(x),
                            (x, y) -> x.max(0),
                            (x, y) -> x.max(1),
                            (x, y) -> x.argMax(0),
                            (x, y) -> x.argMax(1),
                            (x, y) -> Nd4j.argMin(x, 1),
                            (x, y) -> Nd4j.concat(1, x, column, x))
                    .toList()) {
                INDArray mine = call.of(a.array, null);
                Acceleration.enable(false);
                assertEqualArrays(Arrays.toString(shape), call.of(a.array, null), mine);
                Acceleration.enable(true);
            }
            for (int dimension = 0; dimension < 2; dimension++) {
                INDArray expected = a.array.castTo(DataType.DOUBLE).sum(dimension);
                INDArray sums = a.array.sum(dimension).castTo(DataType.DOUBLE);
                assertEquals(0, expected.sub(sums).amaxNumber().doubleValue(), 1e-2, Arrays.toString(shape));
            }
        }
    }

    @Test
    void tiesGoToTheFirstAndZerosAreEqual() {
        INDArray a = Nd4j.createFromArray(new float[][] {{-0f, 0f, -1}, {2, 1, 2}, {-5, -5, -6}});
        assertArrayEquals(new long[] {0, 0, 0}, a.argMax(1).toLongVector());
        assertArrayEquals(new long[] {2, 1, 2}, Nd4j.argMin(a, 1).toLongVector());
        INDArray b = Nd4j.createFromArray(new float[][] {{-0f, 3}, {0f, 3}});
        assertArrayEquals(new long[] {0, 0}, b.argMax(0).toLongVector());
        assertArrayEquals(new long[] {0, 0}, Nd4j.argMin(b, 0).toLongVector());
    }

    @Test
    void operandsThatOverlapAreReadBeforeTheyAreOverwritten() {
        for (String name : new String[] {"addi", "subi", "muli", "divi"}) {
            double[][] results = new double[2][];
            for (int engine = 0; engine < 2; engine++) {
                INDArray memory = Nd4j.linspace(1, 60, 60, DataType.FLOAT);
                INDArray a = Nd4j.create(memory.data(), new long[] {4, 10}, new long[] {10, 1}, 0, 'c');
                INDArray row = Nd4j.create(memory.data(), new long[] {1, 10}, new long[] {10, 1}, 10, 'c');
                Acceleration.enable(engine == 1);
                a.addiRowVector(row);
                a.addiColumnVector(Nd4j.create(memory.data(), new long[] {4, 1}, new long[] {1, 1}, 50, 'c'));
                CALLS.get(name).of(a, a);
                results[engine] = memory.toDoubleVector();
            }
            assertArrayEquals(results[0], results[1], 1e-3, name);
        }
        INDArray memory = Nd4j.linspace(1, 60, 60, DataType.FLOAT);
        INDArray a = Nd4j.create(memory.data(), new long[] {20}, new long[] {1}, 0, 'c');
        INDArray shifted = Nd4j.create(memory.data(), new long[] {20}, new long[] {1}, 1, 'c');
        assertNull(ArrayShortcuts.add(a, a, shifted), "ND4J does what it does with arrays that overlap in part");
    }

    @Test
    void arraysThatAreGoneAreLeftToNd4j() {
        INDArray closed = Nd4j.rand(DataType.FLOAT, 3, 3);
        closed.close();
        INDArray live = Nd4j.rand(DataType.FLOAT, 3, 3);
        assertNull(ArrayShortcuts.sum(closed, live));
        assertNull(ArrayShortcuts.sum(live, closed));
        assertNull(ArrayShortcuts.sum(closed, new int[] {0}));
        assertNull(ArrayShortcuts.concat(0, new INDArray[] {live, closed}));
        assertThrows(RuntimeException.class, () -> closed.add(live));
        INDArray left;
        try (MemoryWorkspace inside = Nd4j.getWorkspaceManager()
                .getAndActivateWorkspace(
                        WorkspaceConfiguration.builder().initialSize(10_000).build(), "SHORTCUTS")) {
            left = Nd4j.rand(DataType.FLOAT, 3, 3).add(1);
            assertTrue(left.isAttached());
            assertTrue(left.add(left).isAttached(), "as ND4J's results");
            assertTrue(left.sum(0).isAttached());
            assertTrue(Nd4j.concat(0, left, left).isAttached());
        }
        assertNull(ArrayShortcuts.sum(left, live));
        assertNull(ArrayShortcuts.max(left, false, new int[] {0}));
        assertNull(ArrayShortcuts.sum(
                Nd4j.create(live.data(), new long[] {3, 3}, new long[] {3, 1}, 0, 'c')
                        .add(0),
                Nd4j.empty(DataType.FLOAT)));
    }

    @Test
    void rowsAreThoseOfTheMatrixAndKeepItsMemory() {
        INDArray all = Nd4j.linspace(0, 119, 120, DataType.FLOAT).reshape(12, 10);
        INDArray part = all.get(NDArrayIndex.interval(3, 9), NDArrayIndex.all());
        part.getRow(2).addi(1000);
        assertEquals(1050, all.getFloat(5, 0), 1e-3);
        assertEquals(1059, all.getFloat(5, 9), 1e-3);
        assertEquals(49, all.getFloat(4, 9), 1e-3);
        assertEquals(60, all.getFloat(6, 0), 1e-3);
        part.getRow(5).getScalar(3).assign(-1);
        assertEquals(-1, all.getFloat(8, 3), 1e-3);
        INDArray row = Nd4j.linspace(0, 999_999, 1_000_000, DataType.FLOAT)
                .reshape(1000, 1000)
                .getRow(999);
        for (int i = 0; i < 5; i++) {
            System.gc();
            Nd4j.ones(DataType.FLOAT, 1000, 1000).addi(i);
        }
        assertEquals(999_500_000.0 - 500, row.sumNumber().doubleValue(), 1000, "kept although the matrix is gone");
    }

    @Test
    void shapesThatAreKeptBelongToNoArray() {
        INDArray a = Nd4j.create(DataType.FLOAT, 7, 11);
        long[] information = Nd4j.create(DataType.FLOAT, 7, 11).shapeInfoJava();
        Arrays.fill(information, -1);
        assertArrayEquals(new long[] {7, 11}, a.shape());
        assertArrayEquals(new long[] {7, 11}, Nd4j.create(DataType.FLOAT, 7, 11).shape());
        assertEquals('f', Nd4j.create(DataType.FLOAT, new long[] {7, 11}, 'f').ordering());
        assertEquals(DataType.DOUBLE, Nd4j.create(DataType.DOUBLE, 7, 11).dataType());
        assertTrue(Nd4j.create(DataType.FLOAT, 0, 11).isEmpty());
    }
}
