package d2j.data.scenes;

import d2j.data.store.DatasetException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads JPEG, PNG, GIF and BMP files as they are meant to be seen: upright where a camera was held sideways (EXIF),
 * colours for the screen where a JPEG is for print (CMYK), 16 bits as 8, the first picture of an animation, white where
 * a picture is transparent.
 *
 * <p>What cannot be read is refused by a message that begins with the file's name: broken files, those cut short, and
 * pictures of more than {@value #MOST_PIXELS} pixels.
 */
public final class ImageFile {

    /** The most pixels of a picture. */
    static final long MOST_PIXELS = 100_000_000;

    /** The largest file. */
    private static final long MOST_BYTES = 1L << 28;

    private ImageFile() {}

    /**
     * Reads a picture.
     *
     * @return red, green and blue, upright
     * @throws DatasetException if it cannot be read, with the file's name
     */
    public static BufferedImage read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DatasetException(file + " has " + Files.size(file) + " bytes, too many for a picture");
            }
            byte[] bytes = Files.readAllBytes(file);
            return JpegFacts.of(bytes).upright(decode(file, bytes));
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static BufferedImage decode(Path file, byte[] bytes) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DatasetException(file + " is no picture of a kind that can be read: JPEG, PNG, GIF, BMP");
            }
            ImageReader reader = readers.next();
            try {
                return decode(file, bytes, reader, in);
            } catch (RuntimeException e) {
                // Readers meet damage with exceptions of many kinds.
                if (e instanceof DatasetException) {
                    throw e;
                }
                throw new DatasetException(file + " is damaged: " + e, e);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage decode(Path file, byte[] bytes, ImageReader reader, ImageInputStream in)
            throws IOException {
        reader.setInput(in, true, false);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw new DatasetException(String.format(
                    Locale.ROOT,
                    "%s has %,d x %,d pixels, more than the %,d that are read",
                    file,
                    width,
                    height,
                    MOST_PIXELS));
        }
        String[] warning = {null};
        reader.addIIOReadWarningListener((source, text) -> {
            if (text.startsWith("Premature end") || text.startsWith("Corrupt JPEG")) {
                warning[0] = text;
            }
        });
        JpegFacts jpeg = JpegFacts.of(bytes);
        BufferedImage image =
                jpeg.components() == 4 ? jpeg.forScreen(reader.readRaster(0, null)) : forScreen(reader.read(0));
        if (warning[0] != null) {
            throw new DatasetException(file + " is damaged: " + warning[0]);
        }
        return image;
    }

    /** Red, green and blue of 8 bits, on white. */
    private static BufferedImage forScreen(BufferedImage image) {
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        if (grey) {
            return ofGrey(image);
        }
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, result.getWidth(), result.getHeight());
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return result;
    }

    /** By the samples themselves: Java takes grey levels for linear, and would brighten some of them. */
    private static BufferedImage ofGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        double scale = 255.0 / ((1L << image.getSampleModel().getSampleSize(0)) - 1);
        boolean transparent = raster.getNumBands() > 1;
        double opaque = transparent ? (1L << image.getSampleModel().getSampleSize(1)) - 1 : 1;
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double level = raster.getSample(x, y, 0) * scale;
                if (transparent) {
                    level = 255 + (level - 255) * raster.getSample(x, y, 1) / opaque;
                }
                int rounded = (int) Math.round(level);
                result.setRGB(x, y, rounded << 16 | rounded << 8 | rounded);
            }
        }
        return result;
    }

    /**
     * Another size. Where a picture shrinks, each new pixel is the mean of what it covers; where it grows, they are
     * interpolated.
     */
    public static BufferedImage resized(BufferedImage image, int width, int height) {
        BufferedImage now = image;
        // By halves first: Java's interpolation looks at no more than four pixels.
        while (now.getWidth() >= 2 * width || now.getHeight() >= 2 * height) {
            now = stretched(
                    now,
                    now.getWidth() >= 2 * width ? (now.getWidth() + 1) / 2 : now.getWidth(),
                    now.getHeight() >= 2 * height ? (now.getHeight() + 1) / 2 : now.getHeight());
        }
        return stretched(now, width, height);
    }

    private static BufferedImage stretched(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }

    /** The picture as an array, {@code [3, height, width]} from 0 to 1. */
    public static INDArray pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
        float[] values = new float[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[channel * rgb.length + i] = (rgb[i] >> 16 - 8 * channel & 0xff) / 255f;
            }
        }
        return Nd4j.createFromArray(values).reshape(3, height, width);
    }
}
