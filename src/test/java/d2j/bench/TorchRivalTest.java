package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch's worker, where there is a Python with PyTorch. */
class TorchRivalTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path logs;

    @Test
    void itHasTheSameModels() throws IOException, InterruptedException {
        Contender contender;
        try {
            contender = new Contenders(Path.of("").toAbsolutePath(), text -> {}).get("pytorch", 1);
        } catch (NotAvailableException e) {
            abort(e.getMessage());
            return;
        }
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(one -> one != Workload.COLD_START)
                .toList();
        try (WorkerProcess worker = new WorkerProcess(contender, logs.resolve("log"))) {
            assertEquals("1", worker.facts().get("threads").getAsString());
            for (Workload workload : workloads) {
                JsonObject answer = worker.request(LIMIT, "prepare", "workload", workload.id());
                assertTrue(workload.accepts(answer.get("parameters").getAsLong()), workload + ": " + answer);
            }
            worker.request(LIMIT, "prepare", "workload", "mlp");
            JsonObject turn = worker.request(LIMIT, "run", "seconds", 0.1);
            assertTrue(turn.get("steps").getAsInt() >= 1 && turn.get("loss").getAsDouble() > 0, turn::toString);
        }
    }
}
