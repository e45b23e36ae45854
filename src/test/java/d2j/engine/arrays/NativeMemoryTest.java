package d2j.engine.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.autograd.Tensor;
import d2j.engine.Engine;
import d2j.engine.onednn.Acceleration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NativeMemoryTest {

    private static final long MEGABYTE = 1 << 20;

    /** The bound on garbage, with room for what other tests have left. */
    private static final long MOST = 640 * MEGABYTE;

    @BeforeAll
    static void start() {
        Engine.start(1);
        assumeTrue(Acceleration.isOn());
    }

    /** Three gigabytes of arrays that nobody holds, one or two megabytes each. */
    private static void assertBounded(Supplier<Object> arrays) {
        long before = NativeMemory.inUse();
        long most = 0;
        for (int i = 0; i < 1500; i++) {
            arrays.get();
            most = Math.max(most, NativeMemory.inUse() - before);
        }
        assertTrue(most > 8 * MEGABYTE, "counted: " + most);
        assertTrue(most < MOST, "at most " + (most >> 20) + " MiB");
    }

    @Test
    void tensorsThatNobodyHoldsDoNotPileUp() {
        Tensor x = Tensor.of(Nd4j.ones(DataType.FLOAT, 512, 512));
        assertBounded(() -> Tensor.noGrad(() -> x.mul(2).add(1)));
    }

    @Test
    void arraysThatNobodyHoldsDoNotPileUp() {
        INDArray x = Nd4j.ones(DataType.FLOAT, 512, 512);
        assertBounded(() -> x.mul(2).add(1));
    }

    @Test
    void whatIsHeldStaysAndIsCounted() {
        long before = NativeMemory.inUse();
        List<INDArray> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(Nd4j.valueArrayOf(new long[] {256, 1024}, (double) i, DataType.FLOAT));
            Nd4j.create(DataType.FLOAT, 1024, 1024);
        }
        assertTrue(NativeMemory.inUse() - before >= 60 * MEGABYTE, "held: " + (NativeMemory.inUse() - before));
        for (int i = 0; i < 100; i++) {
            assertEquals(i, held.get(i).getDouble(255, 1023));
        }
    }

    @Test
    void closedArraysAreNoLongerCounted() {
        INDArray large = Nd4j.create(DataType.FLOAT, 64, 1024, 1024);
        long with = NativeMemory.inUse();
        large.close();
        long without = NativeMemory.inUse();
        assertTrue(with - without >= 256 * MEGABYTE, with + " and " + without);
    }

    /** Once closed and once found by the collector, an array is taken off once. */
    @Test
    void nothingIsTakenOffTwice() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Nd4j.create(DataType.FLOAT, 1024, 1024).close();
        }
        System.gc();
        Thread.sleep(100);
        assertTrue(NativeMemory.inUse() >= 0, "in use: " + NativeMemory.inUse());
    }
}
