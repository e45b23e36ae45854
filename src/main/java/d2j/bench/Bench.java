package d2j.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The coordinator: for each workload it lets all contenders build the model and warm up, then measures them in turns,
 * one after the other and round again, while the others sleep. So a slow minute of the machine hits all alike.
 */
public final class Bench {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SETTLE_STEP_MILLISECONDS = 40;
    private static final int MOST_SETTLE_STEPS = 12;

    /** Who takes part where only PyTorch is compared. */
    private static final Set<String> TWO = Set.of("d2j", "pytorch");

    /** How contenders are started. */
    @FunctionalInterface
    public interface Starter {

        /**
         * The contender of an id.
         *
         * @throws NotAvailableException if it cannot be had
         */
        Contender get(String id, int threads) throws IOException, InterruptedException;
    }

    private final Plan plan;
    private final Starter starter;
    private final Path logs;
    private final Consumer<String> progress;
    private final long begun = System.nanoTime();

    /**
     * A coordinator.
     *
     * @param logs the folder for the workers' messages
     * @param progress told what is being done
     */
    public Bench(Plan plan, Starter starter, Path logs, Consumer<String> progress) {
        this.plan = plan;
        this.starter = starter;
        this.logs = logs;
        this.progress = progress;
    }

    /** All results with one number of threads. */
    public Results run(int threads) throws IOException, InterruptedException {
        Results results = new Results(threads);
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            start(threads, workers, results);
            for (Workload workload : plan.workloads()) {
                if (workload != Workload.COLD_START) {
                    measure(workload, workers, results);
                }
            }
        } finally {
            workers.forEach(WorkerProcess::close);
        }
        return results;
    }

    private void start(int threads, List<WorkerProcess> workers, Results results)
            throws IOException, InterruptedException {
        progress.accept(words(threads) + ": starting the workers");
        for (String id : plan.contenders()) {
            try {
                Contender contender = starter.get(id, threads);
                workers.add(new WorkerProcess(contender, logs.resolve(id + "-" + threads + ".log")));
            } catch (NotAvailableException e) {
                results.missing(id, e.getMessage());
            }
        }
        for (WorkerProcess worker : List.copyOf(workers)) {
            try {
                results.facts(worker.contender().id(), worker.facts());
            } catch (NotAvailableException e) {
                results.missing(worker.contender().id(), e.getMessage());
                worker.close();
                workers.remove(worker);
            }
        }
    }

    static String words(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    private void measure(Workload workload, List<WorkerProcess> workers, Results results) throws InterruptedException {
        Map<WorkerProcess, Measurement> measurements = new LinkedHashMap<>();
        Map<WorkerProcess, Integer> turns = new LinkedHashMap<>();
        for (WorkerProcess worker : workers) {
            if (workload.isBesidePyTorchAlone()
                    && !TWO.contains(worker.contender().id())) {
                continue;
            }
            Measurement measurement = results.begin(workload, worker.contender().id());
            if (!worker.isAlive()) {
                measurement.fail("its process had ended before");
                continue;
            }
            measurements.put(worker, measurement);
            show(workload, worker, results.threads(), "warming up");
            attempt(measurement, () -> turns.put(worker, prepare(workload, worker, measurement)));
            turns.putIfAbsent(worker, 0);
        }
        for (int round = 0; round < plan.repetitions(); round++) {
            for (WorkerProcess worker : workers) {
                Measurement measurement = measurements.get(worker);
                if (measurement != null && !measurement.failed() && round < turns.get(worker)) {
                    show(workload, worker, results.threads(), "turn " + (round + 1) + " of " + turns.get(worker));
                    watched(
                            worker,
                            workers,
                            results,
                            () -> attempt(
                                    measurement,
                                    () -> measurement.add(turn(workload, worker, plan.seconds(), measurement))));
                }
            }
        }
        measurements.forEach((worker, measurement) -> {
            if (worker.isAlive()) {
                try {
                    JsonObject answer = worker.request(LIMIT, "release");
                    measurement.peakBytes(answer.get("peakBytes").getAsLong());
                } catch (NotAvailableException e) {
                    // What was measured before stands.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    private void show(Workload workload, WorkerProcess worker, int threads, String what) {
        progress.accept(words(threads) + ", " + workload.title() + ": "
                + worker.contender().name() + ", " + what);
    }

    /** Something that a worker does. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    /** Does some work of one worker, and notes what the others use of the processor meanwhile: nothing, they say. */
    private static void watched(WorkerProcess busy, List<WorkerProcess> workers, Results results, Work work)
            throws InterruptedException {
        settle(busy, workers);
        Map<WorkerProcess, Double> before = new LinkedHashMap<>();
        workers.stream()
                .filter(worker -> worker != busy && worker.isAlive())
                .forEach(worker -> before.put(worker, worker.processorSeconds()));
        long begun = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        before.forEach((worker, used) -> {
            if (worker.isAlive()) {
                results.idle(worker.contender().id(), worker.processorSeconds() - used, seconds);
            }
        });
    }

    /** Waits until the others sleep; Java's compiler may still be at work for a moment. */
    private static void settle(WorkerProcess next, List<WorkerProcess> workers) throws InterruptedException {
        for (int i = 0; i < MOST_SETTLE_STEPS; i++) {
            double before = processorSeconds(next, workers);
            Thread.sleep(SETTLE_STEP_MILLISECONDS);
            if ((processorSeconds(next, workers) - before) * 1000 < SETTLE_STEP_MILLISECONDS / 2) {
                return;
            }
        }
    }

    private static double processorSeconds(WorkerProcess next, List<WorkerProcess> workers) {
        return workers.stream()
                .filter(worker -> worker != next && worker.isAlive())
                .mapToDouble(WorkerProcess::processorSeconds)
                .sum();
    }

    private static void attempt(Measurement measurement, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (NotAvailableException e) {
            measurement.fail(e.getMessage());
        }
    }

    /** Builds the model, trains for a while, and says how many turns to take. */
    private int prepare(Workload workload, WorkerProcess worker, Measurement measurement) throws InterruptedException {
        JsonObject answer = worker.request(LIMIT, "prepare", "workload", workload.id());
        measurement.parameters(answer.get("parameters").getAsLong());
        if (!workload.accepts(measurement.parameters())) {
            throw new NotAvailableException("another model: it has " + measurement.parameters()
                    + " parameters instead of " + workload.parameters());
        }
        Training.Turn warmUp = turn(workload, worker, plan.warmUpSeconds(), measurement);
        boolean late = System.nanoTime() - begun > plan.hurryAfter() * 1e9;
        if (!late && warmUp.steps() == 1 && warmUp.seconds() < 2 * plan.patience()) {
            // A first step may take many times as long as the next ones.
            warmUp = turn(workload, worker, plan.warmUpSeconds(), measurement);
        }
        measurement.warmedUp(warmUp);
        int turns = late ? 0 : plan.turns(warmUp.seconds() / warmUp.steps());
        if (turns == 0) {
            measurement.countWarmUp();
        }
        return turns;
    }

    private static Training.Turn turn(Workload workload, WorkerProcess worker, double seconds, Measurement measurement)
            throws InterruptedException {
        JsonObject answer = worker.request(LIMIT, "run", "seconds", seconds);
        if (answer.has("loss")) {
            measurement.loss(answer.get("loss").getAsDouble());
        } else if (workload.trains()) {
            throw new NotAvailableException("its loss is not a finite number");
        }
        return new Training.Turn(
                answer.get("steps").getAsLong(), answer.get("seconds").getAsDouble());
    }
}
