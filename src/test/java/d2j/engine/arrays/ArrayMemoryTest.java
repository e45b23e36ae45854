package d2j.engine.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.autograd.Tensor;
import d2j.engine.Engine;
import d2j.engine.onednn.Acceleration;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayMemoryTest {

    private static final long MEGABYTE = 1 << 20;

    /** The bound on garbage, with room for what other tests have left. */
    private static final long MOST = 640 * MEGABYTE;

    @BeforeAll
    static void start() {
        Engine.start(1);
        assumeTrue(Acceleration.isOn());
    }

    /** What earlier tests left is gone as soon as nothing has been freed for a while. */
    private static long inUseWithoutGarbage() {
        System.gc();
        long last = Long.MAX_VALUE;
        for (int quiet = 0; quiet < 10; ) {
            long now = ArrayMemory.inUse();
            quiet = now < last ? 0 : quiet + 1;
            last = now;
            LockSupport.parkNanos(10_000_000);
        }
        return last;
    }

    /** Three gigabytes of arrays that nobody holds, one or two megabytes each. */
    private static void assertBounded(Supplier<Object> arrays) {
        long before = inUseWithoutGarbage();
        long most = 0;
        for (int i = 0; i < 1500; i++) {
            arrays.get();
            most = Math.max(most, ArrayMemory.inUse() - before);
        }
        assertTrue(most > 8 * MEGABYTE, "counted: " + most);
        assertTrue(most < MOST, "at most " + (most >> 20) + " MiB");
    }

    @Test
    void tensorsThatNobodyHoldsDoNotPileUp() {
        Tensor x = Tensor.of(Nd4j.ones(DataType.FLOAT, 512, 512));
        assertBounded(() -> Tensor.noGrad(() -> x.mul(2).add(1)));
    }

    /** Nor is the whole heap searched each of the eight times that garbage takes what it may. */
    @Test
    void arraysThatNobodyHoldsDoNotPileUp() {
        INDArray x = Nd4j.ones(DataType.FLOAT, 512, 512);
        inUseWithoutGarbage();
        long before = wholeCollections();
        assertBounded(() -> x.mul(2).add(1));
        assertTrue(wholeCollections() - before <= 4, "collections: " + (wholeCollections() - before));
    }

    private static long wholeCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> collector.getName().matches("MarkSweepCompact|.* Old Generation"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @Test
    void whatIsHeldStaysAndIsCounted() {
        long before = inUseWithoutGarbage();
        List<INDArray> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(Nd4j.valueArrayOf(new long[] {256, 1024}, (double) i, DataType.FLOAT));
            Nd4j.create(DataType.FLOAT, 1024, 1024);
        }
        assertTrue(ArrayMemory.inUse() - before >= 60 * MEGABYTE, "held: " + (ArrayMemory.inUse() - before));
        for (int i = 0; i < 100; i++) {
            assertEquals(i, held.get(i).getDouble(255, 1023));
        }
    }

    @Test
    void closedArraysAreNoLongerCounted() {
        INDArray large = Nd4j.create(DataType.FLOAT, 64, 1024, 1024);
        long with = ArrayMemory.inUse();
        large.close();
        long without = ArrayMemory.inUse();
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
        assertTrue(ArrayMemory.inUse() >= 0, "in use: " + ArrayMemory.inUse());
    }
}
