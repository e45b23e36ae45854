package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;

/** What the tests of figures look at: sizes, borders, colours. */
final class FigureTestSupport {

    private FigureTestSupport() {}

    static double[] values(int n, IntToDoubleFunction f) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = f.applyAsDouble(i);
        }
        return values;
    }

    static BufferedImage decode(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figure is small, has the promised size, and nothing reaches the border of its card. */
    static BufferedImage assertWellMade(Figure figure) {
        byte[] png = figure.png();
        assertTrue(png.length < 60_000, () -> figure.title() + " has " + png.length + " bytes");
        BufferedImage image = decode(png);
        assertEquals(figure.dimension().width * 2, image.getWidth());
        assertEquals(figure.dimension().height * 2, image.getHeight());
        int card = Theme.CARD.getRGB();
        for (int x = 4; x < image.getWidth() - 4; x++) {
            for (int inset = 3; inset < 8; inset++) {
                assertEquals(card, image.getRGB(x, inset), "the top is clipped at x = " + x + " of " + figure.title());
                assertEquals(
                        card,
                        image.getRGB(x, image.getHeight() - 1 - inset),
                        "the bottom is clipped at x = " + x + " of " + figure.title());
            }
        }
        for (int y = 4; y < image.getHeight() - 4; y++) {
            for (int inset = 3; inset < 8; inset++) {
                assertEquals(card, image.getRGB(inset, y), "the left is clipped at y = " + y + " of " + figure.title());
                assertEquals(
                        card,
                        image.getRGB(image.getWidth() - 1 - inset, y),
                        "the right is clipped at y = " + y + " of " + figure.title());
            }
        }
        return image;
    }

    static int count(BufferedImage image, Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }
}
