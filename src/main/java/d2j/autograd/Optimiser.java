package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * Moves parameters against their gradients, by any of ND4J's updaters (Sgd, Nesterovs, Adam ...), so that what is
 * written with tensors and a DL4J network of the same numbers take the same steps.
 *
 * <pre>{@code
 * Optimiser optimiser = Optimiser.of(new Adam(1e-3), W, b);
 * loss.backward();
 * optimiser.step();
 * }</pre>
 */
public final class Optimiser {

    private final IUpdater updater;
    private final List<Tensor> parameters;
    private final List<GradientUpdater<?>> states = new ArrayList<>();
    private final List<Regularization> penalties = new ArrayList<>();
    /** The arrays behind the states. */
    private final List<INDArray> memory = new ArrayList<>();

    private int iteration;
    private int epoch;

    private Optimiser(IUpdater updater, List<Tensor> parameters) {
        // A copy, whose learning rate may change.
        this.updater = updater.clone();
        this.parameters = parameters;
        for (Tensor parameter : parameters) {
            long size = this.updater.stateSize(parameter.length());
            INDArray state = size == 0 ? null : Nd4j.zeros(parameter.dataType(), 1, size);
            states.add(this.updater.instantiate(state, true));
            if (state != null) {
                memory.add(state);
            }
        }
        if (this.updater instanceof Regularization ofItself) {
            penalties.add(ofItself);
        }
    }

    /**
     * @param updater    how gradients become steps; a learning-rate schedule inside it sees the iteration and the epoch
     * @param parameters what to move
     * @throws IllegalArgumentException if one is not a parameter
     */
    public static Optimiser of(IUpdater updater, Tensor... parameters) {
        return of(updater, List.of(parameters));
    }

    /** As {@link #of(IUpdater, Tensor...)}. */
    public static Optimiser of(IUpdater updater, List<Tensor> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (parameter.node() == null || !parameter.node().isParameter()) {
                throw new IllegalArgumentException("number " + i + " of the tensors to optimise, of shape "
                        + Shapes.text(parameter.shape()) + ", is not a parameter; make it with Tensor.parameter(...)");
            }
        }
        return new Optimiser(updater, List.copyOf(parameters));
    }

    /**
     * Also lets these change the steps of all parameters, before or after the updater, as DL4J's layers do: with {@code
     * new WeightDecay(0.01, true)} after it, {@code Adam} becomes AdamW. The loss is not asked to add them.
     */
    public Optimiser penalties(Regularization... added) {
        penalties.addAll(List.of(added));
        return this;
    }

    /**
     * One step with the gradients that {@code backward()} added up; they are forgotten afterwards. A parameter that got
     * none stays as it is.
     */
    public void step() {
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (parameter.node().gradient() == null) {
                continue;
            }
            // Not grad(), which would hand the memory out for good.
            DenseArray gradient = parameter.node().gradient().value();
            if (updater instanceof Sgd && penalties.isEmpty()) {
                Compute.descend(parameter.value(), gradient, learningRate());
            } else {
                DenseArray update = gradient.reshape(1, gradient.length());
                penalise(ApplyStep.BEFORE_UPDATER, parameter, gradient);
                states.get(i).applyUpdater(update.array(), iteration, epoch);
                penalise(ApplyStep.POST_UPDATER, parameter, gradient);
                Compute.descend(parameter.value(), update, 1);
            }
        }
        zeroGrad();
        iteration++;
    }

    private void penalise(ApplyStep when, Tensor parameter, DenseArray update) {
        for (Regularization penalty : penalties) {
            if (penalty.applyStep() == when) {
                penalty.apply(parameter.value().array(), update.array(), learningRate(), iteration, epoch);
            }
        }
    }

    /** Forgets the gradients of all parameters. */
    public void zeroGrad() {
        parameters.forEach(Tensor::zeroGrad);
    }

    /** Tells schedules that count in epochs that one is over. */
    public void nextEpoch() {
        epoch++;
    }

    /** The learning rate of the next step. */
    public double learningRate() {
        return updater.getLearningRate(iteration, epoch);
    }

    /**
     * Sets the learning rate of the next steps; a schedule inside the updater no longer counts.
     *
     * @throws UnsupportedOperationException if the updater has no learning rate
     */
    public void setLearningRate(double rate) {
        if (!updater.hasLearningRate()) {
            throw new UnsupportedOperationException(updater.getClass().getSimpleName() + " has no learning rate");
        }
        updater.setLrAndSchedule(rate, null);
    }

    /** How many steps were taken. */
    public int iteration() {
        return iteration;
    }

    /** How many epochs are over. */
    public int epoch() {
        return epoch;
    }

    /** The arrays that steps change, themselves and not copies: the parameters, then what the updater remembers. */
    public List<INDArray> state() {
        List<INDArray> state = new ArrayList<>();
        parameters.forEach(parameter -> state.add(parameter.data()));
        state.addAll(memory);
        return state;
    }

    /** Goes on as if this many steps and epochs were over; {@link #state()} has to be put back as well. */
    public void resume(int stepsTaken, int epochsOver) {
        iteration = stepsTaken;
        epoch = epochsOver;
    }
}
