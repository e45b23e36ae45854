package d2j.bench;

import java.util.List;

/**
 * What to measure, and for how long.
 *
 * @param workloads in the order of the table
 * @param contenders ids, ours first
 * @param threads numbers of threads, each measured with workers of its own
 * @param repetitions turns of each contender at each workload
 * @param seconds what a turn takes; at least one step
 * @param warmUpSeconds what a contender trains before the first turn
 * @param patience seconds that all turns of a contender at a workload may take, so that a slow one has fewer of them
 * @param hurryAfter seconds after which, on a slow or busy machine, the warm-up is measurement enough for everybody
 */
public record Plan(
        List<Workload> workloads,
        List<String> contenders,
        List<Integer> threads,
        int repetitions,
        double seconds,
        double warmUpSeconds,
        double patience,
        double hurryAfter) {

    public Plan {
        workloads = List.copyOf(workloads);
        contenders = List.copyOf(contenders);
        threads = List.copyOf(threads);
        if (repetitions < 1 || !(seconds > 0) || threads.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("repetitions, seconds and threads are positive");
        }
    }

    /** How many turns a contender gets whose step takes that long; 0: its warm-up is measurement enough. */
    int turns(double secondsPerStep) {
        double turn = Math.max(seconds, secondsPerStep);
        if (secondsPerStep > patience) {
            return 0;
        }
        return (int) Math.max(1, Math.min(repetitions, Math.floor(patience / turn)));
    }
}
