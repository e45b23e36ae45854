package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.Streets;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import d2j.fuzz.Fuzz;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class CamVidTest {

    private static final List<String> CLASSES =
            Catalog.standard().entry("camvid").classes();

    @TempDir
    Path folder;

    /** A picture of 8 x 4 pixels, grey levels and class numbers that grow by 10 and 1. */
    private void write(String name) throws IOException {
        BufferedImage picture = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        BufferedImage numbers = new BufferedImage(8, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 32; p++) {
            picture.setRGB(p % 8, p / 8, 0x010101 * (p / 4 * 20));
            numbers.getRaster().setSample(p % 8, p / 8, 0, p / 4);
        }
        Files.createDirectories(folder.resolve("train"));
        Files.createDirectories(folder.resolve("trainannot"));
        ImageIO.write(picture, "jpg", folder.resolve("train/" + name + ".jpg").toFile());
        ImageIO.write(
                numbers, "png", folder.resolve("trainannot/" + name + ".png").toFile());
    }

    private SegmentedImages read(int most) {
        return CamVid.read(folder, "train", 2, 4, most, CLASSES);
    }

    @Test
    void readsPairsOfFiles() throws IOException {
        write("a");
        write("b");
        SegmentedImages images = read(10);
        assertEquals("2 images of 2 x 4 pixels in 11 classes", images.toString());
        assertEquals(1, read(1).size());
        MultiDataSet batch = images.batch(1);
        INDArray classes = batch.getLabels(0).argMax(1).reshape(8);
        // The pixel to the lower right of the middle of each block of four.
        assertArrayEquals(new long[] {2, 2, 3, 3, 6, 6, 7, 7}, classes.toLongVector());
        assertEquals(20 / 255.0, batch.getFeatures(0).getDouble(0, 1, 0, 0), 0.03);
        assertEquals(8, batch.getLabelsMaskArray(0).sumNumber().intValue());
    }

    @Test
    void voidHasNoLabelAndDoesNotCount() {
        byte[] labels = {0, 1, 11, 11};
        SegmentedImages images = new SegmentedImages(new byte[12], labels, 2, 2, CLASSES, CamVid.COLOURS);
        MultiDataSet batch = images.batch(0);
        assertEquals(2, batch.getLabels(0).sumNumber().intValue());
        assertArrayEquals(
                new float[] {1, 1, 0, 0}, batch.getLabelsMaskArray(0).reshape(4).toFloatVector());
        assertEquals(0.5, images.shares()[1]);
        assertEquals(0xff000000, images.map(0).getRGB(0, 1));
        labels[0] = 12;
        assertThrows(
                IllegalArgumentException.class,
                () -> new SegmentedImages(new byte[12], labels, 2, 2, CLASSES, CamVid.COLOURS));
    }

    @Test
    void imagesAndLabelsAreMirroredTogether() {
        byte[] labels = new byte[12];
        byte[] pixels = new byte[36];
        IntStream.range(0, 12).forEach(i -> {
            labels[i] = (byte) (i % 12);
            pixels[3 * i] = pixels[3 * i + 1] = pixels[3 * i + 2] = (byte) (i * 10);
        });
        SegmentedImages images = new SegmentedImages(pixels, labels, 1, 3, CLASSES, CamVid.COLOURS);
        boolean[] seen = new boolean[2];
        for (int pass = 0; pass < 5; pass++) {
            int batches = 0;
            for (MultiDataSet batch : images.shuffled(2, pass)) {
                batches++;
                for (int i = 0; i < 2; i++) {
                    INDArray row = batch.getFeatures(0).slice(i).slice(0).reshape(3);
                    INDArray named = batch.getLabels(0).slice(i).argMax(0).reshape(3);
                    for (int x = 0; x < 3; x++) {
                        long number = Math.round(row.getDouble(x) * 25.5);
                        assertEquals(number == 11 ? 0 : number, named.getLong(x));
                    }
                    seen[row.getDouble(0) < row.getDouble(1) ? 0 : 1] = true;
                }
            }
            assertEquals(2, batches);
        }
        assertTrue(seen[0] && seen[1]);
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        write("a");
        Files.delete(folder.resolve("trainannot/a.png"));
        assertTrue(
                assertThrows(DatasetException.class, () -> read(1)).getMessage().contains("a.png"));
        ImageIO.write(
                new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("trainannot/a.png").toFile());
        assertThrows(DatasetException.class, () -> read(1));
        assertThrows(DatasetException.class, () -> CamVid.read(folder, "val", 2, 4, 1, CLASSES));
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        write("a");
        for (String name : List.of("train/a.jpg", "trainannot/a.png")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            Fuzz.run(name, 100, damage -> {
                Files.write(file, damage.bytes(good));
                try {
                    read(1);
                } catch (DatasetException e) {
                    assertTrue(e.getMessage().contains("a."), e.getMessage());
                }
            });
            Files.write(file, good);
        }
    }

    @Test
    void theSampleHasTheShapesAndAllClasses() {
        DatasetStore none = new DatasetStore(Catalog.standard(), null, folder, true);
        CamVid data = CamVid.load(none, 24, 32, 60, 20);
        assertFalse(data.isReal());
        assertEquals(60, data.train().size());
        assertEquals(24, data.validation().height());
        for (double share : data.train().shares()) {
            assertTrue(share > 0.0003 && share < 0.5, "" + share);
        }
        Streets.Street street = Streets.draw(32, 24, 1, 3);
        assertEquals(
                street.picture().getRGB(5, 5),
                Streets.draw(32, 24, 1, 3).picture().getRGB(5, 5));
    }
}
