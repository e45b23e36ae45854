package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator, with workers that pretend. */
class BenchTest {

    @TempDir
    private Path logs;

    private final List<String> progress = new ArrayList<>();

    private static Contender fake(String id, String way) {
        return new Contender(
                id,
                id,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeWorker.class.getName(),
                        way),
                Map.of(),
                Set.of());
    }

    private static Plan plan(List<String> contenders, Workload... workloads) {
        return new Plan(List.of(workloads), contenders, List.of(1), 2, 0.05, 0.02, 0.3, 60);
    }

    private Results run(Plan plan, Map<String, String> ways) throws IOException, InterruptedException {
        return new Bench(
                        plan,
                        (id, threads) -> {
                            if (!ways.containsKey(id)) {
                                throw new NotAvailableException("not installed");
                            }
                            return fake(id, ways.get(id));
                        },
                        logs,
                        progress::add)
                .run(1);
    }

    @Test
    void contendersAreMeasuredInTurns() throws IOException, InterruptedException {
        Results results =
                run(plan(List.of("d2j", "dl4j"), Workload.MLP, Workload.LENET), Map.of("d2j", "good", "dl4j", "good"));
        List<String> turns =
                progress.stream().filter(text -> text.contains("turn")).toList();
        assertEquals(8, turns.size());
        for (int i = 0; i < turns.size(); i++) {
            assertTrue(turns.get(i).contains(i < 4 ? "MLP" : "LeNet"), turns.get(i));
            assertTrue(turns.get(i).contains(i % 2 == 0 ? ": d2j," : ": dl4j,"), turns.get(i));
        }
        for (Workload workload : List.of(Workload.MLP, Workload.LENET)) {
            for (Measurement measurement : results.of(workload)) {
                assertTrue(measurement.reason().isEmpty());
                assertEquals(workload.parameters(), measurement.parameters());
                assertEquals(0.5, measurement.loss());
                assertEquals(2, measurement.turns().size());
                double best = workload.unitsPerStep() / 0.010;
                double rate = measurement.rate(workload).orElseThrow().median();
                assertTrue(rate > 0.02 * best && rate <= best, () -> rate + " of " + best);
            }
        }
        assertEquals("fake good", results.facts().get("d2j").get("version").getAsString());
        assertTrue(results.missing().isEmpty());
    }

    @Test
    void failuresOfSomeDoNotStopTheOthers() throws IOException, InterruptedException {
        List<String> ids = List.of("d2j", "crashing", "throwing", "other", "diverging", "refusing", "absent", "broken");
        Plan plan = plan(ids, Workload.MLP, Workload.GRU);
        Results results = run(
                plan,
                Map.of(
                        "d2j",
                        "good",
                        "crashing",
                        "crash",
                        "throwing",
                        "throw",
                        "other",
                        "other-model",
                        "diverging",
                        "diverge",
                        "refusing",
                        "refuse",
                        "broken",
                        "no-start"));
        assertEquals("not installed", results.missing().get("absent"));
        assertTrue(
                results.missing().get("broken").contains("status 3: cannot find its library"),
                results.missing().get("broken"));
        String crash = reason(results, Workload.MLP, "crashing");
        assertTrue(crash.startsWith("its process ended with status 134"), crash);
        assertEquals("its process had ended before", reason(results, Workload.GRU, "crashing"));
        assertEquals("java.lang.IllegalStateException: out of ideas", reason(results, Workload.MLP, "throwing"));
        assertEquals("another model: it has 7 parameters instead of 203530", reason(results, Workload.MLP, "other"));
        assertEquals("its loss is not a finite number", reason(results, Workload.GRU, "diverging"));
        assertEquals("there is no such layer", reason(results, Workload.GRU, "refusing"));
        assertEquals(2, results.of(Workload.GRU, "d2j").orElseThrow().turns().size());

        Report report = new Report(Instant.EPOCH, ReportTest.MACHINE, plan, List.of(results));
        assertTrue(report.complete());
        assertTrue(report.text().contains("- absent: not installed\n"), report.text());
        JsonObject mlp = JsonParser.parseString(report.json())
                .getAsJsonObject()
                .getAsJsonArray("results")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("workloads")
                .get(0)
                .getAsJsonObject();
        assertEquals(Set.of(), mlp.getAsJsonObject("ratios").keySet());
        assertEquals(
                "java.lang.IllegalStateException: out of ideas",
                mlp.getAsJsonObject("measurements")
                        .getAsJsonObject("throwing")
                        .get("reason")
                        .getAsString());
    }

    private static String reason(Results results, Workload workload, String contender) {
        return results.of(workload, contender).orElseThrow().reason().orElseThrow();
    }

    @Test
    void aSlowContenderIsMeasuredLess() throws IOException, InterruptedException {
        Results results = run(plan(List.of("d2j", "dl4j"), Workload.MLP), Map.of("d2j", "good", "dl4j", "slow"));
        Measurement slow = results.of(Workload.MLP, "dl4j").orElseThrow();
        assertEquals(1, slow.turns().size());
        assertEquals(1, slow.turns().get(0).steps());
        assertEquals(2, results.of(Workload.MLP, "d2j").orElseThrow().turns().size());
    }

    @Test
    void whenItIsLateWarmUpsCount() throws IOException, InterruptedException {
        Plan late = new Plan(List.of(Workload.MLP), List.of("d2j"), List.of(1), 3, 0.05, 0.02, 1, 0);
        Measurement measurement =
                run(late, Map.of("d2j", "good")).of(Workload.MLP, "d2j").orElseThrow();
        assertEquals(1, measurement.turns().size());
        assertEquals(null, measurement.warmUp());
    }

    @Test
    void peaksOfMemoryAreReported() throws IOException, InterruptedException {
        Results results = run(plan(List.of("d2j"), Workload.MLP), Map.of("d2j", "good"));
        boolean linux = System.getProperty("os.name").equals("Linux");
        assertEquals(linux, results.of(Workload.MLP, "d2j").orElseThrow().peakBytes() > 10_000_000);
    }

    @Test
    void workersGetTheEnvironmentThatTheyShall() {
        Contender contender = new Contender(
                "x", "x", List.of("x"), Map.of("OMP_NUM_THREADS", "1"), Set.of("OMP_*", "GLIBC_TUNABLES"));
        assertEquals(
                Map.of("OMP_NUM_THREADS", "1", "HOME", "h", "GLIBC", "g"),
                contender.environmentFrom(Map.of(
                        "OMP_NUM_THREADS",
                        "8",
                        "OMP_WAIT_POLICY",
                        "PASSIVE",
                        "GLIBC_TUNABLES",
                        "t",
                        "HOME",
                        "h",
                        "GLIBC",
                        "g")));
    }

    @Test
    void plansShortenWhatIsSlow() {
        Plan plan = new Plan(List.of(Workload.MLP), List.of("d2j"), List.of(2), 5, 1, 1, 10, 100);
        assertEquals(5, plan.turns(0.01));
        assertEquals(3, plan.turns(3));
        assertEquals(1, plan.turns(10));
        assertEquals(0, plan.turns(11));
        assertFalse(plan.contenders().isEmpty());
    }
}
