package d2j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A whole run of {@code ./d2j bench}. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Measures everything in a plan.
     *
     * @param home the folder of the project, with its launcher, built
     * @param made the folder for logs and for what the contenders need
     * @param memoryMebibytes the machine's memory, for the report
     * @param progress told often what is being done
     * @param messages told rarely what a user must know
     */
    public static Report run(
            Plan plan,
            Path home,
            Path made,
            Instant when,
            long memoryMebibytes,
            Consumer<String> progress,
            Consumer<String> messages)
            throws IOException, InterruptedException {
        progress.accept("measuring the memory bandwidth");
        Machine machine = Machine.inspect(home, plan.threads(), memoryMebibytes);
        Contenders contenders = new Contenders(home, made, messages);
        Bench bench = new Bench(plan, contenders::get, made.resolve("logs"), progress);
        List<Results> all = new ArrayList<>();
        for (int threads : plan.threads()) {
            Results results = bench.run(threads);
            // Threads hardly matter to it, so it is done once, after the workers have gone.
            if (all.isEmpty() && plan.workloads().contains(Workload.COLD_START)) {
                progress.accept(Workload.COLD_START.title());
                ColdStart.measure(
                        home, made, plan.contenders(), Contenders::pythonKernel, Math.min(3, plan.turns(3)), results);
            }
            all.add(results);
        }
        return new Report(when, machine, plan, all);
    }
}
