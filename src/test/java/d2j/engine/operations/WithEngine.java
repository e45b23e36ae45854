package d2j.engine.operations;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.onednn.Acceleration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that need the engine, and may switch it off on the way. */
interface WithEngine {

    @BeforeEach
    default void enabled() {
        assumeTrue(Acceleration.isOn());
    }

    @AfterEach
    default void enableAgain() {
        Acceleration.enable(!"plain".equals(System.getProperty("d2j.engine", System.getenv("D2J_ENGINE"))));
    }
}
