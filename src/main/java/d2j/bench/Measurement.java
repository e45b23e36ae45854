package d2j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One contender at one workload: its repetitions, or the reason why there are none. */
public final class Measurement {

    private final String contender;
    private final List<Training.Turn> turns = new ArrayList<>();
    private Training.Turn warmUp;
    private long parameters;
    private double loss = Double.NaN;
    private long peakBytes;
    private String reason;

    Measurement(String contender) {
        this.contender = contender;
    }

    /** The id of the contender. */
    public String contender() {
        return contender;
    }

    /** The repetitions; of a contender whose single step takes longer than all of them should, the warm-up alone. */
    public List<Training.Turn> turns() {
        return List.copyOf(turns);
    }

    /** What was done before measuring; null if it failed or counts as the only repetition. */
    public Training.Turn warmUp() {
        return warmUp;
    }

    public long parameters() {
        return parameters;
    }

    /** The loss after the last step; not a number if there is none. */
    public double loss() {
        return loss;
    }

    /** The most memory that the worker had at a time; 0 if it is not known. */
    public long peakBytes() {
        return peakBytes;
    }

    /** Why there is no result. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Units per second over the repetitions; empty if there is no result. */
    public Optional<Statistics> rate(Workload workload) {
        if (reason != null || turns.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Statistics.of(turns.stream()
                .map(turn -> workload == Workload.COLD_START
                        ? turn.seconds()
                        : turn.steps() * workload.unitsPerStep() / turn.seconds())
                .toList()));
    }

    void fail(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    boolean failed() {
        return reason != null;
    }

    void warmedUp(Training.Turn turn) {
        warmUp = turn;
    }

    /** The warm-up took so long that nothing further is worth its time. */
    void countWarmUp() {
        turns.add(warmUp);
        warmUp = null;
    }

    void add(Training.Turn turn) {
        turns.add(turn);
    }

    void parameters(long count) {
        parameters = count;
    }

    void loss(double value) {
        loss = value;
    }

    void peakBytes(long bytes) {
        peakBytes = bytes;
    }
}
