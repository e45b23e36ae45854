package d2j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class EngineTest {

    @Test
    void theDescriptionIsOneLineThatNamesVersionAndDevice() {
        String line = Engine.describe();

        assertFalse(line.contains("\n"), line);
        assertTrue(line.matches("ND4J \\d.* on (CPU|GPU) \\(.+\\).*; Java \\d+"), line);
    }

    @Test
    void theDescriptionSaysWhetherNetworksAreAccelerated() {
        String line = Engine.describe();

        assertTrue(
                line.contains(Engine.isAccelerated() ? "networks on oneDNN " : "networks as DL4J comes")
                        || Engine.isGpu(),
                line);
        assertTrue(Engine.isAccelerated() == Engine.whyNotAccelerated().isEmpty());
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Engine.seed(7);
        float[] first = Nd4j.randn(50).toFloatVector();
        Engine.seed(7);
        float[] second = Nd4j.randn(50).toFloatVector();
        Engine.seed(8);
        float[] other = Nd4j.randn(50).toFloatVector();

        assertArrayEquals(first, second);
        assertFalse(java.util.Arrays.equals(first, other));
    }
}
