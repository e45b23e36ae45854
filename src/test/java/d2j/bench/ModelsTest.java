package d2j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The models of the Java contenders. */
class ModelsTest {

    /** Classes of this project that the worker of DL4J as it comes finds, and no others. */
    private static final class WorkerClasses extends URLClassLoader {

        WorkerClasses(Path folder) throws MalformedURLException {
            super(new URL[] {folder.toUri().toURL()}, ModelsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("d2j.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : findClass(name);
            }
        }
    }

    /** What DL4J cannot do. */
    private static final Set<Workload> NOT_DL4J =
            EnumSet.of(Workload.TRANSLATION, Workload.DECODING, Workload.SKIP_GRAM, Workload.COLD_START);

    @TempDir
    private Path folderOfClasses;

    /** As its worker does, which has neither the engine nor the layers on its class path. */
    @Test
    void dl4jHasTheParametersOfAllContendersWithoutTheirClasses() throws Exception {
        Path folder = new Contenders(Path.of("").toAbsolutePath(), folderOfClasses, text -> {}).workerClasses();
        try (WorkerClasses loader = new WorkerClasses(folder)) {
            Class<?> type = loader.loadClass("d2j.bench.Workload");
            Constructor<?> constructor =
                    loader.loadClass("d2j.bench.Dl4jModels").getDeclaredConstructor();
            constructor.setAccessible(true);
            Object models = constructor.newInstance();
            Method create = models.getClass().getDeclaredMethod("create", type);
            create.setAccessible(true);
            for (Workload workload : Workload.values()) {
                if (workload.isEager() || NOT_DL4J.contains(workload)) {
                    continue;
                }
                Object training = create.invoke(
                        models, type.getMethod("valueOf", String.class).invoke(null, workload.name()));
                Class<?> contract = loader.loadClass("d2j.bench.Training");
                assertEquals(
                        workload.parameters(), contract.getMethod("parameters").invoke(training), workload.id());
                contract.getMethod("close").invoke(training);
            }
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("d2j.engine.Engine"));
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
    @EnumSource(
            names = {
                "MLP",
                "LENET",
                "LSTM",
                "GRU",
                "BILSTM",
                "TRANSFORMER_2X128",
                "TRANSLATION",
                "SKIP_GRAM",
                "TENSOR_MLP",
                "TENSOR_LENET",
                "TENSOR_RNN",
                "TENSOR_ENCODER",
                "TENSOR_BAHDANAU",
                "TENSOR_SSD"
            })
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
