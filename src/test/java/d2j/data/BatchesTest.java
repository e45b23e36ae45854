package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchesTest {

    private static final List<Integer> TEN = IntStream.range(0, 10).boxed().collect(Collectors.toList());

    @Test
    void everyPassHasAllExamples() {
        Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> ordered = Batches.of(TEN, 4, BatchesTest::batch);
        assertEquals(List.of(4L, 4L, 2L), sizes(ordered));
        assertEquals(TEN, values(ordered));
        assertEquals(TEN, values(ordered));

        Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> mixed =
                Batches.shuffled(TEN, 4, new Random(1), BatchesTest::batch);
        List<Integer> first = values(mixed);
        List<Integer> second = values(mixed);
        assertNotEquals(first, second);
        assertEquals(first, values(Batches.shuffled(TEN, 4, new Random(1), BatchesTest::batch)));
        Collections.sort(second);
        assertEquals(TEN, second);
        assertThrows(IllegalArgumentException.class, () -> Batches.of(TEN, 0, BatchesTest::batch));
        assertThrows(
                IllegalArgumentException.class, () -> Batches.shuffled(TEN, -1, new Random(1), BatchesTest::batch));
    }

    private static org.nd4j.linalg.dataset.api.MultiDataSet batch(List<Integer> numbers) {
        INDArray column = Nd4j.createFromArray(
                        numbers.stream().mapToDouble(i -> i).toArray())
                .reshape(-1, 1);
        return new MultiDataSet(new INDArray[] {column}, new INDArray[] {column});
    }

    private static List<Long> sizes(Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> batches) {
        List<Long> sizes = new ArrayList<>();
        batches.forEach(batch -> sizes.add(batch.getFeatures(0).size(0)));
        return sizes;
    }

    private static List<Integer> values(Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> batches) {
        List<Integer> values = new ArrayList<>();
        batches.forEach(batch -> {
            for (int i = 0; i < batch.getFeatures(0).size(0); i++) {
                values.add(batch.getFeatures(0).getInt(i, 0));
            }
        });
        return values;
    }
}
