package d2j.optim;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Layer-wise adaptive rate scaling (Y. You, I. Gitman and B. Ginsburg, "Large batch training of convolutional
 * networks", 2017): momentum on gradients that are scaled, each parameter array by itself, so that a step is in
 * proportion to the weights: <b>v</b> ← β<b>v</b> + ηλ(<b>g</b> + γ<b>w</b>), <b>w</b> ← <b>w</b> − <b>v</b> with λ =
 * τ‖<b>w</b>‖ / (‖<b>g</b>‖ + γ‖<b>w</b>‖).
 *
 * <p>ND4J shows an updater gradients and no weights; those are shown to a {@link Regularization}. So this is both, and
 * a network of DL4J has to be told twice, the second time for each layer: what is said for all layers at once, DL4J
 * 1.0.0-M2.1 applies two times. Biases are not scaled there, as is usual:
 *
 * <pre>{@code
 * Lars lars = new Lars(1.0, 0.9, 0.01, 1e-4);
 * new NeuralNetConfiguration.Builder().updater(lars).list()
 *         .layer(new DenseLayer.Builder().nOut(32).regularization(List.of(lars)).build())
 * Optimiser.of(lars, W, V)                            // by itself
 * }</pre>
 */
public final class Lars extends Momentum implements Regularization {
    private static final long serialVersionUID = 1L;

    private final double trust;
    private final double weightDecay;

    /**
     * @param learningRate η
     * @param momentum     β
     * @param trust        τ: with η = 1 and no momentum, the length of a step relative to that of the weights
     * @param weightDecay  γ
     * @throws IllegalArgumentException if trust is not positive, weight decay is negative, or momentum out of range
     */
    public Lars(double learningRate, double momentum, double trust, double weightDecay) {
        this(learningRate, null, momentum, trust, weightDecay);
    }

    /** As {@link #Lars(double, double, double, double)}, with a learning rate that changes. */
    public Lars(ISchedule learningRate, double momentum, double trust, double weightDecay) {
        this(Double.NaN, Objects.requireNonNull(learningRate), momentum, trust, weightDecay);
    }

    private Lars(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("learningRateSchedule") ISchedule schedule,
            @JsonProperty("momentum") double momentum,
            @JsonProperty("trust") double trust,
            @JsonProperty("weightDecay") double weightDecay) {
        super(learningRate, schedule, momentum);
        if (!(trust > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("LARS takes a positive trust and a weight decay of at least 0, not "
                    + trust + " and " + weightDecay);
        }
        this.trust = trust;
        this.weightDecay = weightDecay;
    }

    /** λ, by which the gradient is multiplied; 1 where the weights or the gradient are zero. */
    public double ratio(INDArray weights, INDArray gradient) {
        double w = weights.norm2Number().doubleValue();
        double g = gradient.norm2Number().doubleValue();
        return w > 0 && g > 0 ? trust * w / (g + weightDecay * w) : 1;
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray weights, INDArray gradient, double rate, int iteration, int epoch) {
        double ratio = ratio(weights, gradient);
        gradient.addi(weights.mul(weightDecay)).muli(ratio);
    }

    /** The penalty that belongs to the weight decay, ½γ‖<b>w</b>‖². */
    @Override
    public double score(INDArray weights, int iteration, int epoch) {
        double norm = weights.norm2Number().doubleValue();
        return weightDecay * norm * norm / 2;
    }

    @Override
    @SuppressWarnings("checkstyle:SuperClone")
    public Lars clone() {
        return new Lars(constantRate(), schedule(), momentum(), trust, weightDecay);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && ((Lars) other).trust == trust && ((Lars) other).weightDecay == weightDecay;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(trust, weightDecay);
    }

    @Override
    public String toString() {
        return "Lars(" + rateInWords() + ", momentum " + momentum() + ", trust " + trust + ", weight decay "
                + weightDecay + ")";
    }
}
