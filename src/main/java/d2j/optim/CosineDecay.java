package d2j.optim;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls along half a cosine, η₁ + (η₀ − η₁)(1 + cos(πi/n))/2 in step or epoch i: slowly at first
 * and at the end, quickly between (I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
 * 2017). From n on it stays at the end, or begins again.
 *
 * <pre>{@code
 * new CosineDecay(ScheduleType.ITERATION, 0.1, 0, steps)
 * new CosineDecay(ScheduleType.ITERATION, 0.1, 0, steps / 4).restarting()    // four times
 * }</pre>
 *
 * @param type     whether i counts iterations or epochs
 * @param rate     η₀, the rate of the first
 * @param end      η₁, the rate after n of them
 * @param length   n
 * @param restarts whether the rate jumps back to the first after n
 */
public record CosineDecay(
        @JsonProperty("type") ScheduleType type,
        @JsonProperty("rate") double rate,
        @JsonProperty("end") double end,
        @JsonProperty("length") int length,
        @JsonProperty("restarts") boolean restarts)
        implements ISchedule {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the rates are negative or no numbers, or the length is below 1 */
    @JsonCreator
    public CosineDecay {
        if (!(rate >= 0 && end >= 0) || Double.isInfinite(rate + end) || length < 1) {
            throw new IllegalArgumentException(
                    "A cosine decay takes rates of at least 0 and a length of at least 1, not " + rate + ", " + end
                            + " and " + length);
        }
    }

    /** One fall, at the end of which the rate stays. */
    public CosineDecay(ScheduleType type, double rate, double end, int length) {
        this(type, rate, end, length, false);
    }

    /** The same fall again and again. */
    public CosineDecay restarting() {
        return new CosineDecay(type, rate, end, length, true);
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        int i = type == ScheduleType.EPOCH ? epoch : iteration;
        int within = restarts ? i % length : Math.min(i, length);
        return end + (rate - end) * (1 + Math.cos(Math.PI * within / length)) / 2;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
