package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassBordersTest {

    private final INDArray classes =
            Nd4j.createFromArray(new int[] {1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1}).reshape(1, 3, 4);

    @Test
    void neighboursOfAnotherClassMakeABorder() {
        float[] expected = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
        assertEquals(Nd4j.create(expected, new long[] {1, 3, 4}, DataType.FLOAT), ClassBorders.near(classes, null));
    }

    @Test
    void voidIsNoNeighbour() {
        INDArray counted = Nd4j.ones(DataType.FLOAT, 1, 1, 3, 4);
        counted.putScalar(new int[] {0, 0, 0, 3}, 0).putScalar(new int[] {0, 0, 2, 3}, 0);
        float[] expected = {0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0};
        assertEquals(Nd4j.create(expected, new long[] {1, 3, 4}, DataType.FLOAT), ClassBorders.near(classes, counted));
    }

    @Test
    void imagesDoNotTouch() {
        INDArray two = Nd4j.concat(0, Nd4j.zeros(DataType.INT32, 1, 2, 2), Nd4j.ones(DataType.INT32, 1, 2, 2));
        assertEquals(0, ClassBorders.near(two, null).sumNumber().intValue());
    }

    @Test
    void otherShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ClassBorders.near(Nd4j.zeros(2, 2), null));
        assertThrows(IllegalArgumentException.class, () -> ClassBorders.near(classes, Nd4j.ones(2, 2)));
    }
}
