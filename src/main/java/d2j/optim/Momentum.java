package d2j.optim;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gradient descent with momentum (the "heavy ball": B. Polyak, "Some methods of speeding up the convergence of
 * iteration methods", 1964): <b>v</b> ← β<b>v</b> + η<b>g</b>, <b>x</b> ← <b>x</b> − <b>v</b>. ND4J only has Nesterov's
 * variant of it. For networks of DL4J and for {@link d2j.autograd.Optimiser}.
 *
 * <p>As in ND4J's {@code Nesterovs} the learning rate is inside of <b>v</b>, so that a schedule acts on the gradients
 * still to come.
 */
public class Momentum implements IUpdater {
    private static final long serialVersionUID = 1L;

    private double learningRate;
    private ISchedule learningRateSchedule;
    private final double momentum;

    /**
     * @param learningRate η
     * @param momentum     β, how much of the last step remains: from 0, which is plain gradient descent, to below 1
     * @throws IllegalArgumentException if the momentum is not of this range
     */
    public Momentum(double learningRate, double momentum) {
        this(learningRate, null, momentum);
    }

    /** As {@link #Momentum(double, double)}, with a learning rate that changes. */
    public Momentum(ISchedule learningRate, double momentum) {
        this(Double.NaN, Objects.requireNonNull(learningRate), momentum);
    }

    Momentum(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("learningRateSchedule") ISchedule schedule,
            @JsonProperty("momentum") double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum is at least 0 and below 1, not " + momentum);
        }
        this.learningRate = learningRate;
        this.learningRateSchedule = schedule;
        this.momentum = momentum;
    }

    /** How much of the last step remains. */
    public double momentum() {
        return momentum;
    }

    /** The constant learning rate; NaN where a schedule says it. */
    double constantRate() {
        return learningRate;
    }

    /** What says the learning rate; null where it is constant. */
    ISchedule schedule() {
        return learningRateSchedule;
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        HeavyBall updater = new HeavyBall(this);
        updater.setStateViewArray(view, view.shape(), view.ordering(), initialize);
        return updater;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        HeavyBall updater = new HeavyBall(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        learningRate = rate;
        learningRateSchedule = schedule;
    }

    @Override
    @SuppressWarnings("checkstyle:SuperClone")
    public Momentum clone() {
        return new Momentum(learningRate, learningRateSchedule, momentum);
    }

    @Override
    public boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && Double.compare(((Momentum) other).learningRate, learningRate) == 0
                && Objects.equals(((Momentum) other).learningRateSchedule, learningRateSchedule)
                && ((Momentum) other).momentum == momentum;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, learningRateSchedule, momentum);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + rateInWords() + ", momentum " + momentum + ")";
    }

    String rateInWords() {
        return "rate " + (learningRateSchedule == null ? String.valueOf(learningRate) : learningRateSchedule);
    }
}
