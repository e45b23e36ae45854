package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    private static List<String> labels(Axis axis, int atMost) {
        return axis.ticks(atMost).stream()
                .filter(Tick::isMajor)
                .map(tick -> tick.label().text()
                        + (tick.label().exponent().isEmpty()
                                ? ""
                                : "^" + tick.label().exponent()))
                .map(text -> text.replace('\u2212', '-'))
                .toList();
    }

    @Test
    void ticksAreRoundNumbers() {
        assertEquals(List.of("0.0", "0.5", "1.0", "1.5"), labels(new Axis.Linear(0, 1.7, false), 5));
        assertEquals(List.of("-1.0", "-0.5", "0.0", "0.5", "1.0"), labels(new Axis.Linear(-1, 1, false), 5));
        assertEquals(List.of("0", "5,000", "10,000"), labels(new Axis.Linear(-100, 10_500, false), 4));
    }

    @Test
    void epochsHaveWholeTicks() {
        assertEquals(List.of("1", "2", "3"), labels(new Axis.Linear(0.95, 3.05, true), 10));
    }

    @Test
    void verySmallAndLargeNumbersShareAPowerOfTen() {
        Axis small = new Axis.Linear(0, 2e-5, false);
        assertEquals(List.of("0.0", "0.5", "1.0", "1.5", "2.0"), labels(small, 5));
        assertEquals(-5, small.factorExponent());
        Axis large = new Axis.Linear(0, 4e7, false);
        assertEquals(List.of("0", "1", "2", "3", "4"), labels(large, 5));
        assertEquals(7, large.factorExponent());
    }

    @Test
    void logarithmicAxisHasDecadesAndMinorTicks() {
        Axis wide = new Axis.Logarithmic(1e-6, 1e2);
        assertEquals(
                List.of("10^-6", "10^-5", "10^-4", "10^-3", "10^-2", "10^-1", "10^0", "10^1", "10^2"),
                labels(wide, 10));
        assertEquals(List.of("10^-6", "10^-4", "10^-2", "10^0", "10^2"), labels(wide, 5));
        assertTrue(wide.ticks(10).stream().anyMatch(tick -> !tick.isMajor()));
        assertEquals(List.of("0.01", "0.1", "1", "10"), labels(new Axis.Logarithmic(0.01, 10), 5));
        assertEquals(0.5, wide.at(1e-2), 1e-12);
    }

    @Test
    void logarithmicAxisAroundOneDecadeLabelsMoreThanThatOne() {
        assertEquals(
                List.of("2 × 10^4", "5 × 10^4", "10^5", "2 × 10^5"), labels(new Axis.Logarithmic(1.05e4, 2.5e5), 5));
        assertEquals(List.of("0.2", "0.5", "1", "2", "5"), labels(new Axis.Logarithmic(0.15, 9), 5));
    }

    @Test
    void shortLogarithmicAxisHasEvenTicks() {
        assertEquals(List.of("2", "4", "6", "8"), labels(new Axis.Logarithmic(1.5, 9), 5));
    }
}
