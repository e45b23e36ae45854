package d2j.text;

import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.softmax;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.train.Step;
import d2j.train.Trainable;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** A language model that is written with tensors; {@link LanguageModel#of} makes it. */
public final class TensorLanguageModel extends LanguageModel {

    private final Recurrence network;
    private final List<Tensor> parameters;
    private final Optimiser optimiser;
    private double threshold = Double.POSITIVE_INFINITY;
    private List<Tensor> state = List.of();

    TensorLanguageModel(Vocabulary vocabulary, Recurrence network, IUpdater updater, List<Tensor> parameters) {
        super(vocabulary);
        this.network = network;
        this.parameters = List.copyOf(parameters);
        optimiser = Optimiser.of(updater, this.parameters);
    }

    /**
     * Shortens gradients before a step: where all of them together, as one vector, are longer than the threshold, they
     * are scaled to that length.
     */
    public TensorLanguageModel clipped(double theta) {
        if (!(theta > 0)) {
            throw new IllegalArgumentException("the threshold of clipping is positive, not " + theta);
        }
        threshold = theta;
        return this;
    }

    @Override
    void forget() {
        state = List.of();
    }

    @Override
    INDArray read(INDArray tokens) {
        return Tensor.noGrad(() -> {
            Recurrence.Reading reading = network.read(tokens, state);
            state = reading.state();
            return softmax(reading.scores()).data();
        });
    }

    @Override
    List<MultiDataSet> pass(TokenBatches batches) {
        List<MultiDataSet> pass = new ArrayList<>();
        batches.forEach(batch -> pass.add(new MultiDataSet(batch.inputs(), batch.targets())));
        return pass;
    }

    @Override
    Trainable trainable(boolean carrying) {
        return new Training(carrying);
    }

    private final class Training implements Trainable {

        private final boolean carrying;
        private List<Tensor> before = List.of();

        Training(boolean carrying) {
            this.carrying = carrying;
        }

        @Override
        public Step step(INDArray x, INDArray y) {
            Recurrence.Reading reading = network.read(x, before);
            Tensor scores = reading.scores().reshape(-1, vocabulary().size());
            Tensor loss = crossEntropy(scores, y.reshape(y.length()));
            double number = loss.item();
            INDArray kept = scores.data();
            loss.backward();
            clip();
            optimiser.step();
            if (carrying) {
                before = reading.state().stream().map(Tensor::detach).toList();
            }
            return new Step(number, kept);
        }

        @Override
        public INDArray predict(INDArray x) {
            return Tensor.noGrad(() -> network.read(x, List.of()).scores().data());
        }

        @Override
        public void nextEpoch() {
            before = List.of();
            optimiser.nextEpoch();
        }

        @Override
        public void setLearningRate(double rate) {
            optimiser.setLearningRate(rate);
        }

        @Override
        public List<INDArray> state() {
            return optimiser.state();
        }
    }

    private void clip() {
        if (threshold == Double.POSITIVE_INFINITY) {
            return;
        }
        double squares = 0;
        for (Tensor parameter : parameters) {
            INDArray gradient = parameter.grad();
            squares += gradient == null ? 0 : Math.pow(gradient.norm2Number().doubleValue(), 2);
        }
        double length = Math.sqrt(squares);
        if (length > threshold) {
            for (Tensor parameter : parameters) {
                if (parameter.grad() != null) {
                    parameter.grad().muli(threshold / length);
                }
            }
        }
    }
}
