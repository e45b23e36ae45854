package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every example is validated once, and never while it is trained on. */
class KFoldTest {

    @Test
    void everyExampleIsInOneValidationPart() {
        for (int folds : new int[] {2, 3, 7, 23}) {
            List<KFold.Fold> all = KFold.of(23, folds, 5);
            int[] validated = all.stream()
                    .flatMapToInt(fold -> Arrays.stream(fold.validation()))
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, 23).toArray(), validated);
            for (KFold.Fold fold : all) {
                int[] both = IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.validation()))
                        .sorted()
                        .toArray();
                assertArrayEquals(IntStream.range(0, 23).toArray(), both);
                assertTrue(Math.abs(fold.validation().length - 23.0 / folds) < 1);
            }
        }
    }

    @Test
    void theSeedAloneDecides() {
        assertArrayEquals(
                KFold.of(100, 5, 1).get(0).validation(),
                KFold.of(100, 5, 1).get(0).validation());
        assertFalse(Arrays.equals(
                KFold.of(100, 5, 1).get(0).validation(),
                KFold.of(100, 5, 2).get(0).validation()));
    }

    @Test
    void impossibleFoldsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> KFold.of(10, 1, 0));
        String message = assertThrows(IllegalArgumentException.class, () -> KFold.of(3, 4, 0))
                .getMessage();
        assertEquals(
                "cross-validation needs at least 2 folds and an example for each, not 4 folds of 3 examples", message);
    }
}
