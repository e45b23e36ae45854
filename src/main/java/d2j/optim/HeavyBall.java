package d2j.optim;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The steps of {@link Momentum}. Its state, a view of the network's, is the last step. */
final class HeavyBall implements GradientUpdater<Momentum> {

    private static final String KEY = "V";

    private final Momentum configuration;
    private INDArray velocity;

    HeavyBall(Momentum configuration) {
        this.configuration = configuration;
    }

    @Override
    public Momentum getConfig() {
        return configuration;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        if (!state.keySet().equals(Map.of(KEY, 0).keySet())) {
            throw new IllegalStateException("the state of momentum has the key " + KEY + ", not " + state.keySet());
        }
        velocity = state.get(KEY);
        if (initialize) {
            velocity.assign(0);
        }
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(KEY, velocity);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        if (initialize) {
            view.assign(0);
        }
        velocity = view.reshape(order, shape);
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        velocity.muli(configuration.momentum());
        velocity.addi(gradient.reshape(velocity.shape()).mul(configuration.getLearningRate(iteration, epoch)));
        gradient.assign(velocity.reshape(gradient.shape()));
    }
}
