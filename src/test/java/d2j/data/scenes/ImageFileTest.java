package d2j.data.scenes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.store.DatasetException;
import d2j.fuzz.Fuzz;
import java.awt.Color;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    /** Red on the left, blue on the right, and a green corner at the top left. */
    private static BufferedImage picture(int type) {
        BufferedImage image = new BufferedImage(32, 16, type);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                image.setRGB(x, y, x < 8 && y < 8 ? 0xFF00FF00 : x < 16 ? 0xFFFF0000 : 0xFF0000FF);
            }
        }
        return image;
    }

    private static void assertColour(int rgb, BufferedImage image, int x, int y, int tolerance) {
        Color expected = new Color(rgb);
        Color is = new Color(image.getRGB(x, y));
        assertTrue(
                Math.abs(expected.getRed() - is.getRed()) <= tolerance
                        && Math.abs(expected.getGreen() - is.getGreen()) <= tolerance
                        && Math.abs(expected.getBlue() - is.getBlue()) <= tolerance,
                is + " instead of " + expected);
    }

    @Test
    void readsUsualPictures() throws IOException {
        for (String format : List.of("png", "gif", "bmp", "jpg")) {
            BufferedImage image =
                    ImageFile.read(file("a." + format, written(picture(BufferedImage.TYPE_INT_RGB), format)));
            assertEquals(BufferedImage.TYPE_INT_RGB, image.getType());
            assertColour(0x00FF00, image, 3, 3, 40);
            assertColour(0xFF0000, image, 12, 12, 40);
            assertColour(0x0000FF, image, 28, 12, 40);
        }
        assertArrayEquals(
                new long[] {3, 16, 32},
                ImageFile.pixels(picture(BufferedImage.TYPE_INT_RGB)).shape());
        assertEquals(1, ImageFile.pixels(picture(BufferedImage.TYPE_INT_RGB)).getDouble(2, 3, 20), 0);
    }

    /** Of a picture that moves, its first frame, however many there are. */
    @Test
    void theFirstFrameOfAnAnimation() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            writer.writeToSequence(new IIOImage(picture(BufferedImage.TYPE_INT_RGB), null, null), null);
            BufferedImage white = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
            white.setRGB(0, 0, 0xFFFFFF);
            writer.writeToSequence(new IIOImage(white, null, null), null);
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        BufferedImage image = ImageFile.read(file("moving.gif", bytes.toByteArray()));
        assertEquals(32, image.getWidth());
        assertColour(0x00FF00, image, 3, 3, 40);
        assertColour(0x0000FF, image, 28, 12, 40);
    }

    @Test
    void transparentIsWhite() throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 1, 0x80FF0000);
        BufferedImage read = ImageFile.read(file("t.png", written(image, "png")));
        assertColour(0xFFFFFF, read, 0, 0, 0);
        assertColour(0xFF7F7F, read, 1, 1, 2);
    }

    @Test
    void sixteenBitsAsEightWithoutBrightening() throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(1, 1, 0, 0x4000);
        image.getRaster().setSample(2, 2, 0, 0xFFFF);
        BufferedImage read = ImageFile.read(file("g.png", written(image, "png")));
        assertColour(0x404040, read, 1, 1, 1);
        assertColour(0xFFFFFF, read, 2, 2, 0);
        BufferedImage eight = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        eight.getRaster().setSample(1, 1, 0, 64);
        assertColour(0x404040, ImageFile.read(file("e.png", written(eight, "png"))), 1, 1, 0);
        BufferedImage two = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
        two.setRGB(1, 1, 0xFFFFFFFF);
        assertColour(0xFFFFFF, ImageFile.read(file("b.png", written(two, "png"))), 1, 1, 0);
    }

    /** All eight ways to hold a camera: a picture stored as it would be then comes out as it was. */
    @Test
    void uprightWhateverTheCamera() throws IOException {
        BufferedImage seen = picture(BufferedImage.TYPE_INT_RGB);
        for (int orientation = 1; orientation <= 8; orientation++) {
            int undo = orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
            BufferedImage stored = new JpegFacts(3, -1, undo).upright(seen);
            byte[] jpeg = written(stored, "jpg");
            for (boolean little : new boolean[] {false, true}) {
                BufferedImage read = ImageFile.read(file("o.jpg", withOrientation(jpeg, orientation, little)));
                assertEquals(32, read.getWidth());
                assertColour(0x00FF00, read, 3, 3, 40);
                assertColour(0xFF0000, read, 12, 12, 40);
                assertColour(0x0000FF, read, 28, 3, 40);
            }
        }
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation, boolean little) {
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        if (little) {
            byte[] other = {
                'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0, 0, 0, 0, 0
            };
            System.arraycopy(other, 0, exif, 10, other.length);
        }
        byte[] all = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(jpeg, 2, all, 2 + exif.length, jpeg.length - 2);
        return all;
    }

    /** A JPEG of four components, as Java writes a raster: amounts of ink, or with Adobe's mark what ink leaves. */
    @Test
    void coloursForPrint() throws IOException {
        int[] ink = {0, 255, 255, 0};
        byte[] plain = fourComponents(ink);
        assertColour(0xFF0000, ImageFile.read(file("p.jpg", plain)), 8, 8, 6);
        byte[] adobe = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] marked = inserted(fourComponents(new int[] {255, 0, 0, 255}), adobe);
        assertColour(0xFF0000, ImageFile.read(file("a.jpg", marked)), 8, 8, 6);
        // Luminance 76, chrominances 85 and 255: red; black is left as 128 of 255.
        byte[] coded = adobe.clone();
        coded[15] = 2;
        byte[] ycck = inserted(fourComponents(new int[] {76, 85, 255, 128}), coded);
        assertColour(0x800000, ImageFile.read(file("y.jpg", ycck)), 8, 8, 8);
    }

    private static byte[] inserted(byte[] jpeg, byte[] segment) {
        byte[] all = Arrays.copyOf(jpeg, jpeg.length + segment.length);
        System.arraycopy(segment, 0, all, 2, segment.length);
        System.arraycopy(jpeg, 2, all, 2 + segment.length, jpeg.length - 2);
        return all;
    }

    private static byte[] fourComponents(int[] colour) throws IOException {
        WritableRaster raster =
                Raster.createWritableRaster(new BandedSampleModel(DataBuffer.TYPE_BYTE, 16, 16, 4), null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, colour);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @Test
    void refusesByName() throws IOException {
        byte[] png = written(picture(BufferedImage.TYPE_INT_RGB), "png");
        byte[] jpeg = written(picture(BufferedImage.TYPE_INT_RGB), "jpg");
        byte[] huge = png.clone();
        // The header says 65,536 x 65,536 pixels, and its checksum is right.
        System.arraycopy(new byte[] {0, 1, 0, 0, 0, 1, 0, 0}, 0, huge, 16, 8);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(huge, 12, 17);
        for (int i = 0; i < 4; i++) {
            huge[29 + i] = (byte) (crc.getValue() >> 24 - 8 * i);
        }
        for (byte[] bad : List.of(
                new byte[0],
                "no picture".getBytes(),
                Arrays.copyOf(png, png.length / 2),
                Arrays.copyOf(jpeg, jpeg.length * 3 / 4),
                huge)) {
            Path file = file("bad", bad);
            DatasetException e = assertThrows(DatasetException.class, () -> ImageFile.read(file));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
        Path missing = folder.resolve("missing.png");
        assertThrows(DatasetException.class, () -> ImageFile.read(missing));
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        for (String format : List.of("png", "jpg", "gif", "bmp")) {
            byte[] good = written(picture(BufferedImage.TYPE_INT_RGB), format);
            Fuzz.run(format, 150, damage -> {
                Path file = file("damaged", damage.bytes(good));
                try {
                    ImageFile.read(file);
                } catch (DatasetException e) {
                    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                }
            });
        }
    }

    @Test
    void smallerPicturesAreMeans() {
        BufferedImage checks = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            checks.setRGB(i % 64, i / 64, (i % 64 + i / 64) % 2 == 0 ? 0xFFFFFF : 0);
        }
        assertColour(0x7F7F7F, ImageFile.resized(checks, 8, 8), 4, 4, 3);
        assertEquals(7, ImageFile.resized(checks, 7, 90).getWidth());
    }
}
