package d2j.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class SurfaceTest {

    @Test
    void derivativesAreThoseOfTheFunction() {
        double h = 1e-6;
        for (Surface surface : Surface.all()) {
            for (double x = -1.3; x < 1.5; x += 0.4) {
                double[] g = surface.gradient(new double[] {x, 0.3});
                assertEquals(
                        (surface.f().applyAsDouble(x + h, 0.3) - surface.f().applyAsDouble(x - h, 0.3)) / 2 / h,
                        g[0],
                        1e-4);
                assertEquals(
                        (surface.f().applyAsDouble(x, 0.3 + h) - surface.f().applyAsDouble(x, 0.3 - h)) / 2 / h,
                        g[1],
                        1e-4);
            }
        }
    }

    @Test
    void theMinimaAreMinima() {
        assertEquals(0, Surface.ROSENBROCK.excess(new double[] {1, 1}), 0);
        assertEquals(0, Surface.SADDLE.excess(new double[] {0, -1}), 0);
        assertEquals(0, Surface.QUADRATIC.excess(new double[2]), 0);
        assertTrue(Surface.all().stream().allMatch(surface -> surface.excess(surface.start()) > 0.2));
    }

    @Test
    void followsAnUpdater() {
        Surface bowl = Surface.QUADRATIC;
        double[][] path = bowl.path(new Sgd(0.25), 3);
        assertEquals(4, path.length);
        assertArrayEquals(new double[] {-4 * 0.75 * 0.75, 1.5 * 0.25}, path[2], 1e-6);
        assertEquals(0, bowl.stepsTo(1e9, path));
        assertEquals(-1, bowl.stepsTo(1e-9, path));
        assertEquals(
                0.25,
                bowl.best(List.of(new Sgd(1e-3), new Sgd(0.25), new Sgd(100)), 20)
                        .getLearningRate());
    }

    /** Also a path that leaves the figure, and the world. */
    @Test
    void drawsPaths() {
        for (Surface surface : Surface.all()) {
            String text = surface.plot(Map.of("away", surface.path(new Nesterovs(50, 0.9), 400)))
                    .toString();
            assertTrue(text.contains(surface.name()), text);
        }
    }
}
