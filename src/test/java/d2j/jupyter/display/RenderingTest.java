package d2j.jupyter.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class RenderingTest {

    private static String text(Object object) {
        return Rendering.of(object).plainText();
    }

    @Test
    void ordinaryObjectsAreTheirText() {
        assertEquals(Map.of("text/plain", "[1, 2]"), Rendering.of(List.of(1, 2)).data());
        assertEquals("null", text(null));
        assertEquals("two\nlines", text("two\nlines"));
    }

    @Test
    void arraysShowShapeTypeAndAlignedColumns() {
        assertEquals(
                """
                shape [2, 3], FLOAT
                [[  1.0000,  -2.5000,   0.0000],
                 [100.1250,      NaN,        ∞]]""",
                text(Nd4j.create(new float[][] {{1, -2.5f, 0}, {100.125f, Float.NaN, Float.POSITIVE_INFINITY}})));
        assertEquals("shape [3], FLOAT\n[1.0, 2.0, 3.0]", text(Nd4j.createFromArray(1f, 2f, 3f)));
        assertEquals("shape [2], INT\n[ 7, 10]", text(Nd4j.createFromArray(7, 10)));
        assertEquals("shape [2], BOOL\n[ true, false]", text(Nd4j.createFromArray(true, false)));
        assertEquals("shape [], DOUBLE\n0.1235", text(Nd4j.scalar(0.12345678)));
        assertEquals(
                "shape [2], DOUBLE\n[1.2346e-07, 3.0000e+00]".replace("3.0000e+00", "2.0000e-03"),
                text(Nd4j.createFromArray(1.23456e-7, 2e-3)));
        assertEquals("shape [0], FLOAT\n[]", text(Nd4j.empty(DataType.FLOAT)).replace("shape []", "shape [0]"));
    }

    @Test
    void blocksOfATensorAreSeparated() {
        assertEquals(
                "shape [2, 1, 2], FLOAT\n[[[0.0, 1.0]],\n\n [[2.0, 3.0]]]",
                text(Nd4j.createFromArray(0f, 1f, 2f, 3f).reshape(2, 1, 2)));
    }

    @Test
    void largeArraysAreElidedInTheMiddle() {
        String shown = text(Nd4j.arange(10_000).reshape(100, 100));
        List<String> lines = shown.lines().toList();
        assertEquals(10, lines.size(), shown);
        assertEquals("shape [100, 100], FLOAT", lines.get(0));
        assertEquals("[[   0.0,    1.0,    2.0,    3.0, …,   96.0,   97.0,   98.0,   99.0],", lines.get(1));
        assertTrue(lines.get(5).strip().equals("…,"), shown);
        assertTrue(text(Nd4j.zeros(1000)).endsWith("0.0]"), text(Nd4j.zeros(1000)));
    }

    @Test
    void longRowsAreWrapped() {
        String shown = text(Nd4j.linspace(0, 1, 60));
        assertTrue(shown.lines().allMatch(line -> line.length() <= 101), shown);
        assertFalse(shown.contains("…"));
    }

    @Test
    void tablesShowTheirFirstRows() {
        Table table = Table.create(
                "areas",
                StringColumn.create("name", IntStream.range(0, 12).mapToObj(i -> i == 0 ? "<a&b>" : "row " + i)),
                IntColumn.create("rooms", IntStream.range(0, 12)),
                DoubleColumn.create("area", IntStream.range(0, 12).mapToDouble(i -> i == 1 ? Double.NaN : i / 2.0)));
        MimeBundle shown = Rendering.of(table);
        String html = (String) shown.data().get("text/html");
        assertTrue(html.contains("&lt;a&amp;b&gt;") && html.contains("12 rows × 3 columns"), html);
        assertEquals(12, html.split("<tr>", -1).length - 1, html);
        List<String> lines = shown.plainText().lines().toList();
        assertEquals(13, lines.size());
        assertEquals("name   rooms  area", lines.get(0));
        assertEquals("row 1      1", lines.get(2));
        assertEquals("12 rows × 3 columns", lines.get(12));
    }

    @Test
    void imagesArePngWithSizeAndAlternativeText() throws Exception {
        MimeBundle shown = Rendering.of(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB));
        byte[] png = Base64.getDecoder().decode((String) shown.data().get("image/png"));
        assertEquals(7, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        assertEquals(
                Map.of("width", 7, "height", 5, "alt", shown.plainText()),
                shown.metadata().get("image/png"));
    }

    @Test
    void displayablesSayThemselvesHowTheyLook() {
        Displayable formula = () -> MimeBundle.markdown("$x^2$");
        assertEquals("$x^2$", Rendering.of(formula).data().get("text/markdown"));
    }

    @Test
    void htmlHasPlainText() {
        assertEquals(
                "a b", MimeBundle.html("<p>a</p><style>p {}</style><b>b</b>").plainText());
    }
}
