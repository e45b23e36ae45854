package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanopticQualityTest {

    private static int[] repeated(int... valuesAndCounts) {
        int[] all = new int[0];
        for (int i = 0; i < valuesAndCounts.length; i += 2) {
            int from = all.length;
            all = Arrays.copyOf(all, from + valuesAndCounts[i + 1]);
            Arrays.fill(all, from, all.length, valuesAndCounts[i]);
        }
        return all;
    }

    /** Matches of 0.8 and 0.6, one false alarm and one miss. */
    @Test
    void workedByHand() {
        // Objects of 10, 10 and 5 pixels, and 5 of ground.
        int[] truth = repeated(1, 25, 0, 5);
        int[] whose = repeated(1, 10, 2, 10, 3, 5, 0, 5);
        // 8 of the first, 6 of the second, and an invention of 4 pixels of the ground.
        int[] said = repeated(1, 8, -1, 2, 1, 6, -1, 4, -1, 5, 1, 4, 0, 1);
        int[] named = repeated(7, 8, 0, 2, 8, 6, 0, 4, 0, 5, 9, 4, 0, 1);
        PanopticQuality quality = new PanopticQuality(2);
        quality.add(said, named, truth, whose);
        assertEquals(0.7, quality.of(1).segmentation(), 1e-12);
        assertEquals(2.0 / 3, quality.of(1).recognition(), 1e-12);
        assertEquals(0.7 * 2 / 3, quality.of(1).panoptic(), 1e-12);
        // The ground keeps one pixel of five.
        assertEquals(0, quality.of(0).panoptic());
        assertEquals(0.35 * 2 / 3, quality.mean(0, 1).panoptic(), 1e-12);
    }

    @Test
    void voidPixelsCountForNobody() {
        // 6 pixels of an object and 6 void; the prediction covers all of them, another only void ones.
        int[] truth = repeated(1, 6, -1, 10);
        int[] whose = repeated(1, 6, 0, 10);
        PanopticQuality quality = new PanopticQuality(3);
        quality.add(repeated(1, 12, 2, 4), repeated(1, 12, 2, 4), truth, whose);
        assertEquals(1, quality.of(1).panoptic());
        assertTrue(Double.isNaN(quality.of(2).panoptic()));
        assertEquals(1, quality.mean(0, 1, 2).panoptic());
    }

    /** Values of another implementation, written with dense masks in Python, on pictures from the same generator. */
    @Test
    void agreesWithAnotherImplementation() {
        double[][] expected = {
            {0.6861796925318967, 0.6861796925318967, 1.0},
            {0.2917707380942675, 0.7197011539658599, 0.40540540540540543},
            {0.3219043279705044, 0.7242847379336349, 0.4444444444444444},
            {0.3128843378843379, 0.6883455433455433, 0.45454545454545453}
        };
        PanopticQuality quality = new PanopticQuality(4);
        for (int seed = 1; seed <= 8; seed++) {
            int[][] image = image(seed);
            quality.add(image[0], image[1], image[2], image[3]);
        }
        for (int label = 0; label < 4; label++) {
            assertEquals(expected[label][0], quality.of(label).panoptic(), 1e-12);
            assertEquals(expected[label][1], quality.of(label).segmentation(), 1e-12);
            assertEquals(expected[label][2], quality.of(label).recognition(), 1e-12);
        }
    }

    private long state;

    private int next() {
        state = (1103515245L * state + 12345) % 2147483648L;
        return (int) (state >> 16);
    }

    private int[][] image(int seed) {
        state = seed;
        int[][] image = new int[4][144];
        for (int k = 0; k < 144; k++) {
            int block = k / 12 / 4 * 3 + k % 12 / 4;
            int label = (block * 7 + seed) % 4;
            int v = next() % 20;
            image[2][k] = v == 0 || block == 4 && v < 8 ? -1 : label;
            image[3][k] = label == 0 ? 0 : block;
            int w = next() % 10;
            image[0][k] = w < 2 ? next() % 4 : w == 2 ? -1 : label;
            int shifted = (k + seed % 3) / 12 / 4 * 3 + (k % 12 + seed % 2) / 4 % 3;
            image[1][k] = image[0][k] == 0 ? 0 : shifted;
        }
        return image;
    }

    @Test
    void refusesWhatDoesNotFit() {
        PanopticQuality quality = new PanopticQuality(2);
        assertThrows(IllegalArgumentException.class, () -> quality.add(new int[3], new int[3], new int[3], new int[4]));
        int[] wrong = {2};
        assertThrows(IllegalArgumentException.class, () -> quality.add(wrong, new int[1], new int[1], new int[1]));
    }
}
