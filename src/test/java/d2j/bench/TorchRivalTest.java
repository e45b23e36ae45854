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
            contender = new Contenders(Path.of("").toAbsolutePath(), logs, text -> {}).get("pytorch", 1);
        } catch (NotAvailableException e) {
            abort(e.getMessage());
            return;
        }
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(one -> one != Workload.COLD_START)
                .toList();
        try (WorkerProcess worker = new WorkerProcess(contender, logs.resolve("log"))) {
            assertEquals("1", worker.facts().get("threads").getAsString());
            String blas = worker.facts().get("blas").getAsString();
            assertEquals(
                    blas.equals("the reference BLAS"),
                    worker.facts().has("handicap")
                            && worker.facts().get("handicap").getAsString().contains("libopenblas0-pthread"),
                    blas);
            for (Workload workload : workloads) {
                JsonObject answer = worker.request(LIMIT, "prepare", "workload", workload.id());
                assertTrue(workload.accepts(answer.get("parameters").getAsLong()), workload + ": " + answer);
            }
            worker.request(LIMIT, "prepare", "workload", "mlp");
            JsonObject turn = worker.request(LIMIT, "run", "seconds", 0.1);
            assertTrue(turn.get("steps").getAsInt() >= 1 && turn.get("loss").getAsDouble() > 0, turn::toString);
        }
    }

    @Test
    void theBlasIsKnownByItsNames() throws IOException, InterruptedException {
        String program =
                """
                import sys
                sys.path.insert(0, "bench")
                sys.dont_write_bytecode = True
                from torch_blas import handicap, name
                debian = "Build settings: BLAS_INFO=generic, USE_MKLDNN=ON"
                lib = "/usr/lib/x86_64-linux-gnu/"
                print(name("BLAS_INFO=mkl, USE_MKL=ON", ["/x/libtorch_cpu.so"]))
                print(name("BLAS_INFO=open", ["/x/libtorch_cpu.so"]))
                print(name(debian, [lib + "libdnnl.so.2", lib + "openblas-pthread/libblas.so.3",
                                    lib + "openblas-pthread/libopenblasp-r0.3.21.so"]))
                print(name(debian, [lib + "blis-openmp/libblas.so.3"]))
                print(name(debian, [lib + "libdnnl.so.2.6", lib + "blas/libblas.so.3.11.0",
                                    lib + "openblas-pthread/libopenblasp-r0.3.21.so"]))
                print(name("BLAS_INFO=accelerate", []) == "")
                print(handicap("the reference BLAS", True))
                print(handicap("MKL", False))
                print(handicap("OpenBLAS", True) == "")
                """;
        Process process;
        try {
            process = new ProcessBuilder("python3", "-c", program)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            abort("no python3");
            return;
        }
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor(), lines::toString);
        assertEquals(List.of("MKL", "OpenBLAS", "OpenBLAS", "BLIS", "the reference BLAS", "True"), lines.subList(0, 6));
        assertTrue(lines.get(6).endsWith("sudo apt install libopenblas0-pthread"), lines.get(6));
        assertTrue(lines.get(7).contains("without oneDNN"), lines.get(7));
        assertEquals("True", lines.get(8));
    }
}
