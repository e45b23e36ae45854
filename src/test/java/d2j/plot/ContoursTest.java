package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContoursTest {

    @Test
    void levelLineOfSquaredNormIsOneClosedCircle() {
        List<double[]> lines = new Contours((x, y) -> x * x + y * y, -2, 2, -2, 2).lines(1);
        assertEquals(1, lines.size());
        double[] circle = lines.get(0);
        double length = 0;
        for (int i = 0; i < circle.length; i += 2) {
            assertEquals(1, Math.hypot(circle[i], circle[i + 1]), 2e-4);
            length += i == 0 ? 0 : Math.hypot(circle[i] - circle[i - 2], circle[i + 1] - circle[i - 1]);
        }
        assertArrayEquals(
                new double[] {circle[0], circle[1]},
                new double[] {circle[circle.length - 2], circle[circle.length - 1]});
        assertEquals(2 * Math.PI, length, 1e-2);
    }

    @Test
    void openLinesEndAtTheBorder() {
        List<double[]> lines = new Contours((x, y) -> x * y, 0, 1, 0, 1).lines(0.25);
        assertEquals(1, lines.size());
        double[] line = lines.get(0);
        double start = Math.max(line[0], line[1]);
        double end = Math.max(line[line.length - 2], line[line.length - 1]);
        assertEquals(1, start, 1e-12);
        assertEquals(1, end, 1e-12);
    }

    @Test
    void saddleGivesTwoBranches() {
        assertEquals(
                2,
                new Contours((x, y) -> x * x - y * y, -1, 1, -1, 1).lines(0.1).size());
    }

    @Test
    void valuesThatAreNotFiniteLeaveAGap() {
        for (double[] line : new Contours((x, y) -> x < 0 ? Double.NaN : x * x + y * y, -2, 2, -2, 2).lines(1)) {
            for (int i = 0; i < line.length; i += 2) {
                assertTrue(line[i] >= 0);
            }
        }
    }

    @Test
    void constantFunctionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Contours((x, y) -> 1, 0, 1, 0, 1).roundLevels());
        assertThrows(
                IllegalArgumentException.class, () -> new Contours((x, y) -> Double.NaN, 0, 1, 0, 1).roundLevels());
    }
}
