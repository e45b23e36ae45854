package d2j.optim;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls to zero within a number of steps: η(1 − i/n)<sup>p</sup> in step i, in a straight line for
 * p = 1 (L.-C. Chen and others, "DeepLab", 2016, with p = 0.9; J. Devlin and others, "BERT", 2018, with p = 1). From
 * step n on it is zero. DL4J 1.0.0-M2.1 has a {@link org.nd4j.linalg.schedule.PolySchedule} of that description, which
 * computes η(1 + i/n)<sup>p</sup> and rises.
 *
 * <pre>{@code
 * // a warm-up before it
 * Trainer.epochs(4).schedule(new RampSchedule(new PolynomialDecay(1e-3, 1, steps), steps / 10))
 * }</pre>
 *
 * @param rate  η, the rate of the first step
 * @param power p
 * @param steps n, the steps of the whole training, not of one epoch
 */
public record PolynomialDecay(
        @JsonProperty("rate") double rate, @JsonProperty("power") double power, @JsonProperty("steps") int steps)
        implements ISchedule {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the rate is not a number above 0, the power negative or the steps below 1 */
    @JsonCreator
    public PolynomialDecay {
        if (!(rate > 0) || Double.isInfinite(rate) || !(power >= 0) || steps < 1) {
            throw new IllegalArgumentException("A polynomial decay takes a positive rate, a power of at least 0 and at "
                    + "least one step, not " + rate + ", " + power + " and " + steps);
        }
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return rate * Math.pow(Math.max(0, 1 - (double) iteration / steps), power);
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
