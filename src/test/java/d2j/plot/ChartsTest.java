package d2j.plot;

import static d2j.plot.FigureTestSupport.assertWellMade;
import static d2j.plot.FigureTestSupport.count;
import static d2j.plot.FigureTestSupport.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.scenes.Box;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChartsTest {

    private static final String[] GARMENTS = {
        "T-shirt/top",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot of a long name"
    };

    @Test
    void barsWithLongNamesAreNotClipped() {
        Bars bars = Bars.titled("Accuracy")
                .xLabel("class")
                .yLabel("accuracy")
                .categories(GARMENTS)
                .bars("softmax", values(10, i -> 0.5 + 0.05 * i))
                .bars("MLP", values(10, i -> 0.55 + 0.04 * i));
        BufferedImage image = assertWellMade(bars);
        assertTrue(count(image, Theme.series(0)) > 10_000);
        assertTrue(count(image, Theme.series(1)) > 10_000);
    }

    @Test
    void barHeightsAreInProportion() {
        int one = count(assertWellMade(Bars.titled("t").bars("a", 1, 2)), Theme.series(0));
        int two = count(assertWellMade(Bars.titled("t").bars("a", 2, 2)), Theme.series(0));
        assertEquals(0.75, one / (double) two, 0.01);
        assertWellMade(Bars.titled("negative").bars("a", -1, 2, Double.NaN));
    }

    @Test
    void barsSayWhatIsWrong() {
        assertEquals(
                "there are 2 categories but series 'a' has 3 values",
                assertThrows(IllegalArgumentException.class, () -> Bars.titled("")
                                .categories("x", "y")
                                .bars("a", 1, 2, 3)
                                .png())
                        .getMessage());
        assertEquals(
                "series 'b': series 'a' has 3 values but this one has 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Bars.titled("").bars("a", 1, 2, 3).bars("b", 1))
                        .getMessage());
        assertEquals(
                "Bar chart 'Wins': games by category; a: x 1, y 2.",
                Bars.titled("Wins")
                        .yLabel("games")
                        .categories("x", "y")
                        .bars("a", 1, 2)
                        .alternativeText());
    }

    @Test
    void histogramOfADensityHasAreaOne() {
        Random random = new Random(1);
        double[] sample = values(5000, i -> random.nextGaussian());
        Histogram histogram = Histogram.titled("Draws")
                .xLabel("x")
                .bins(40)
                .density()
                .values("sample", sample)
                .function("N(0, 1)", x -> Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
        BufferedImage image = assertWellMade(histogram);
        assertTrue(count(image, Theme.series(1)) > 500);
        assertTrue(
                histogram.alternativeText().startsWith("Histogram 'Draws': density of x (-"),
                histogram.alternativeText());
        assertWellMade(Histogram.titled("Two")
                .values("a", sample)
                .values("b", Nd4j.create(sample).reshape(50, 100).mul(0.5)));
        assertWellMade(Histogram.titled("Constant").values("a", new double[] {2, 2, 2}));
    }

    @Test
    void histogramCountsTheRightBorderInTheLastBin() {
        Histogram histogram = Histogram.titled("").bins(2).values("a", new double[] {0, 1, 2, Double.NaN});
        assertTrue(histogram.alternativeText().contains("3 values, mean 1"), histogram.alternativeText());
        assertTrue(histogram.alternativeText().endsWith("1 value that is not finite (NaN or infinite) is left out."));
    }

    @Test
    void heatMapsShowValuesNamesAndScale() {
        Random random = new Random(1);
        double[][] counts = new double[10][10];
        for (double[] row : counts) {
            Arrays.setAll(row, j -> random.nextInt(1000));
        }
        assertWellMade(HeatMap.titled("Confusion")
                .xLabel("predicted")
                .yLabel("true")
                .values(counts)
                .columnNames(GARMENTS)
                .rowNames(GARMENTS)
                .showValues("%.0f"));
        BufferedImage image = assertWellMade(HeatMap.titled("Signs")
                .values(new double[][] {{-1, 0}, {0.5, 1}})
                .range(-1, 1));
        assertTrue(count(image, ColourMap.DIVERGING.at(0)) > 1000);
        assertTrue(count(image, ColourMap.DIVERGING.at(1)) > 1000);
        assertWellMade(HeatMap.titled("Wide").values(Nd4j.rand(3, 200)));
        assertWellMade(HeatMap.titled("High").values(Nd4j.rand(100, 2).mul(1e-6)));
        assertWellMade(HeatMap.titled("Constant")
                .values(new double[][] {{1, Double.NaN}})
                .showValues("%.1f"));
    }

    @Test
    void heatMapsSayWhatIsWrong() {
        assertEquals(
                "row 0 of the heat map's matrix has 2 values but row 1 has 1",
                assertThrows(IllegalArgumentException.class, () -> HeatMap.titled("")
                                .values(new double[][] {{1, 2}, {3}}))
                        .getMessage());
        assertEquals(
                "the heat map's array must be a matrix (shape [rows, columns]), but its shape is [2, 3, 4]",
                assertThrows(IllegalArgumentException.class, () -> HeatMap.titled("")
                                .values(Nd4j.zeros(2, 3, 4)))
                        .getMessage());
        assertEquals(
                "there are 1 row names but 2 rows",
                assertThrows(IllegalArgumentException.class, () -> HeatMap.titled("")
                                .values(new double[2][2])
                                .rowNames("a")
                                .png())
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> HeatMap.titled("").png());
    }

    @Test
    void imagesAreShownPixelByPixel() {
        INDArray image = Nd4j.zeros(28, 28);
        image.putScalar(0, 0, 1);
        BufferedImage shown = assertWellMade(
                ImageGrid.titled("").image(image, "one white pixel").scale(3));
        // 27 x 28 x 28 black pixels of 6 x 6, one white.
        assertEquals((28 * 28 - 1) * 36, count(shown, Color.BLACK), 40);
        assertEquals(36, count(shown, Color.WHITE), 40);
    }

    @Test
    void gridsHaveCaptionsAndFit() {
        Random random = new Random(1);
        ImageGrid grid = ImageGrid.titled("Twenty images").columns(10);
        for (int i = 0; i < 20; i++) {
            INDArray image = Nd4j.create(
                    values(784, j -> Math.max(0, Math.min(1, random.nextGaussian()))), new long[] {1, 28, 28});
            grid.image(image, GARMENTS[i % 10]);
        }
        assertWellMade(grid);
        assertTrue(
                grid.alternativeText().startsWith("Grid 'Twenty images': 20 images: T-shirt/top, trouser"),
                grid.alternativeText());
        assertWellMade(ImageGrid.titled("A colour image").image(Nd4j.rand(3, 16, 16), "random\ncolours"));
        assertWellMade(ImageGrid.titled("Filter").image(Nd4j.randn(5, 5), "any range"));
        assertWellMade(ImageGrid.titled("Larger than the page")
                .image(new BufferedImage(900, 500, BufferedImage.TYPE_INT_RGB), ""));
    }

    @Test
    void boxesAndMasksLieOverTheirImage() {
        Color blue = Theme.series(0);
        BufferedImage boxed = assertWellMade(ImageGrid.titled("")
                .image(Nd4j.zeros(20, 20))
                .box(new Box(5, 5, 15, 15), "", 0)
                .scale(4));
        // Four sides of ten pixels of 8 x 8, 3.6 wide, of which smoothing mixes the edges.
        assertEquals(4 * 80 * 3, count(boxed, blue), 4 * 80);
        INDArray mask = Nd4j.zeros(20, 20);
        mask.putScalar(3, 4, 1);
        BufferedImage tinted = assertWellMade(
                ImageGrid.titled("").image(Nd4j.zeros(20, 20)).mask(mask, 0).scale(4));
        assertEquals(64, count(tinted, Theme.mix(Color.BLACK, blue, 0.5)), 16);
        ImageGrid empty = ImageGrid.titled("");
        assertThrows(IllegalStateException.class, () -> empty.box(new Box(0, 0, 1, 1), "", 0));
        assertThrows(IllegalArgumentException.class, () -> empty.image(Nd4j.zeros(3, 3))
                .mask(Nd4j.zeros(2, 3), 0));
    }

    @Test
    void imagesOfOtherShapesAreRefused() {
        assertEquals(
                "image 0 must have the shape [height, width], [1, height, width] or "
                        + "[3, height, width], but its shape is [2, 4, 4]",
                assertThrows(IllegalArgumentException.class, () -> ImageGrid.titled("")
                                .image(Nd4j.zeros(2, 4, 4), ""))
                        .getMessage());
    }

    @Test
    void rowsHoldSeveralFigures() {
        Plot plot = Plot.titled("Loss").xLabel("epoch").yLabel("loss").line("train", values(10, i -> 1.0 / (i + 1)));
        FigureRow three = FigureRow.of(
                plot,
                Bars.titled("Bars").categories(GARMENTS).bars("", values(10, i -> i)),
                HeatMap.titled("Heat").values(new double[][] {{1, 2}, {3, 4}}).showValues("%.0f"));
        BufferedImage image = assertWellMade(three);
        assertTrue(image.getWidth() <= 1680);
        assertTrue(three.alternativeText().contains("Line chart 'Loss'")
                && three.alternativeText().contains("Heat map 'Heat'"));
        int one = FigureRow.of(plot, plot).dimension().height;
        assertTrue(FigureRow.of(plot, plot, plot, plot).dimension().height > 1.6 * one, "four figures take two rows");
        assertArrayEquals(three.png(), three.png());
    }
}
