package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.arrays.DenseArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training with tensors takes no more memory after many steps than after some. For the measurement of
 * {@code bench/README.md}: {@code ./d2j test -Dtest=TensorMemoryTest -Dd2j.steps=3000}.
 */
class TensorMemoryTest {

    private static final int STEPS = Integer.getInteger("d2j.steps", 60);

    /** What Java compiles, and what is made when it is first needed, before memory is looked at. */
    private static final long RESIDENT_ALLOWANCE = 96L << 20;

    @ParameterizedTest
    @EnumSource(names = {"TENSOR_MLP", "TENSOR_LENET", "TENSOR_RNN", "TENSOR_ENCODER"})
    void memoryStaysFlat(Workload workload) throws IOException {
        try (Training training = new D2jModels().create(workload)) {
            long arrays = 0;
            long resident = 0;
            for (int step = 1; step <= STEPS; step++) {
                training.step();
                if (step == STEPS / 3) {
                    arrays = DenseArray.bytesInUse();
                    resident = residentBytes();
                }
            }
            long arraysNow = DenseArray.bytesInUse();
            long residentNow = residentBytes();
            String numbers = workload.id() + ", steps " + STEPS / 3 + " and " + STEPS + ": arrays " + (arrays >> 20)
                    + " and " + (arraysNow >> 20) + " MiB, resident " + (resident >> 20) + " and "
                    + (residentNow >> 20) + " MiB";
            System.out.println(numbers);
            assertTrue(arraysNow <= arrays + (8 << 20), numbers);
            assertTrue(residentNow <= resident + RESIDENT_ALLOWANCE, numbers);
        }
    }

    /** 0 where the system does not tell. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }
}
