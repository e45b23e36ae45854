package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models of the Java contenders. */
class ModelsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COLD_START")
    void dl4jHasTheParametersOfAllContenders(Workload workload) {
        try (Training training = new Dl4jModels().create(workload)) {
            assertEquals(workload.parameters(), training.parameters());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COLD_START")
    void ourModelsHaveThemToo(Workload workload) {
        try (Training training = new D2jModels().create(workload)) {
            assertTrue(workload.accepts(training.parameters()), () -> String.valueOf(training.parameters()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MLP", "LENET", "LSTM", "GRU", "TRANSFORMER_2X128"})
    void ourModelsLearnTheirBatch(Workload workload) {
        try (Training training = new D2jModels().create(workload)) {
            training.run(0);
            double first = training.loss();
            for (int i = 0; i < 5; i++) {
                training.run(0);
            }
            double last = training.loss();
            assertTrue(last < first, () -> first + " became " + last);
        }
    }

    @Test
    void aWorkerTrainsForAWhile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Worker.serve(
                Map.of("version", "1"),
                new D2jModels(),
                new BufferedReader(
                        new StringReader(
                                """
                {"command": "run", "seconds": 0.1}
                {"command": "prepare", "workload": "mlp"}
                {"command": "run", "seconds": 0.1}
                {"command": "prepare", "workload": "nonsense"}
                {"command": "release"}
                {"command": "quit"}
                {"command": "prepare", "workload": "mlp"}
                """)),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<JsonObject> answers = bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(6, answers.size());
        assertTrue(answers.get(0).get("ready").getAsBoolean());
        assertEquals("no workload is prepared", answers.get(1).get("reason").getAsString());
        assertEquals(203_530, answers.get(2).get("parameters").getAsInt());
        JsonObject turn = answers.get(3);
        assertTrue(turn.get("ok").getAsBoolean());
        assertTrue(turn.get("steps").getAsInt() >= 1 && turn.get("seconds").getAsDouble() >= 0.1, turn::toString);
        assertTrue(turn.get("loss").getAsDouble() > 0 && turn.get("loss").getAsDouble() < 5, turn::toString);
        assertEquals("unknown workload nonsense", answers.get(4).get("reason").getAsString());
        assertTrue(answers.get(5).get("ok").getAsBoolean());
    }

    @Test
    void theTriadMovesMemory() throws InterruptedException {
        double rate = Triad.gigabytesPerSecond(2, 1 << 20);
        assertTrue(rate > 0.1 && rate < 10_000, () -> rate + " GB/s");
    }
}
