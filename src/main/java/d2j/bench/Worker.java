package d2j.bench;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The worker's side of the conversation with the coordinator: one JSON object per line, requests on the standard input,
 * answers on the standard output. Between two requests a worker sleeps.
 *
 * <pre>
 *                                                  {"ready": true, "facts": {"version": "..."}}
 * {"command": "prepare", "workload": "lenet"}      {"ok": true, "parameters": 61706}
 * {"command": "run", "seconds": 0.5}               {"ok": true, "steps": 12, "seconds": 0.53, "loss": 2.3}
 * {"command": "release"}                           {"ok": true, "peakBytes": 123456789}
 * {"command": "quit"}                              (ends)
 * anything that fails                              {"ok": false, "reason": "..."}
 * </pre>
 */
public final class Worker {

    private static final Gson GSON = new Gson();

    private final Models models;
    private final PrintStream answers;
    private Training training;

    private Worker(Models models, PrintStream answers) {
        this.models = models;
        this.answers = answers;
    }

    /**
     * Answers requests until the standard input ends. What libraries print goes to the standard error from now on.
     *
     * @param facts what the report tells about this contender, such as its version
     */
    public static void serve(Map<String, String> facts, Models models) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        serve(facts, models, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), answers);
    }

    static void serve(Map<String, String> facts, Models models, BufferedReader requests, PrintStream answers)
            throws IOException {
        Worker worker = new Worker(models, answers);
        JsonObject ready = new JsonObject();
        ready.addProperty("ready", true);
        ready.add("facts", GSON.toJsonTree(facts));
        worker.send(ready);
        String line;
        while ((line = requests.readLine()) != null) {
            JsonObject request = JsonParser.parseString(line).getAsJsonObject();
            if (request.get("command").getAsString().equals("quit")) {
                break;
            }
            worker.send(worker.answer(request));
        }
        worker.release();
    }

    private void send(JsonObject answer) {
        answers.print(GSON.toJson(answer) + "\n");
        answers.flush();
    }

    private JsonObject answer(JsonObject request) {
        JsonObject answer = new JsonObject();
        try {
            switch (request.get("command").getAsString()) {
                case "prepare" -> prepare(request.get("workload").getAsString(), answer);
                case "run" -> run(request.get("seconds").getAsDouble(), answer);
                case "release" -> {
                    release();
                    answer.addProperty("peakBytes", peakBytes());
                }
                default -> throw new NotAvailableException("unknown request " + request);
            }
            answer.addProperty("ok", true);
        } catch (NotAvailableException e) {
            refuse(answer, e.getMessage());
        } catch (Exception | LinkageError | OutOfMemoryError | AssertionError e) {
            // The log of the worker has the whole story; the table has room for one line.
            e.printStackTrace();
            refuse(answer, e.toString().lines().findFirst().orElse("failed"));
        }
        return answer;
    }

    private static void refuse(JsonObject answer, String reason) {
        answer.addProperty("ok", false);
        answer.addProperty("reason", reason);
    }

    private void prepare(String id, JsonObject answer) {
        release();
        resetPeak();
        Workload workload = Workload.of(id).orElseThrow(() -> new NotAvailableException("unknown workload " + id));
        training = models.create(workload);
        answer.addProperty("parameters", training.parameters());
    }

    private void run(double seconds, JsonObject answer) {
        if (training == null) {
            throw new NotAvailableException("no workload is prepared");
        }
        Training.Turn turn = training.run(seconds);
        answer.addProperty("steps", turn.steps());
        answer.addProperty("seconds", turn.seconds());
        double loss = training.loss();
        if (Double.isFinite(loss)) {
            answer.addProperty("loss", loss);
        }
    }

    private void release() {
        if (training != null) {
            training.close();
            training = null;
            // The next workload shall find the memory of this one free, native memory above all.
            System.gc();
        }
    }

    /** Linux counts the peak from now on; elsewhere it is not known. */
    private static void resetPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // The peak is then that of the whole life of this process.
        }
    }

    /** The most memory that this process had at a time since the last reset; 0 where the system does not tell. */
    private static long peakBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return 0;
    }
}
