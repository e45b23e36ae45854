package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LastLossTest {

    @Test
    void aLossIsToldOnceAndOnlyWhileTraining() {
        LastLoss loss = new LastLoss();
        assertTrue(loss.take(true).isEmpty());
        loss.keep(2.5);
        assertEquals(OptionalDouble.of(2.5), loss.take(true));
        assertTrue(loss.take(true).isEmpty(), "told before");
        loss.keep(2.5);
        assertTrue(loss.take(false).isEmpty(), "a score without training");
        assertTrue(loss.take(true).isEmpty(), "asked for otherwise in between");
        loss.keep(2.5);
        loss.forget();
        assertTrue(loss.take(true).isEmpty(), "of another input");
    }
}
