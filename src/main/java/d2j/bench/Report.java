package d2j.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All results of a run, as a table for people and as JSON for programs. */
public final class Report {

    private static final double MOST_BUSY_CORES = 0.7;
    private static final double NOTICEABLE_IDLE_SHARE = 0.05;
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("d2j", "d2j");
        NAMES.put("dl4j", "DL4J");
        NAMES.put("pytorch", "PyTorch");
        NAMES.put("djl", "DJL");
    }

    private final Instant when;
    private final Machine machine;
    private final Plan plan;
    private final List<Results> results;

    /**
     * A report.
     *
     * @param results one for each number of threads
     */
    public Report(Instant when, Machine machine, Plan plan, List<Results> results) {
        this.when = when.truncatedTo(ChronoUnit.SECONDS);
        this.machine = machine;
        this.plan = plan;
        this.results = List.copyOf(results);
    }

    /** The table, with what one must know about it, ended by a line end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d cores, %,d MiB; %s; Java %s%n",
                machine.processor(),
                machine.cores(),
                machine.memoryMebibytes(),
                machine.system(),
                machine.java()));
        Map<String, String> versions = new LinkedHashMap<>();
        results.forEach(one -> one.facts().forEach((id, facts) -> {
            if (facts.has("version")) {
                versions.put(id, facts.get("version").getAsString().replaceFirst("\\), \\d+ threads?;", ");"));
            }
        }));
        versions.forEach((id, version) -> text.append(String.format(Locale.ROOT, "%-8s %s%n", name(id), version)));
        if (machine.busyCores() > MOST_BUSY_CORES) {
            text.append(String.format(
                    Locale.ROOT,
                    "In the minute before this began, programs kept about "
                            + "%.1f cores busy: if they went on, repeat it on a quiet machine.%n",
                    machine.busyCores()));
        }
        for (Results one : results) {
            text.append('\n');
            table(one, text);
        }
        return text.toString();
    }

    private static String name(String id) {
        return NAMES.getOrDefault(id, id);
    }

    private void table(Results one, StringBuilder text) {
        Double bandwidth = machine.bandwidth().get(one.threads());
        text.append(Bench.words(one.threads()));
        if (one.peakGigaflops() > 0) {
            text.append(String.format(Locale.ROOT, "; fastest matrix product %.0f GFLOP/s", one.peakGigaflops()));
        }
        if (bandwidth != null && !bandwidth.isNaN()) {
            text.append(String.format(Locale.ROOT, "; memory %.1f GB/s", bandwidth));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nmedian of up to %d turns of %s s, least and most below; "
                        + "ratios say how many times as fast d2j is%n%n",
                plan.repetitions(),
                number(plan.seconds())));

        List<String> rivals =
                plan.contenders().stream().filter(id -> !id.equals("d2j")).toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("workload", "per second"));
        plan.contenders().forEach(id -> head.add(name(id)));
        rivals.forEach(id -> head.add("to " + name(id) + mark(one, id)));
        rows.add(head);
        for (Workload workload : one.workloads()) {
            List<String> row =
                    new ArrayList<>(List.of(workload.title(), workload.unit().replace("/s", "")));
            List<String> spread = new ArrayList<>(List.of("", ""));
            for (String id : plan.contenders()) {
                Optional<Statistics> rate = rate(one, workload, id);
                row.add(rate.map(value -> number(value.median())).orElse("-"));
                spread.add(rate.filter(value -> value.count() > 1)
                        .map(value -> number(value.minimum()) + ".." + number(value.maximum()))
                        .orElse(""));
            }
            for (String rival : rivals) {
                row.add(ratio(one, workload, rival)
                        .map(value -> number(value) + "x" + mark(one, rival))
                        .orElse("-"));
                spread.add("");
            }
            rows.add(row);
            rows.add(spread);
        }
        layOut(rows, text);
        notes(one, text);
    }

    /** Set beside what must not be read without the note below. */
    private static String mark(Results one, String rival) {
        return one.handicap(rival).isPresent() ? "*" : "";
    }

    private static Optional<Statistics> rate(Results one, Workload workload, String contender) {
        return one.of(workload, contender).flatMap(measurement -> measurement.rate(workload));
    }

    /** How many times as fast d2j is as a rival, by the medians; empty where one of them has no result. */
    static Optional<Double> ratio(Results one, Workload workload, String rival) {
        Optional<Statistics> ours = rate(one, workload, "d2j");
        Optional<Statistics> theirs = rate(one, workload, rival);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        double more = ours.get().median() / theirs.get().median();
        // A start is measured in seconds, all else in work per second.
        return Optional.of(workload == Workload.COLD_START ? 1 / more : more);
    }

    private static void layOut(List<List<String>> rows, StringBuilder text) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            if (row.stream().allMatch(String::isEmpty)) {
                continue;
            }
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String format = i < 2 ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
                line.append(i == 0 ? "" : "  ").append(String.format(format, row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private void notes(Results one, StringBuilder text) {
        Set<String> notes = new LinkedHashSet<>();
        for (String id : plan.contenders()) {
            one.handicap(id)
                    .ifPresent(why -> notes.add("* " + name(id) + " " + why
                            + (id.equals("d2j") ? "" : ". Ratios to it say nothing about " + name(id))));
        }
        one.missing().forEach((id, reason) -> notes.add(name(id) + ": " + reason));
        for (Workload workload : one.workloads()) {
            for (Measurement measurement : one.of(workload)) {
                measurement
                        .reason()
                        .ifPresent(reason ->
                                notes.add(name(measurement.contender()) + ", " + workload.title() + ": " + reason));
            }
        }
        for (String id : plan.contenders()) {
            if (one.idleShare(id) > NOTICEABLE_IDLE_SHARE) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s used %.0f %% of a core while others were measured",
                        name(id),
                        100 * one.idleShare(id)));
            }
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note ->
                    text.append(note.startsWith("*") ? "" : "- ").append(note).append('\n'));
        }
    }

    /** A number with three digits that matter, or all that it has before its point. */
    static String number(double value) {
        if (value >= 99.95) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 9.995 ? "%.1f" : "%.2f", value);
    }

    /** Whether d2j did all workloads. */
    public boolean complete() {
        return results.stream()
                .allMatch(one -> !one.missing().containsKey("d2j")
                        && one.workloads().stream()
                                .allMatch(workload -> rate(one, workload, "d2j").isPresent()));
    }

    /** Everything that was measured. */
    public String json() {
        JsonObject root = new JsonObject();
        root.addProperty("date", when.toString());
        root.add(
                "machine",
                new GsonBuilder().serializeSpecialFloatingPointValues().create().toJsonTree(machine));
        JsonObject settings = new JsonObject();
        settings.addProperty("repetitions", plan.repetitions());
        settings.addProperty("seconds", plan.seconds());
        settings.addProperty("warmUpSeconds", plan.warmUpSeconds());
        root.add("settings", settings);
        JsonArray all = new JsonArray();
        results.forEach(one -> all.add(json(one)));
        root.add("results", all);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(root) + "\n";
    }

    private JsonObject json(Results one) {
        JsonObject object = new JsonObject();
        object.addProperty("threads", one.threads());
        object.addProperty("peakGigaflops", one.peakGigaflops());
        JsonObject contenders = new JsonObject();
        for (String id : plan.contenders()) {
            JsonObject facts = one.facts().containsKey(id) ? one.facts().get(id).deepCopy() : new JsonObject();
            if (one.missing().containsKey(id)) {
                facts.addProperty("missing", one.missing().get(id));
            }
            one.handicap(id).ifPresent(why -> facts.addProperty("handicap", why));
            facts.addProperty("idleShare", one.idleShare(id));
            contenders.add(id, facts);
        }
        object.add("contenders", contenders);
        JsonArray workloads = new JsonArray();
        for (Workload workload : one.workloads()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("workload", workload.id());
            entry.addProperty("title", workload.title());
            entry.addProperty("unit", workload.unit());
            entry.addProperty("parameters", workload.parameters());
            JsonObject measurements = new JsonObject();
            one.of(workload)
                    .forEach(measurement -> measurements.add(measurement.contender(), json(workload, measurement)));
            entry.add("measurements", measurements);
            JsonObject ratios = new JsonObject();
            plan.contenders().forEach(id -> ratio(one, workload, id)
                    .filter(value -> !id.equals("d2j"))
                    .ifPresent(value -> ratios.addProperty(id, value)));
            entry.add("ratios", ratios);
            workloads.add(entry);
        }
        object.add("workloads", workloads);
        return object;
    }

    private static JsonObject json(Workload workload, Measurement measurement) {
        JsonObject object = new JsonObject();
        measurement.reason().ifPresent(reason -> object.addProperty("reason", reason));
        measurement.rate(workload).ifPresent(rate -> {
            object.addProperty("median", rate.median());
            object.addProperty("minimum", rate.minimum());
            object.addProperty("maximum", rate.maximum());
        });
        object.addProperty("parameters", measurement.parameters());
        if (Double.isFinite(measurement.loss())) {
            object.addProperty("loss", measurement.loss());
        }
        if (measurement.peakBytes() > 0) {
            object.addProperty("peakBytes", measurement.peakBytes());
        }
        if (measurement.warmUp() != null) {
            object.add("warmUp", json(measurement.warmUp()));
        }
        JsonArray turns = new JsonArray();
        measurement.turns().forEach(turn -> turns.add(json(turn)));
        object.add("turns", turns);
        return object;
    }

    private static JsonObject json(Training.Turn turn) {
        JsonObject object = new JsonObject();
        object.addProperty("steps", turn.steps());
        object.addProperty("seconds", turn.seconds());
        return object;
    }
}
