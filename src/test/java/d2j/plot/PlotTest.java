package d2j.plot;

import static d2j.plot.FigureTestSupport.assertWellMade;
import static d2j.plot.FigureTestSupport.count;
import static d2j.plot.FigureTestSupport.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.jupyter.display.MimeBundle;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PlotTest {

    private static final double[] TRAIN = values(10, i -> 0.4 + 1.3 * Math.exp(-0.3 * i));
    private static final double[] TEST = values(10, i -> 0.5 + 1.2 * Math.exp(-0.3 * i));

    private static Plot loss() {
        return Plot.titled("Loss")
                .xLabel("epoch")
                .yLabel("loss")
                .line("train", TRAIN)
                .line("test", TEST);
    }

    @Test
    void showsEachSeriesInItsColour() {
        BufferedImage image = assertWellMade(loss());
        assertTrue(count(image, Theme.series(0)) > 500);
        assertTrue(count(image, Theme.series(1)) > 500);
        assertEquals(0, count(image, Theme.series(2)));
    }

    @Test
    void sameInputGivesSameBytes() {
        assertArrayEquals(loss().png(), loss().png());
    }

    @Test
    void bundleHoldsSizeAndTextAlternative() {
        MimeBundle bundle = loss().size(500, 300).toMimeBundle();
        assertEquals(500, bundle.metadata().get(MimeBundle.PNG).get("width"));
        assertEquals(300, bundle.metadata().get(MimeBundle.PNG).get("height"));
        assertEquals(
                "Line chart 'Loss': epoch (1 to 10) against loss (0.487 to 1.7); series train, test.",
                bundle.plainText());
    }

    @Test
    void ownDescriptionReplacesTheSentence() {
        assertEquals("Both losses fall.", loss().describe("Both losses fall.").alternativeText());
    }

    @Test
    void manySeriesLongNamesAndHardCurvesStaySmallAndUnclipped() {
        Plot many = Plot.titled("Twelve series with a title that is far too long for one line of a figure, "
                        + "and so has to be broken")
                .xLabel("iteration")
                .yLabel("training loss");
        for (int k = 0; k < 12; k++) {
            double rate = 0.01 * (k + 1);
            many.line(
                    "learning rate " + k + ", momentum 0.9, and more words",
                    values(100, i -> rate * 5 + Math.exp(-i * rate)));
        }
        assertWellMade(many);
        assertWellMade(Plot.titled("Waves")
                .function("sin 9x", x -> Math.sin(9 * x), -6, 6)
                .function("cos 7x", x -> Math.cos(7 * x), -6, 6));
        Random random = new Random(1);
        assertWellMade(
                Plot.titled("Noise").xLabel("iteration").line("loss", values(20_000, i -> random.nextGaussian())));
        assertWellMade(Plot.titled("Cloud")
                .points("data", values(3000, i -> random.nextGaussian()), values(3000, i -> random.nextGaussian()))
                .function("fit", x -> x, -3, 3));
    }

    @Test
    void extremeNumbersFit() {
        assertWellMade(Plot.titled("Small").yLabel("norm").line("a", values(50, i -> 1e-5 * (1 + Math.sin(i)))));
        assertWellMade(Plot.titled("Large").yLabel("count").line("a", values(50, i -> 1e6 * i * i)));
        assertWellMade(Plot.titled("Far").yLabel("y").line("a", values(50, i -> 1e6 + 0.01 * i)));
        assertWellMade(Plot.titled("One").line("a", new double[] {3}));
        assertWellMade(Plot.titled("Constant").line("a", new double[] {1e-12, 1e-12}));
        assertWellMade(Plot.titled("Huge").line("a", new double[] {-1e300, 1e300}));
        assertWellMade(Plot.titled("Denormal").line("a", new double[] {0, 1e-310}));
        assertWellMade(Plot.titled("No series"));
    }

    @Test
    void logarithmicAxesLabelDecades() {
        Plot plot = Plot.titled("Error")
                .xLabel("h")
                .yLabel("error")
                .xLog()
                .yLog()
                .line("forward", values(15, i -> Math.pow(10, -1 - i)), values(15, i -> Math.pow(10, -1 - i)));
        assertWellMade(plot);
        assertTrue(new Axis.Logarithmic(1e-6, 1e6)
                .ticks(8).stream()
                        .filter(Tick::isMajor)
                        .allMatch(tick -> tick.label().text().equals("10")));
        assertEquals(
                "h, logarithmic, (1e-15 to 0.1)",
                plot.alternativeText().split(": ")[1].split(" against")[0]);
    }

    @Test
    void valuesOutsideAFixedRangeAreCutAtTheAxes() {
        BufferedImage image = assertWellMade(
                Plot.titled("Cut").line("a", values(20, i -> i * i * i)).yRange(0, 10));
        int above = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            above += (image.getRGB(x, 50) & 0xFFFFFF) == (Theme.series(0).getRGB() & 0xFFFFFF) ? 1 : 0;
        }
        assertEquals(0, above);
    }

    @Test
    void dashedLinesAreDashedAlsoWithManyPoints() {
        double[] x = values(1000, i -> i / 999.0);
        int solid = count(assertWellMade(Plot.titled("t").line("", x, x)), Theme.series(0));
        int dashed = count(assertWellMade(Plot.titled("t").dashed("", x, x)), Theme.series(0));
        assertTrue(dashed < 0.75 * solid && dashed > 0.4 * solid, dashed + " of " + solid);
    }

    @Test
    void acceptsVectorsOfEveryShapeAndType() {
        double[] numbers = {1, 4, 9, 16};
        byte[] expected = Plot.titled("t").line("y", numbers).png();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.HALF, DataType.INT32}) {
            INDArray vector = Nd4j.create(numbers).castTo(type);
            assertArrayEquals(expected, Plot.titled("t").line("y", vector).png());
            assertArrayEquals(
                    expected, Plot.titled("t").line("y", vector.reshape(4, 1)).png());
            assertArrayEquals(
                    expected, Plot.titled("t").line("y", vector.reshape(1, 4)).png());
        }
        INDArray matrix = Nd4j.create(new double[][] {{1, 0}, {4, 0}, {9, 0}, {16, 0}});
        assertArrayEquals(
                expected, Plot.titled("t").line("y", matrix.getColumn(0)).png());
    }

    @Test
    void saysWhatIsWrong() {
        assertMessage("series 'loss': x has 3 values but y has 2", () -> Plot.titled("")
                .line("loss", new double[] {1, 2, 3}, new double[] {1, 2}));
        assertMessage("series 'loss' is empty", () -> Plot.titled("").line("loss", new double[0]));
        assertMessage("series 'loss' has no finite value: all 2 are NaN or infinite", () -> Plot.titled("")
                .line("loss", new double[] {Double.NaN, Double.POSITIVE_INFINITY}));
        assertMessage(
                "y of series 'w' must be a vector (shape [n], [n, 1] or [1, n]), but its shape is [2, 3]",
                () -> Plot.titled("").line("w", Nd4j.zeros(2, 3)));
        assertMessage(
                "series 'loss' has y = 0 at index 1, but a logarithmic axis shows positive values only",
                () -> Plot.titled("")
                        .line("loss", new double[] {1, 0, 2})
                        .yLog()
                        .png());
        assertMessage(
                "the range of y must go from a smaller to a larger finite number, but is 1.0 to 1.0",
                () -> Plot.titled("").yRange(1, 1));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    @Test
    void notFiniteValuesLeaveAGapAndAreMentioned() {
        double[] y = {1, 2, Double.NaN, 4, Double.NEGATIVE_INFINITY, 6};
        Plot plot = Plot.titled("Gap").line("a", y);
        assertWellMade(plot);
        assertTrue(
                plot.alternativeText().endsWith(" 2 points that are not finite (NaN or infinite) are left out."),
                plot.alternativeText());
    }

    @Test
    void sampledFunctionsFollowTheirAxis() {
        assertWellMade(Plot.titled("1/x").function("f", x -> 1 / x, -1, 1).yRange(-10, 10));
        assertWellMade(Plot.titled("log").xLog().function("f", Math::log, 1e-4, 1e4));
        assertThrows(
                IllegalArgumentException.class,
                () -> Plot.titled("").function("f", x -> Double.NaN, 0, 1).png());
    }

    @Test
    void everythingTogether() {
        Plot plot = Plot.titled("All")
                .xLabel("x")
                .yLabel("y")
                .equalAxes()
                .contour((x, y) -> x * x + 2 * y * y, -3, 3, -2, 2)
                .fill("band", new double[] {-3, 0, 3}, new double[] {-1, -1, -1}, new double[] {1, 0.5, 1})
                .points("data", new double[] {0, 1}, new double[] {0, 1})
                .horizontal("zero", 0)
                .vertical("one", 1)
                .arrow(-2, -1, 0, 0)
                .label(2.9, 1.9, "a label at the far corner");
        assertWellMade(plot);
        assertTrue(plot.alternativeText()
                .startsWith("Contour plot 'All': x (-3 to 3) against y (-2 to 2); series band, data, zero, one"));
    }

    @Test
    void namedContourIsASeries() {
        Plot plot = Plot.titled("Boundary")
                .xRange(-1, 1)
                .yRange(-1, 1)
                .points("inside", new double[] {0, 0.5}, new double[] {0, 0.5})
                .points("outside", new double[] {5}, new double[] {5})
                .contour("boundary", (x, y) -> x + y, -1, 1, -1, 1);
        BufferedImage image = assertWellMade(plot);
        assertTrue(count(image, Theme.series(2)) > 500);
        assertTrue(count(image, Theme.series(1)) < 200, "only the legend shows a point outside of the range");
        assertTrue(plot.alternativeText().endsWith("series inside, outside, boundary."), plot.alternativeText());
    }

    @Test
    void placesMayHaveNames() {
        assertWellMade(Plot.titled("Designs")
                .xLabel("design")
                .yLabel("accuracy")
                .xNames("none", "one layer of 256", "two layers of 128", "a design with a name that is much too long")
                .line("mean", new double[] {0.8, 0.85, 0.86, 0.87}));
    }

    @Test
    void equalAxesLeaveNoEmptyStripes() {
        Plot wide = Plot.titled("Valley").equalAxes().contour((x, y) -> x * x + 100 * y * y, -10, 10, -1, 1);
        assertWellMade(wide);
        assertTrue(wide.dimension().height < 200);
        Plot square = Plot.titled("Circle").equalAxes().contour((x, y) -> x * x + y * y, -1, 1, -1, 1, 0.5);
        BufferedImage image = assertWellMade(square);
        int left = image.getWidth();
        int right = 0;
        int top = image.getHeight();
        int bottom = 0;
        int colour = ColourMap.SEQUENTIAL.at(0.1 + 0.65 * 0.4).getRGB();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) == colour) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        assertEquals(right - left, bottom - top, 6, "a circle is round");
    }

    @Test
    void savesIntoNewFolders(@TempDir Path folder) throws Exception {
        Path file = loss().save(folder.resolve("a/b/loss.png"));
        assertArrayEquals(loss().png(), Files.readAllBytes(file));
    }
}
