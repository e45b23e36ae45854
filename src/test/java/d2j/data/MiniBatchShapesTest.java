package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The first dimension is the batch, also where the batch is one example. */
class MiniBatchShapesTest {

    private final INDArray features = Nd4j.arange(15).reshape(5, 3).castTo(DataType.DOUBLE);
    private final INDArray labels = Nd4j.arange(5).reshape(5, 1).castTo(DataType.DOUBLE);

    @Test
    void batchesOfOneExampleKeepTheirDimensions() {
        for (MiniBatches batches : new MiniBatches[] {
            MiniBatches.of(features, labels, 1),
            MiniBatches.of(features, labels, 1).shuffled(1)
        }) {
            for (DataSet batch : batches) {
                assertArrayEquals(new long[] {1, 3}, batch.getFeatures().shape());
                assertArrayEquals(new long[] {1, 1}, batch.getLabels().shape());
            }
        }
    }

    @Test
    void aLastBatchOfOneExampleKeepsItsDimensions() {
        INDArray images = features.reshape(5, 1, 3, 1);
        for (MiniBatches batches : new MiniBatches[] {
            MiniBatches.of(images, labels, 2), MiniBatches.of(images, labels, 2).shuffled(1)
        }) {
            int count = 0;
            for (DataSet batch : batches) {
                long expected = ++count < 3 ? 2 : 1;
                assertArrayEquals(
                        new long[] {expected, 1, 3, 1}, batch.getFeatures().shape());
            }
        }
    }
}
