package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import d2j.data.store.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LabelledImagesTest {
    private final byte[] pixels = {0, 51, (byte) 255, 102, 1, 2, 3, 4, 5, 6, 7, 8};
    private final LabelledImages images =
            new LabelledImages(pixels, new byte[] {1, 0, 1}, 1, 2, 2, List.of("cat", "dog"));

    @Test
    void convertsBytesToFloatsFromZeroToOne() {
        INDArray features = images.features();
        assertArrayEquals(new long[] {3, 4}, features.shape());
        assertEquals(DataType.FLOAT, features.dataType());
        assertArrayEquals(new float[] {0, 0.2f, 1, 0.4f}, features.getRow(0).toFloatVector());
        assertArrayEquals(new long[] {3, 1, 2, 2}, images.images().shape());
        assertEquals(0.4, images.images().getDouble(0, 0, 1, 1), 1e-7);
        assertArrayEquals(
                new float[][] {{0, 1}, {1, 0}, {0, 1}}, images.labels().toFloatMatrix());
    }

    @Test
    void givesPartsThatShareMemory() {
        LabelledImages part = images.range(1, 3);
        assertEquals(2, part.size());
        assertEquals("cat", part.className(0));
        assertArrayEquals(new float[] {1, 0}, part.labels().getRow(0).toFloatVector());
        assertEquals(5 / 255.0, part.range(1, 2).features().getDouble(0, 0), 1e-7);
        assertEquals(3, images.first(100).size());
        assertEquals(8, part.image(1).getRaster().getSample(1, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> part.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> images.range(1, 4));
    }

    @Test
    void keepsRedGreenAndBlueApart() {
        LabelledImages colour = new LabelledImages(pixels, new byte[] {0}, 3, 2, 2, List.of("x"));
        assertEquals(0xff000105, colour.image(0).getRGB(0, 0));
        assertEquals(0xff330206, colour.image(0).getRGB(1, 0));
        assertArrayEquals(
                new long[] {1, 3, 2, 2},
                colour.imageBatches(5).iterator().next().getFeatures().shape());
    }

    @Test
    void convertsManyInPieces() {
        int n = 6_000;
        byte[] many = TestData.random(n * 784, 3);
        LabelledImages large = new LabelledImages(many, new byte[n], 1, 28, 28, List.of("x"));
        INDArray features = large.features();
        for (int i : new int[] {0, 5_348, 5_349, 5_350, n - 1}) {
            for (int p : new int[] {0, 1, 783}) {
                assertEquals((many[i * 784 + p] & 0xff) / 255f, features.getFloat(i, p));
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LabelledImages(pixels, new byte[] {0, 1}, 1, 2, 2, List.of("a", "b")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LabelledImages(pixels, new byte[] {0, 1, 2}, 1, 2, 2, List.of("a", "b")));
    }
}
