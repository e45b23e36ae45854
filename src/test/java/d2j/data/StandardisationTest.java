package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StandardisationTest {

    private final INDArray train = Nd4j.create(new double[][] {{1, 10, 5}, {3, 30, 5}});
    private final Standardisation scale = Standardisation.of(train);

    @Test
    void columnsGetMeanZeroAndDeviationOneOfTheTrainingExamples() {
        assertEquals(Nd4j.create(new double[][] {{2, 20, 5}}), scale.mean());
        assertEquals(Nd4j.create(new double[][] {{1, 10, 1}}), scale.deviation());
        assertEquals(Nd4j.create(new double[][] {{-1, -1, 0}, {1, 1, 0}}), scale.apply(train));
    }

    @Test
    void otherExamplesAreScaledByTheTrainingExamples() {
        assertEquals(Nd4j.create(new double[][] {{2, 0, -4}}), scale.apply(Nd4j.create(new double[][] {{4, 20, 1}})));
        assertEquals(1, train.getDouble(0, 0), "the argument is left as it was");
    }

    @Test
    void otherShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Standardisation.of(Nd4j.zeros(3)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> scale.apply(Nd4j.zeros(2, 2)))
                .getMessage()
                .contains("3 features"));
    }
}
