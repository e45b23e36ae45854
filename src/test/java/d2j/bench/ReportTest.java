package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table, the JSON, and the numbers in them. */
class ReportTest {

    static final Machine MACHINE = new Machine("A processor", 2, 4096, "Linux", "17", 0.1, Map.of(2, 20.0));

    private static final Plan PLAN = new Plan(
            List.of(Workload.MATRIX_PRODUCT, Workload.MLP, Workload.COLD_START),
            List.of("d2j", "dl4j", "pytorch"),
            List.of(2),
            3,
            0.5,
            1,
            10,
            100);

    private static Results results() {
        Results results = new Results(2);
        JsonObject facts = new JsonObject();
        facts.addProperty("version", "ND4J 1 on CPU (oneDNN, OpenBLAS), 2 threads; Java 17");
        results.facts("d2j", facts);
        results.missing("pytorch", "install it");
        add(results, Workload.MATRIX_PRODUCT, "d2j", 50, 60, 55);
        add(results, Workload.MATRIX_PRODUCT, "dl4j", 10, 20, 15);
        add(results, Workload.MLP, "d2j", 100);
        results.begin(Workload.MLP, "dl4j").fail("it crashed");
        Measurement start = results.begin(Workload.COLD_START, "d2j");
        start.add(new Training.Turn(1, 2.5));
        results.idle("dl4j", 0.2, 1);
        return results;
    }

    private static void add(Results results, Workload workload, String contender, int... steps) {
        Measurement measurement = results.begin(workload, contender);
        for (int count : steps) {
            measurement.add(new Training.Turn(count, 0.5));
        }
    }

    @Test
    void theTableIsAligned() {
        String text = new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results())).text();
        List<String> lines = text.lines().toList();
        String head = lines.stream()
                .filter(line -> line.startsWith("workload"))
                .findFirst()
                .orElseThrow();
        String product = lines.stream()
                .filter(line -> line.startsWith("matrix"))
                .findFirst()
                .orElseThrow();
        String spread = lines.get(lines.indexOf(product) + 1);
        for (String column : List.of("d2j", "DL4J", "PyTorch", "to DL4J", "to PyTorch")) {
            int end = head.lastIndexOf(" " + column) + column.length() + 1;
            if (column.equals("DL4J") || column.equals("PyTorch")) {
                end = head.indexOf(" " + column) + column.length() + 1;
            }
            assertTrue(product.length() >= end && product.charAt(end - 1) != ' ', column + "\n" + text);
        }
        assertTrue(product.contains(" 236 ") && product.contains(" 64.4 ") && product.contains(" 3.67x"), text);
        assertTrue(spread.contains("215..258") && spread.contains("42.9..85.9"), text);
        assertTrue(text.contains("fastest matrix product 258 GFLOP/s; memory 20.0 GB/s"), text);
        assertTrue(text.contains("d2j      ND4J 1 on CPU (oneDNN, OpenBLAS); Java 17"), text);
        String mlp = lines.stream()
                .filter(line -> line.startsWith("MLP"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("51,200", "-", "-", "-", "-"),
                List.of(mlp.substring(mlp.indexOf("examples") + 8).strip().split(" +")));
        String start = lines.stream()
                .filter(line -> line.startsWith("from ./d2j run"))
                .findFirst()
                .orElseThrow();
        assertTrue(start.contains("seconds") && start.contains(" 2.50 "), start);
    }

    @Test
    void reasonsAreBelowTheTable() {
        String text = new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results())).text();
        assertTrue(text.contains("- PyTorch: install it\n"), text);
        assertTrue(text.contains("- DL4J, MLP 784-256-10, batch 256: it crashed\n"), text);
        assertTrue(text.contains("- DL4J used 20 % of a core while others were measured\n"), text);
    }

    @Test
    void aHandicappedRivalIsMarked() {
        Results results = results();
        JsonObject slow = new JsonObject();
        slow.addProperty("threads", "2");
        slow.addProperty("handicap", "multiplies with the reference BLAS");
        results.facts("pytorch", slow);
        add(results, Workload.MATRIX_PRODUCT, "pytorch", 1);
        JsonObject plain = new JsonObject();
        plain.addProperty("threads", "2");
        results.facts("dl4j", plain);
        assertEquals(Optional.empty(), results.handicap("dl4j"));
        assertEquals(Optional.empty(), results.handicap("d2j"));
        Report report = new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results));
        String text = report.text();
        assertTrue(text.contains("  to PyTorch*"), text);
        assertTrue(text.contains(" 55.0x*\n"), text);
        assertTrue(text.contains(" 3.67x "), text);
        assertTrue(
                text.contains("\n* PyTorch multiplies with the reference BLAS. "
                        + "Ratios to it say nothing about PyTorch\n"),
                text);
        assertEquals(
                "multiplies with the reference BLAS",
                JsonParser.parseString(report.json())
                        .getAsJsonObject()
                        .getAsJsonArray("results")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("contenders")
                        .getAsJsonObject("pytorch")
                        .get("handicap")
                        .getAsString());
    }

    @Test
    void aRivalFarBelowThePeakIsFoundOutByItsOwnProduct() {
        Results results = results();
        add(results, Workload.MATRIX_PRODUCT, "djl", 8, 7);
        add(results, Workload.MATRIX_PRODUCT, "pytorch", 10, 8);
        String why = results.handicap("djl").orElseThrow();
        assertEquals("its matrix product reaches 34.4 of 258 GFLOP/s: look at its BLAS library and its threads", why);
        assertEquals(Optional.empty(), results.handicap("pytorch"));
        assertEquals(Optional.empty(), results.handicap("dl4j"));
    }

    @Test
    void aRivalWithAnotherNumberOfThreadsIsMarked() {
        Results results = results();
        JsonObject facts = new JsonObject();
        facts.addProperty("threads", "1");
        results.facts("djl", facts);
        assertEquals(
                "computes with 1 thread instead of 2", results.handicap("djl").orElseThrow());
    }

    @Test
    void aBusyMachineIsToldOf() {
        Machine busy = new Machine("A processor", 2, 4096, "Linux", "17", 1.5, Map.of());
        String warning = "kept about 1.5 cores busy";
        assertTrue(
                new Report(Instant.EPOCH, busy, PLAN, List.of(results())).text().contains(warning));
        assertFalse(new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results()))
                .text()
                .contains("cores busy"));
    }

    @Test
    void theJsonHasEveryRepetition() {
        JsonObject json = JsonParser.parseString(new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results())).json())
                .getAsJsonObject();
        assertEquals("1970-01-01T00:00:00Z", json.get("date").getAsString());
        assertEquals(
                20.0,
                json.getAsJsonObject("machine")
                        .getAsJsonObject("bandwidth")
                        .get("2")
                        .getAsDouble());
        JsonObject result = json.getAsJsonArray("results").get(0).getAsJsonObject();
        assertEquals(
                "install it",
                result.getAsJsonObject("contenders")
                        .getAsJsonObject("pytorch")
                        .get("missing")
                        .getAsString());
        JsonObject product = result.getAsJsonArray("workloads").get(0).getAsJsonObject();
        assertEquals("matmul", product.get("workload").getAsString());
        JsonObject ours = product.getAsJsonObject("measurements").getAsJsonObject("d2j");
        assertEquals(3, ours.getAsJsonArray("turns").size());
        assertEquals(
                60,
                ours.getAsJsonArray("turns")
                        .get(1)
                        .getAsJsonObject()
                        .get("steps")
                        .getAsInt());
        assertEquals(55 / 15.0, product.getAsJsonObject("ratios").get("dl4j").getAsDouble(), 1e-9);
        assertFalse(product.getAsJsonObject("ratios").has("d2j"));
    }

    @Test
    void itIsCompleteOnlyWithAllOfOurResults() {
        Results results = results();
        assertTrue(new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results)).complete());
        results.begin(Workload.GRU, "d2j").fail("no");
        assertFalse(new Report(Instant.EPOCH, MACHINE, PLAN, List.of(results)).complete());
    }

    @Test
    void numbersHaveThreeDigits() {
        assertEquals("0.04", Report.number(0.0449));
        assertEquals("9.99", Report.number(9.994));
        assertEquals("10.0", Report.number(9.996));
        assertEquals("99.9", Report.number(99.94));
        assertEquals("100", Report.number(99.96));
        assertEquals("1,234,567", Report.number(1234567.4));
    }

    @Test
    void statistics() {
        assertEquals(new Statistics(2, 1, 9, 3), Statistics.of(List.of(9.0, 1.0, 2.0)));
        assertEquals(new Statistics(3, 1, 9, 4), Statistics.of(List.of(9.0, 4.0, 1.0, 2.0)));
        assertThrows(IllegalArgumentException.class, () -> Statistics.of(List.of()));
    }

    /** A start is measured in seconds: fewer are faster. */
    @Test
    void aStartInHalfTheTimeIsTwiceAsFast() {
        Results results = new Results(2);
        results.begin(Workload.COLD_START, "d2j").add(new Training.Turn(1, 1.5));
        results.begin(Workload.COLD_START, "pytorch").add(new Training.Turn(1, 3));
        assertEquals(2, Report.ratio(results, Workload.COLD_START, "pytorch").orElseThrow(), 1e-12);
        results.begin(Workload.MLP, "d2j").add(new Training.Turn(30, 1));
        results.begin(Workload.MLP, "pytorch").add(new Training.Turn(10, 1));
        assertEquals(3, Report.ratio(results, Workload.MLP, "pytorch").orElseThrow(), 1e-12);
    }
}
