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

    @Test
    void wideTextsAreWrappedIntoTheirColumns() {
        Diagram wide = Diagram.titled("Wide");
        for (int i = 0; i < 8; i++) {
            wide.box("b" + i, i, 0, "a convolution of five by five with padding", "", "16 × 10 × 10");
        }
        FigureTestSupport.assertWellMade(wide);
        FigureTestSupport.assertWellMade(
                Diagram.titled("One").box("a", 0, 0, "a single box of very many words that go on and on for ever"));
        FigureTestSupport.assertWellMade(Diagram.titled("A title that is much longer than the diagram below it is wide")
                .box("a", 0, 0, "a"));
    }

    @Test
    void boxesFarApartAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> Diagram.titled("Far")
                        .box("a", 0, 0, "a")
                        .box("b", 0, 1e5, "b")
                        .png())
                .getMessage();
        assertEquals(
                "diagram 'Far' has boxes in the rows 0 to 100000, but there is room for 60 rows: "
                        + "neighbouring boxes stand 1 apart",
                message);
    }

    @Test
    void drawsNetworksWithSkipConnectionsKindsAndGroups() {
        Diagram block = Diagram.titled("A residual block")
                .box("in", 0, 0, "input", "", "64 × 56 × 56")
                .box("c1", 1, 0, "3 × 3 conv")
                .box("c2", 2, 0, "3 × 3 conv")
                .operation("add", 3, 0, "+")
                .chain("in", "c1", "c2", "add")
                .skip("in", "add", "identity")
                .kind("convolution", "c1", "c2")
                .group("twice", "c1", "c2");
        FigureTestSupport.assertWellMade(block);
        assertEquals(
                "Diagram 'A residual block': input to 3 × 3 conv, 3 × 3 conv to 3 × 3 conv, 3 × 3 conv to +, "
                        + "input around to +.",
                block.alternativeText());
        Diagram upwards = Diagram.titled("")
                .box("x", 0, 3, "input")
                .box("a", 0, 2, "multi-head attention")
                .box("n", 0, 1, "add and norm")
                .arrow("x", "a", "queries")
                .chain("a", "n")
                .skip("x", "n", "residual")
                .group("6 times", "a", "n");
        FigureTestSupport.assertWellMade(upwards);
        assertThrows(
                IllegalArgumentException.class, () -> product().skip("x", "z").png());
        assertThrows(
                IllegalArgumentException.class, () -> product().kind("k", "z").png());
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
