package d2j.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class ThreadsTest {

    /** Linux gives the threads that a thread starts its name. */
    private static final String NAME = "d2j-small";

    private static final Path TASKS = Path.of("/proc/self/task");

    @Test
    void smallOperationsStartNoThreads() throws InterruptedException, ExecutionException {
        assumeTrue(OneDnn.available() && Files.isDirectory(TASKS));
        FutureTask<List<Long>> counts = new FutureTask<>(ThreadsTest::count);
        Thread fresh = new Thread(counts, NAME);
        fresh.start();
        List<Long> found = counts.get();
        fresh.join();
        assertEquals(List.of(1L, 1L, 1L, 1L, 2L), found.subList(0, 5), "threads after each operation");
        assertEquals(2L, found.get(5), "threads that others may use, as before");
    }

    private static List<Long> count() {
        NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
        library.setOmpNumThreads(2);
        long length = 1 << 20;
        Floats floats = Floats.allocate(length);
        long memory = floats.address();
        Floats.write(memory, new float[1 << 20], 1 << 20);
        List<Long> counts = new ArrayList<>();
        new Softmax(32, 10).run(memory, memory);
        counts.add(threads());
        Gemm.multiply(64, 64, 64, memory, new long[] {64, 1}, memory, new long[] {64, 1}, memory + 4 * 4096);
        counts.add(threads());
        Elementwise.TANH.forward(4096).run(memory, memory);
        counts.add(threads());
        Combination.SUM.of(4096).run(memory, memory, memory);
        counts.add(threads());
        Elementwise.TANH.forward(length).run(memory, memory);
        counts.add(threads());
        counts.add((long) library.ompGetMaxThreads());
        floats.close();
        return counts;
    }

    private static long threads() {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.filter(ThreadsTest::isNamed).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNamed(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(NAME);
        } catch (IOException e) {
            // It has ended since.
            return false;
        }
    }
}
