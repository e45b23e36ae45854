package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class TokenBatchesTest {
    /** Token i is number i, so that a token tells its place. */
    private static int[] corpus(int length) {
        return IntStream.range(0, length).toArray();
    }

    private static List<TokenBatch> pass(TokenBatches batches) {
        List<TokenBatch> pass = new ArrayList<>();
        batches.forEach(pass::add);
        assertEquals(batches.size(), pass.size());
        for (TokenBatch batch : pass) {
            assertEquals(DataType.INT, batch.inputs().dataType());
            assertEquals(batch.inputs().add(1), batch.targets());
        }
        return pass;
    }

    @Test
    void targetsAreOneStepLaterWhateverTheLengths() {
        for (int length = 7; length < 60; length++) {
            for (int batch = 1; batch < 4; batch++) {
                for (int steps = 1; steps < 6; steps++) {
                    if (length < batch * steps + steps) {
                        continue;
                    }
                    for (int seed = 0; seed < 6; seed++) {
                        for (TokenBatches batches : List.of(
                                TokenBatches.random(corpus(length), batch, steps, seed),
                                TokenBatches.sequential(corpus(length), batch, steps, seed))) {
                            Set<Integer> seen = new HashSet<>();
                            for (TokenBatch b : pass(batches)) {
                                assertArrayEquals(
                                        new long[] {batch, steps}, b.inputs().shape());
                                assertTrue(b.targets().maxNumber().intValue() < length);
                                for (int token : b.inputs().ravel().toIntVector()) {
                                    assertTrue(seen.add(token), "no token is read twice in a pass");
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void sequentialSequencesGoOnInTheNextBatch() {
        TokenBatches batches = TokenBatches.sequential(corpus(35), 2, 5, 1);
        assertEquals(3, batches.size());
        List<TokenBatch> pass = pass(batches);
        for (int i = 1; i < pass.size(); i++) {
            assertEquals(pass.get(i - 1).inputs().add(5), pass.get(i).inputs());
        }
        assertTrue(pass.get(0).inputs().getInt(0, 0) < 5);
        assertEquals(
                15, pass.get(0).inputs().getInt(1, 0) - pass.get(0).inputs().getInt(0, 0));
    }

    @Test
    void everyPassOfASeedCutsElsewhereAndIsRepeated() {
        for (boolean sequential : new boolean[] {false, true}) {
            Set<Integer> offsets = new HashSet<>();
            TokenBatches one = sequential
                    ? TokenBatches.sequential(corpus(100), 2, 5, 3)
                    : TokenBatches.random(corpus(100), 2, 5, 3);
            TokenBatches other = sequential
                    ? TokenBatches.sequential(corpus(100), 2, 5, 3)
                    : TokenBatches.random(corpus(100), 2, 5, 3);
            for (int i = 0; i < 40; i++) {
                List<TokenBatch> pass = pass(one);
                assertEquals(pass, pass(other));
                offsets.add(pass.get(0).inputs().getInt(0, 0) % 5);
            }
            assertEquals(5, offsets.size());
        }
        assertNotEquals(
                pass(TokenBatches.random(corpus(100), 2, 5, 3)), pass(TokenBatches.random(corpus(100), 2, 5, 4)));
    }

    @Test
    void randomSequencesComeFromEverywhere() {
        Set<Integer> firsts = new HashSet<>();
        TokenBatches batches = TokenBatches.random(corpus(1_000), 2, 10, 1);
        for (int i = 0; i < 300; i++) {
            firsts.add(batches.iterator().next().inputs().getInt(0, 0) / 10);
        }
        assertTrue(firsts.size() > 85, firsts.toString());
    }

    @Test
    void refusesATextThatIsTooShort() {
        for (int length = 0; length < 15; length++) {
            int tokens = length;
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> TokenBatches.random(corpus(tokens), 2, 5, 1));
            assertTrue(e.getMessage().endsWith("it takes 15"), e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> TokenBatches.sequential(corpus(tokens), 2, 5, 1));
        }
        assertEquals(1, TokenBatches.random(corpus(15), 2, 5, 1).size());
        assertEquals(1, TokenBatches.sequential(corpus(15), 2, 5, 1).size());
        assertThrows(IllegalArgumentException.class, () -> TokenBatches.random(corpus(9), 0, 5, 1));
        Iterator<TokenBatch> pass = TokenBatches.random(corpus(15), 2, 5, 1).iterator();
        pass.next();
        assertThrows(NoSuchElementException.class, pass::next);
    }

    @Test
    void oneHot() {
        INDArray tokens = Nd4j.createFromArray(new int[][] {{0, 2}, {1, 1}, {2, 0}});
        INDArray hot = TokenBatches.oneHot(tokens, 4);
        assertArrayEquals(new long[] {3, 4, 2}, hot.shape());
        assertEquals(DataType.FLOAT, hot.dataType());
        assertEquals(tokens, hot.argMax(1).castTo(DataType.INT));
        assertEquals(Nd4j.ones(DataType.FLOAT, 3, 2), hot.sum(1));
        // A view in another order is read as it looks.
        INDArray turned = tokens.transpose();
        assertEquals(turned, TokenBatches.oneHot(turned, 3).argMax(1).castTo(DataType.INT));
        assertThrows(IllegalArgumentException.class, () -> TokenBatches.oneHot(tokens, 2));
        assertThrows(IllegalArgumentException.class, () -> TokenBatches.oneHot(tokens.ravel(), 4));
        DataSet data = new TokenBatch(tokens, tokens.rsub(2)).oneHot(3);
        assertArrayEquals(new long[] {3, 3, 2}, data.getFeatures().shape());
        assertEquals(1, data.getLabels().getInt(0, 2, 0));
    }

    @Test
    void paddingAndMask() {
        List<int[]> sequences = List.of(new int[] {5, 6}, new int[] {}, new int[] {7, 8, 9, 10});
        assertEquals(
                Nd4j.createFromArray(new int[][] {{5, 6, 1}, {1, 1, 1}, {7, 8, 9}}),
                TokenBatches.padded(sequences, 3, 1));
        assertEquals(
                Nd4j.createFromArray(new float[][] {{1, 1, 0}, {0, 0, 0}, {1, 1, 1}}), TokenBatches.mask(sequences, 3));
        assertThrows(IllegalArgumentException.class, () -> TokenBatches.padded(List.of(), 3, 1));
        assertThrows(IllegalArgumentException.class, () -> TokenBatches.mask(sequences, 0));
    }
}
