package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DiagramTest {

    private static Diagram product() {
        return Diagram.titled("A product")
                .notes("value", "gradient")
                .box("x", 0, 0, "x", "3", "-4")
                .box("y", 0, 1, "y", "-4", "3")
                .box("f", 1, 0.5, "×", "-12", "1")
                .arrow("x", "f")
                .arrow("y", "f");
    }

    @Test
    void drawsNotesInTheirColours() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(product().png()));
        assertTrue(pixelsOf(image, Theme.series(0)) > 20, "notes above are drawn in the first colour");
        assertTrue(pixelsOf(image, Theme.series(1)) > 20, "notes below are drawn in the second colour");
        assertTrue(pixelsOf(image, Theme.REFERENCE) > 50, "arrows are drawn");
    }

    @Test
    void isSmallAndTheSameEachTime() {
        assertArrayEquals(product().png(), product().png());
        assertTrue(product().png().length < 60_000);
    }

    @Test
    void saysInWordsWhatItShows() {
        assertEquals("Diagram 'A product': x to ×, y to ×.", product().alternativeText());
    }

    @Test
    void refusesTwoBoxesOfOneNameAndArrowsToNowhere() {
        assertThrows(IllegalArgumentException.class, () -> product().box("x", 2, 0, "another"));
        assertThrows(
                IllegalArgumentException.class, () -> product().arrow("f", "z").png());
    }

    private static int pixelsOf(BufferedImage image, Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }
}
