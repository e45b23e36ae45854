package d2j.plot;

import static d2j.plot.FigureTestSupport.assertWellMade;
import static d2j.plot.FigureTestSupport.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.lang.Character.UnicodeScript;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Values that once hung the kernel, exhausted its memory, or came out as a picture that said nothing. */
class FigureFaultsTest {

    private static final double HUGE = 1.7e308;

    private static BufferedImage draw(Supplier<Figure> figure) {
        return assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertWellMade(figure.get()));
    }

    @Test
    void endsThatDifferByRoundingAreDrawnAsOneValue() {
        draw(() -> HeatMap.titled("t").values(new double[][] {{0.1 + 0.2, 0.3}, {0.3, 0.3}}));
        draw(() -> Plot.titled("t").line("a", new double[] {1, 1}).yRange(1, Math.nextUp(1.0)));
        draw(() -> Bars.titled("t").bars("a", 1, 2).yRange(1, Math.nextUp(1.0)));
        draw(() -> Plot.titled("t").line("a", new double[] {1, 1}).xRange(1e16, 1e16 + 2));
        draw(() -> Plot.titled("t").line("a", new double[] {-Double.MIN_VALUE, Double.MIN_VALUE}));
        draw(() -> Histogram.titled("t").values("a", new double[] {0.3, 0.1 + 0.2}));
        String message = assertThrows(IllegalArgumentException.class, () -> Plot.titled("t")
                        .contour((x, y) -> 1 + x * 1e-16, -1, 1, -1, 1))
                .getMessage();
        assertTrue(message.contains("has the value 1 everywhere"), message);
    }

    @Test
    void logarithmicAxesSpanHundredsOfDecades() {
        draw(() -> Plot.titled("t").yLog().function("f", x -> Math.exp(-x * x / 2), -40, 40));
        draw(() -> Plot.titled("t").yLog().line("a", new double[] {1, 1e-100, 1e-200}));
        draw(() -> Plot.titled("t").yLog().line("a", new double[] {1, 1e100, 1e200}));
        draw(() -> Plot.titled("t").yLog().line("a", new double[] {1, 2e-323}));
        LiveCurve curve = LiveCurve.titled("t").yLog().add("loss", 1, 1e-200).add("loss", 2, 1e200);
        draw(curve::figure);
        // Neither flat nor crowded.
        Axis.Logarithmic axis = new Axis.Logarithmic(1e-300, 1e7);
        assertEquals(0.5, axis.at(Math.pow(10, -146.5)), 1e-9);
        List<Tick> labelled = axis.ticks(8).stream().filter(Tick::isMajor).toList();
        assertEquals(
                List.of(-300, -250, -200, -150, -100, -50, 0),
                labelled.stream()
                        .map(tick -> Integer.valueOf(tick.label().exponent().replace('\u2212', '-')))
                        .toList());
    }

    @Test
    void theLargestNumbersAreDrawnLikeSmallOnes() {
        double[] shape = {-1, 0.5, 1};
        double[] large = Arrays.stream(shape).map(value -> value * HUGE).toArray();
        int colour = count(draw(() -> Plot.titled("t").line("a", large)), Theme.series(0));
        assertTrue(colour > 300, "a line from the bottom to the top, not a flat one: " + colour);
        assertTrue(count(draw(() -> Bars.titled("t").bars("a", large)), Theme.series(0)) > 10_000);
        draw(() -> Histogram.titled("t").values("a", large));
        assertTrue(Histogram.titled("t")
                .values("a", new double[] {HUGE, HUGE})
                .alternativeText()
                .contains("mean 1.7e308, standard deviation 0"));
        BufferedImage map = draw(() -> HeatMap.titled("t").values(new double[][] {large}));
        assertTrue(count(map, ColourMap.DIVERGING.at(0)) > 500 && count(map, ColourMap.DIVERGING.at(1)) > 500);
        draw(() -> Plot.titled("t").contour((x, y) -> x * y * HUGE, -1, 1, -1, 1));
        assertEquals(308, factorExponent(-HUGE, HUGE));
    }

    private static int factorExponent(double min, double max) {
        Axis.Linear axis = new Axis.Linear(min, max, false);
        axis.ticks(5);
        return axis.factorExponent();
    }

    @Test
    void equalHugeCellsAreNotBlack() {
        BufferedImage map = draw(() -> HeatMap.titled("t").values(new double[][] {{1e17, 1e17}, {1e17, 1e17}}));
        assertTrue(count(map, ColourMap.SEQUENTIAL.at(0.5)) > 5_000);
    }

    @Test
    void infiniteCellsDifferFromTheLargestValueAndFromNan() {
        double[][] cells = {{0, 1}, {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}, {Double.NaN, 0.5}};
        BufferedImage map = draw(() -> HeatMap.titled("t").values(cells));
        for (Color colour : List.of(Theme.INFINITE, Theme.MINUS_INFINITE)) {
            assertTrue(count(map, colour) > 1_000);
            for (ColourMap scale : ColourMap.values()) {
                for (int i = 0; i <= 100; i++) {
                    assertNotEquals(colour, scale.at(i / 100.0));
                }
            }
        }
    }

    @Test
    void millionsOfCellsAreDrawnFastAndSayThatTheirValuesAreNotWritten() {
        double[][] cells = new double[2000][2000];
        for (int i = 0; i < cells.length; i++) {
            int row = i;
            Arrays.setAll(cells[i], j -> row / 250 + j / 250);
        }
        HeatMap map = HeatMap.titled("t").values(cells).showValues("%.2f");
        assertTimeoutPreemptively(Duration.ofSeconds(20), map::png);
        assertTrue(map.alternativeText().endsWith("The values are not written, since they do not fit into the cells."));
        assertTrue(!HeatMap.titled("t")
                .values(new double[][] {{1}})
                .showValues("%.2f")
                .alternativeText()
                .contains("not written"));
    }

    @Test
    void wrongFormatsAreExplained() {
        for (String format : new String[] {"%d", "%s %s", "values", "%", null, "%.999999999f"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> HeatMap.titled("t")
                            .showValues(format))
                    .getMessage();
            assertTrue(message.startsWith("showValues needs a format for one number, such as \"%.2f\""), message);
        }
    }

    @Test
    void figuresThatWouldBeTooLargeAreRefused() {
        ImageGrid grid = ImageGrid.titled("all").columns(1);
        for (int i = 0; i < 200; i++) {
            grid.image(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
        }
        String message = assertThrows(IllegalArgumentException.class, grid::png).getMessage();
        assertTrue(message.contains("show less of it"), message);
        assertTrue(grid.size(300, 2000).png().length > 0, "but it can be shrunk");
    }

    @Test
    void chineseIsWrappedBetweenCharacters() {
        List<String> lines = Text.wrap(Theme.TITLE, "深度学习：在时尚数据集上训练的多层感知机（两个隐藏层）", 200, 3);
        assertTrue(lines.size() > 1, lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("：") || line.startsWith("）")), lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.endsWith("（")), lines::toString);
        assertEquals(List.of("a plain title"), Text.wrap(Theme.TITLE, "a plain  title", 400, 2));
    }

    @Test
    void missingCharactersNameThePackageToInstall() {
        String hint = Fonts.hint('训', UnicodeScript.HAN);
        assertTrue(hint.contains("'训' (Chinese)") && hint.contains("fonts-noto-cjk"), hint);
    }

    @Test
    void aMachineWithoutFontsIsToldWhatToInstall() {
        List<DoubleSupplier> machines = List.of(
                () -> {
                    throw new InternalError("Fontconfig head is null, check your fonts or fonts configuration");
                },
                () -> {
                    throw new Error("Probable fatal error: No physical fonts found.");
                },
                () -> {
                    throw new NoClassDefFoundError("Could not initialize class sun.awt.X11FontManager");
                },
                () -> {
                    throw new UnsatisfiedLinkError("libfreetype.so.6: cannot open shared object file");
                },
                () -> {
                    throw new NullPointerException("Cannot load from short array");
                },
                () -> 0);
        for (DoubleSupplier machine : machines) {
            String problem = Fonts.problem(machine).orElseThrow();
            assertTrue(problem.startsWith("no figure can be drawn, since"), problem);
            assertTrue(problem.contains("apt-get install fontconfig fonts-dejavu-core"), problem);
        }
        assertEquals(Optional.empty(), Fonts.problem(() -> 6));
        assertEquals(Optional.empty(), Figure.fontProblem(), "this machine draws all figures of these tests");
    }
}
