package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.onednn.Acceleration;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class AdamStepTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2048, 2049, 200_003})
    void stepsAreThoseOfNd4j(int length) {
        assumeTrue(Acceleration.isOn());
        for (double rate : new double[] {1e-3, 0}) {
            INDArray[] fast = {null, Nd4j.zeros(length), Nd4j.zeros(length)};
            INDArray[] slow = {null, Nd4j.zeros(length), Nd4j.zeros(length)};
            for (int i = 0; i < 3; i++) {
                fast[0] = Nd4j.randn(length);
                slow[0] = fast[0].dup();
                INDArray[] results = AdamStep.exec(step(fast, rate, i));
                Nd4j.exec(step(slow, rate, i));

                assertSame(fast[0], results[0]);
                for (int k = 0; k < 3; k++) {
                    AgreementWithDl4j.assertClose("array " + k, slow[k], fast[k], 1e-6);
                }
            }
        }
    }

    @Test
    void doublesAndViewsAreLeftToNd4j() {
        for (INDArray gradient :
                new INDArray[] {Nd4j.randn(DataType.DOUBLE, 9), Nd4j.randn(9, 2).getColumn(1)}) {
            INDArray[] fast = {
                gradient.dup(), gradient.ulike().assign(0), gradient.ulike().assign(0)
            };
            fast[0] = gradient;
            INDArray[] slow = Arrays.stream(fast).map(INDArray::dup).toArray(INDArray[]::new);
            AdamStep.exec(step(fast, 1e-3, 0));
            Nd4j.exec(step(slow, 1e-3, 0));

            assertEquals(slow[0], fast[0]);
        }
    }

    @Test
    void updatersComeThisWay() {
        assumeTrue(Acceleration.isOn());
        Set<String> callers = new HashSet<>();
        INDArray gradient = Nd4j.randn(10);
        INDArray watched = watched(gradient, callers);
        INDArray[] same = {gradient.dup(), Nd4j.zeros(10), Nd4j.zeros(10)};
        new Adam(1e-3).instantiate(Nd4j.zeros(20), true).applyUpdater(watched, 0, 0);
        AdamStep.exec(step(same, 1e-3, 0));

        assertEquals(same[0], gradient);
        assertTrue(callers.contains(AdamStep.class.getName()), callers.toString());
    }

    /** The array, noting who calls its methods. */
    private static INDArray watched(INDArray array, Set<String> callers) {
        return (INDArray) Proxy.newProxyInstance(
                INDArray.class.getClassLoader(), new Class<?>[] {INDArray.class}, (proxy, method, arguments) -> {
                    for (StackTraceElement element : new Throwable().getStackTrace()) {
                        callers.add(element.getClassName());
                    }
                    return method.getName().equals("reshape") ? proxy : method.invoke(array, arguments);
                });
    }

    private static AdamUpdater step(INDArray[] arrays, double rate, int iteration) {
        return new AdamUpdater(arrays[0], arrays[1], arrays[2], rate, 0.9, 0.999, 1e-8, iteration);
    }
}
