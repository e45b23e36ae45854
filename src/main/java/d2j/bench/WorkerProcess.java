package d2j.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker, seen from the coordinator; see {@link Worker} for what they say to each other. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final String END = "";

    private final Contender contender;
    private final Path log;
    private final Process process;
    private final Writer requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private JsonObject facts;

    /**
     * Starts a worker, and returns without waiting for it.
     *
     * @param log where its messages go
     */
    WorkerProcess(Contender contender, Path log) throws IOException {
        this.contender = contender;
        this.log = log;
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(contender.command()).redirectError(log.toFile());
        Map<String, String> environment = builder.environment();
        Map<String, String> wanted = contender.environmentFrom(Map.copyOf(environment));
        environment.clear();
        environment.putAll(wanted);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NotAvailableException("does not start: " + e.getMessage());
        }
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "d2j-bench-" + contender.id());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                // A native library may print to the standard output past everything else.
                if (line.startsWith("{")) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // The end of the process, which the next line tells.
        }
        answers.add(END);
    }

    Contender contender() {
        return contender;
    }

    /** What it said about itself when it was ready; waits for that. */
    JsonObject facts() throws InterruptedException {
        if (facts == null) {
            facts = answer(START_LIMIT).getAsJsonObject("facts");
        }
        return facts;
    }

    /**
     * Asks and waits for the answer.
     *
     * @param arguments names and values, in turn
     * @throws NotAvailableException if the worker refuses, has ended or takes too long; after the latter two it is gone
     */
    JsonObject request(Duration limit, String command, Object... arguments) throws InterruptedException {
        facts();
        JsonObject request = new JsonObject();
        request.addProperty("command", command);
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i + 1] instanceof Number number) {
                request.addProperty((String) arguments[i], number);
            } else {
                request.addProperty((String) arguments[i], arguments[i + 1].toString());
            }
        }
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            throw ended();
        }
        JsonObject answer = answer(limit);
        if (!answer.has("ok") || !answer.get("ok").getAsBoolean()) {
            throw new NotAvailableException(
                    answer.has("reason") ? answer.get("reason").getAsString() : "no reason");
        }
        return answer;
    }

    private JsonObject answer(Duration limit) throws InterruptedException {
        String line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            process.destroyForcibly();
            throw new NotAvailableException("no answer within " + limit.toSeconds() + " s");
        }
        if (line.equals(END)) {
            answers.add(END);
            throw ended();
        }
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonSyntaxException e) {
            throw new NotAvailableException("answered nonsense: " + line);
        }
    }

    private NotAvailableException ended() throws InterruptedException {
        process.waitFor(5, TimeUnit.SECONDS);
        String status = process.isAlive() ? "" : " with status " + process.exitValue();
        return new NotAvailableException("its process ended" + status + lastWords());
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "";
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time that it has used so far, in seconds; 0 where the system does not tell. */
    double processorSeconds() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    @Override
    public void close() {
        try {
            requests.write("{\"command\":\"quit\"}\n");
            requests.close();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
