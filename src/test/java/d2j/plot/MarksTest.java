package d2j.plot;

import static d2j.plot.FigureTestSupport.assertWellMade;
import static d2j.plot.FigureTestSupport.count;
import static d2j.plot.FigureTestSupport.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a figure of a textbook needs: markers only at data, shapes, categories that no line joins, shared axes. */
class MarksTest {

    private static final Mark.Look SECOND = new Mark.Look(1, true);

    @Test
    void curvesHaveNoMarkersAndAreToldApartByTheirDashes() {
        double[] x = values(200, i -> i / 20.0);
        LegendEntry curve = new LineMark("f", x, x, LineMark.Style.CURVE).legendEntry(SECOND);
        assertNull(curve.marker());
        assertNotNull(curve.dash());
        FunctionMark function = new FunctionMark("f", Math::sin, 0, 1);
        function.prepare(false, false);
        assertNull(function.legendEntry(SECOND).marker());
        assertNull(new LineMark("f", x, x, LineMark.Style.CURVE)
                .legendEntry(new Mark.Look(1, false))
                .dash());
        LegendEntry data = new LineMark("a", x, x, LineMark.Style.DATA).legendEntry(SECOND);
        assertNotNull(data.marker());
        assertNull(data.dash());
    }

    @Test
    void curveIsDrawnWithoutMarkersAlsoOverFewPoints() {
        double[] x = {0, 1, 2, 3};
        int plain = count(assertWellMade(Plot.titled("t").curve("", x, x)), Theme.series(0));
        int marked = count(assertWellMade(Plot.titled("t").line("", x, x)), Theme.series(0));
        assertTrue(marked > plain + 100, marked + " against " + plain);
    }

    @Test
    void circleIsAShapeAndNoContour() {
        Plot plot = Plot.titled("Constraint").equalAxes().circle("allowed", 1, 2, 3);
        assertWellMade(plot);
        assertEquals("Chart 'Constraint': x (-2 to 4) against y (-1 to 5); allowed.", plot.alternativeText());
        RegionMark circle = RegionMark.circle("c", 1, 2, 3);
        for (int i = 0; i < circle.xs().length; i++) {
            assertEquals(3, Math.hypot(circle.xs()[i] - 1, circle.ys().get(0)[i] - 2), 1e-12);
        }
        assertThrows(IllegalArgumentException.class, () -> Plot.titled("").circle("c", 0, 0, -1));
        assertWellMade(Plot.titled("Diamond").region("L1", new double[] {1, 0, -1, 0}, new double[] {0, 1, 0, -1}));
    }

    @Test
    void categoriesMayHavePointsWithoutALine() {
        Plot plot = Plot.titled("Models").xNames("a", "b", "c").points("accuracy", new double[] {0.7, 0.8, 0.9});
        assertWellMade(plot);
        assertTrue(plot.alternativeText().startsWith("Scatter plot"), plot.alternativeText());
    }

    @Test
    void plotsOfARowShareTheirHorizontalAxis() {
        Plot loss = Plot.titled("Loss").line("loss", new double[] {1, 2, 3, 4}, new double[] {4, 3, 2, 1});
        Plot accuracy = Plot.titled("Accuracy").line("accuracy", new double[] {3, 8}, new double[] {0.5, 0.6});
        byte[] alone = accuracy.png();
        byte[] row = FigureRow.of(loss, accuracy).png();
        byte[] shared = FigureRow.of(loss, accuracy).sharedX().png();
        assertFalse(Arrays.equals(row, shared));
        double[] ends = {Math.min(loss.xSpan()[0], accuracy.xSpan()[0]), Math.max(loss.xSpan()[1], accuracy.xSpan()[1])
        };
        byte[] fixed = FigureRow.of(
                        Plot.titled("Loss")
                                .line("loss", new double[] {1, 2, 3, 4}, new double[] {4, 3, 2, 1})
                                .xRange(ends[0], ends[1]),
                        Plot.titled("Accuracy")
                                .line("accuracy", new double[] {3, 8}, new double[] {0.5, 0.6})
                                .xRange(ends[0], ends[1]))
                .png();
        assertArrayEquals(fixed, shared);
        assertArrayEquals(alone, accuracy.png(), "alone it has its own axis again");
    }

    /** Of four labels at one place, each is read as well as if it stood there alone. */
    @Test
    void labelsDoNotLieOnOneAnother() {
        int[] dark = new int[3];
        for (int labels : new int[] {0, 1, 4}) {
            Plot plot = Plot.titled("t").points("", new double[] {0, 1, 2}, new double[] {0, 1, 2});
            for (int i = 0; i < labels; i++) {
                plot.label(1, 1, "wednesday");
            }
            dark[Math.min(labels, 2)] = count(assertWellMade(plot), Theme.TEXT);
        }
        int one = dark[1] - dark[0];
        assertTrue(one > 20 && dark[2] - dark[0] > 3.5 * one, Arrays.toString(dark));
    }
}
