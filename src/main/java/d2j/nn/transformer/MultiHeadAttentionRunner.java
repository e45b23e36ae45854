package d2j.nn.transformer;

import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import d2j.nn.sequence.Stepwise;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link MultiHeadAttention}. */
public final class MultiHeadAttentionRunner extends SequenceRunner<MultiHeadAttention> implements Stepwise {

    private final AttentionPart attention;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public MultiHeadAttentionRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        attention = new AttentionPart(
                this, layerConf().getNOut(), layerConf().getHeads(), layerConf().isCausal());
    }

    @Override
    protected void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        attention.forward(x, batch, time, training, memory, y);
    }

    @Override
    public void begin() {
        if (!layerConf().isCausal()) {
            throw new IllegalStateException("tokens see later ones, so they cannot be given one by one - " + layerId());
        }
        attention.begin();
    }

    @Override
    public INDArray step(INDArray tokens) {
        INDArray y = steps().get("y", dataType, tokens.shape());
        attention.step(tokens, steps(), y);
        return y;
    }

    @Override
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        attention.backward(x, dy, isInputGradientWanted() ? dx : null, false);
    }
}
