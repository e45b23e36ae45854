package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.layers.AgreementWithDl4j;
import d2j.engine.onednn.Acceleration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayProductTest implements WithEngine {

    /** Where operands come from: as they are created, transposed, cut out of larger ones. */
    private enum Form {
        ROWS,
        COLUMNS,
        TRANSPOSED,
        CUT,
        CUT_TRANSPOSED,
        EVERY_SECOND_COLUMN
    }

    static Stream<Arguments> cases() {
        Random random = new Random(7);
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(Form.values()).flatMap(left -> Stream.of(Form.values())
                        .flatMap(right -> Stream.of(
                                Arguments.of(
                                        type,
                                        left,
                                        right,
                                        1 + random.nextInt(70),
                                        2 + random.nextInt(70),
                                        1 + random.nextInt(70)),
                                Arguments.of(type, left, right, 1, 5, 3),
                                Arguments.of(type, left, right, 4, 6, 1),
                                Arguments.of(type, left, right, 5, 1, 4)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreThoseOfTheDefinition(
            DataType type, Form leftForm, Form rightForm, int rows, int inner, int columns) {
        INDArray left = operand(leftForm, type, rows, inner);
        INDArray right = operand(rightForm, type, inner, columns);
        INDArray expected = byDefinition(left, right);
        double tolerance = type == DataType.FLOAT ? 1e-5 : 1e-13;

        INDArray product = left.mmul(right);

        assertArrayEquals(new long[] {rows, columns}, product.shape());
        AgreementWithDl4j.assertClose("mmul", expected, product.castTo(DataType.DOUBLE), tolerance);
        INDArray frame = Nd4j.valueArrayOf(new long[] {rows + 2, columns + 3}, 7.0, type);
        INDArray inside = frame.get(NDArrayIndex.interval(1, rows + 1), NDArrayIndex.interval(2, columns + 2));
        left.mmuli(right, inside.rank() == 2 ? inside : inside.reshape(rows, columns));
        AgreementWithDl4j.assertClose(
                "into a view", expected, inside.castTo(DataType.DOUBLE).reshape(rows, columns), tolerance);
        assertEquals(
                7.0 * (frame.length() - inside.length()),
                frame.castTo(DataType.DOUBLE).sumNumber().doubleValue()
                        - inside.castTo(DataType.DOUBLE).sumNumber().doubleValue(),
                1e-3,
                "the frame is untouched");
        for (char order : new char[] {'c', 'f'}) {
            INDArray result = Nd4j.valueArrayOf(new long[] {rows, columns}, Double.NaN, type)
                    .dup(order);
            assertSame(result, left.mmuli(right, result));
            AgreementWithDl4j.assertClose("into " + order, expected, result.castTo(DataType.DOUBLE), tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shapesOfResultsAreThoseOfNd4j(DataType type, Form leftForm, Form rightForm, int rows, int inner, int columns) {
        INDArray left = operand(leftForm, type, rows, inner);
        INDArray right = operand(rightForm, type, inner, columns);
        INDArray vector = lastColumn(right).dup();
        INDArray[] ours = {left.mmul(right), left.mmul(vector), left.mmul(right, 'f')};
        Acceleration.enable(false);
        INDArray[] theirs = {left.mmul(right), left.mmul(vector), left.mmul(right, 'f')};

        for (int i = 0; i < ours.length; i++) {
            assertArrayEquals(theirs[i].shape(), ours[i].shape());
            assertArrayEquals(theirs[i].stride(), ours[i].stride());
            AgreementWithDl4j.assertClose("product " + i, theirs[i], ours[i], 1e-5);
        }
    }

    /** ND4J 1.0.0-M2.1 reads a column of floats as if its elements were neighbours. */
    @ParameterizedTest
    @MethodSource("cases")
    void vectorsMayBeColumns(DataType type, Form leftForm, Form rightForm, int rows, int inner, int columns) {
        INDArray left = operand(leftForm, type, rows, inner);
        INDArray right = operand(rightForm, type, inner, columns);
        INDArray product = left.mmul(lastColumn(right));

        assertEquals(rows, product.length());
        AgreementWithDl4j.assertClose(
                "product",
                lastColumn(byDefinition(left, right)).dup(),
                product.castTo(DataType.DOUBLE).reshape(rows),
                type == DataType.FLOAT ? 1e-5 : 1e-13);
    }

    @Test
    void mmulComesThisWay() {
        INDArray left = Nd4j.rand(2, 3);
        INDArray right = Nd4j.rand(3, 2);
        INDArray result = Nd4j.create(DataType.FLOAT, 2, 2);
        Acceleration.enable(false);
        assertNull(ArrayProduct.multiply(left, right, result));
        Acceleration.enable(true);
        assertSame(result, ArrayProduct.multiply(left, right, result));
        // Turning three arrays takes longer than such a product.
        assertNull(ArrayProduct.multiply(
                left.castTo(DataType.DOUBLE), right.castTo(DataType.DOUBLE), result.castTo(DataType.DOUBLE)));
        // A column of floats as ND4J reads it would be wrong; see above.
        assertEquals(
                22,
                Nd4j.createFromArray(1f, 2, 3)
                        .reshape(1, 3)
                        .mmul(Nd4j.createFromArray(1f, 2, 3, 4, 5, 6)
                                .reshape(3, 2)
                                .getColumn(0))
                        .getDouble(0),
                1e-4);
    }

    @Test
    void resultsThatAreOperandsAreLeftToNd4j() {
        INDArray square = Nd4j.rand(4, 4);
        INDArray expected = byDefinition(square, square);
        assertNull(ArrayProduct.multiply(square, square, square));
        square.mmuli(square);
        AgreementWithDl4j.assertClose("in place", expected, square.castTo(DataType.DOUBLE), 1e-5);
    }

    @Test
    void messagesAreThoseOfNd4j() {
        INDArray left = Nd4j.rand(2, 3);
        RuntimeException wrongShapes = assertThrows(RuntimeException.class, () -> left.mmul(Nd4j.rand(2, 3)));
        assertEquals(
                "Cannot execute matrix multiplication", wrongShapes.getMessage().substring(0, 36));
        assertThrows(IllegalStateException.class, () -> left.mmuli(Nd4j.rand(3, 2), Nd4j.create(DataType.FLOAT, 3, 2)));
        assertThrows(IllegalStateException.class, () -> left.mmul(Nd4j.rand(DataType.DOUBLE, 3, 2)));
        INDArray closed = Nd4j.rand(3, 2);
        closed.close();
        assertThrows(RuntimeException.class, () -> left.mmul(closed));
        INDArray leaked;
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager()
                .getAndActivateWorkspace(
                        WorkspaceConfiguration.builder().initialSize(1 << 16).build(), "product")) {
            leaked = Nd4j.rand(3, 2);
            assertArrayEquals(new long[] {2, 2}, left.mmul(leaked).shape());
        }
        assertThrows(RuntimeException.class, () -> left.mmul(leaked));
    }

    private static INDArray lastColumn(INDArray array) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.point(array.size(1) - 1));
    }

    private static INDArray byDefinition(INDArray left, INDArray right) {
        INDArray product = Nd4j.create(DataType.DOUBLE, left.size(0), right.size(1));
        for (long i = 0; i < left.size(0); i++) {
            for (long j = 0; j < right.size(1); j++) {
                double sum = 0;
                for (long k = 0; k < left.size(1); k++) {
                    sum += left.getDouble(i, k) * right.getDouble(k, j);
                }
                product.putScalar(i, j, sum);
            }
        }
        return product;
    }

    private static INDArray operand(Form form, DataType type, int rows, int columns) {
        return switch (form) {
            case ROWS -> Nd4j.randn(type, rows, columns);
            case COLUMNS -> Nd4j.randn(type, rows, columns).dup('f');
            case TRANSPOSED -> Nd4j.randn(type, columns, rows).transpose();
            case CUT -> cut(Nd4j.randn(type, rows + 3, columns + 4), rows, columns);
            case CUT_TRANSPOSED -> cut(Nd4j.randn(type, columns + 4, rows + 3).transpose(), rows, columns);
            case EVERY_SECOND_COLUMN ->
                Nd4j.randn(type, rows, 2L * columns)
                        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 2L * columns))
                        .reshape(rows, columns);
        };
    }

    private static INDArray cut(INDArray array, int rows, int columns) {
        INDArray part = array.get(NDArrayIndex.interval(2, rows + 2), NDArrayIndex.interval(1, columns + 1));
        return part.rank() == 2 ? part : part.reshape(rows, columns);
    }

    @Test
    void vectorsOfDifferentLengthsHaveNoProduct() {
        for (long[] left : new long[][] {{3}, {1, 3}}) {
            for (long[] right : new long[][] {{4}, {4, 1}, {2}, {2, 1}}) {
                Exception refused = assertThrows(
                        ND4JIllegalStateException.class, () -> Nd4j.ones(left).mmul(Nd4j.ones(right)));
                assertTrue(refused.getMessage().contains("as many elements in both"), refused::getMessage);
            }
            assertEquals(3, Nd4j.ones(left).mmul(Nd4j.ones(3)).sumNumber().doubleValue());
            assertEquals(3, Nd4j.ones(left).mmul(Nd4j.ones(3, 1)).sumNumber().doubleValue());
        }
        assertArrayEquals(
                new long[] {3, 4}, Nd4j.ones(3, 1).mmul(Nd4j.ones(1, 4)).shape());
    }
}
