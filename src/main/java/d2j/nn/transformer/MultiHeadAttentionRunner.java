package d2j.nn.transformer;

import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link MultiHeadAttention}. */
public final class MultiHeadAttentionRunner extends SequenceRunner<MultiHeadAttention> {

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
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        attention.backward(x, dy, isInputGradientWanted() ? dx : null, false);
    }
}
