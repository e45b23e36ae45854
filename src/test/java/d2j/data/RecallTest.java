package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class RecallTest {

    @Test
    void theFirstStepSaysWhatTheLastOneIsAskedFor() {
        DataSet examples = Recall.over(7, 1).next(50);
        INDArray x = examples.getFeatures();
        double ones = 0;
        for (int i = 0; i < 50; i++) {
            int answer = examples.getLabels().getDouble(i, 1, 6) == 1 ? 1 : -1;
            assertEquals(answer, x.getDouble(i, 0, 0));
            ones += answer == 1 ? 1 : 0;
            for (int t = 1; t < 7; t++) {
                assertEquals(0, x.getDouble(i, 0, t));
            }
            assertEquals(
                    1,
                    examples.getLabels().getDouble(i, 0, 6)
                            + examples.getLabels().getDouble(i, 1, 6));
            assertEquals(1, examples.getLabelsMaskArray().getDouble(i, 6));
            assertEquals(1, examples.getLabelsMaskArray().getRow(i).sumNumber().doubleValue());
        }
        assertTrue(ones > 10 && ones < 40, "both answers occur: " + ones);
    }

    @Test
    void aSeedGivesTheSameSequencesAndTheNextOnesDiffer() {
        Recall one = Recall.over(5, 3);
        INDArray first = one.next(4).getFeatures();
        assertEquals(first, Recall.over(5, 3).next(4).getFeatures());
        assertTrue(!first.equals(one.next(4).getFeatures()));
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Recall.over(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Recall.over(5, 1).next(0));
    }
}
