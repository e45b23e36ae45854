package d2j.nn.transformer;

import d2j.nn.functions.Scratch;
import d2j.nn.sequence.TwoSequenceRunner;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link CrossAttention}. */
public final class CrossAttentionRunner extends TwoSequenceRunner<CrossAttention> {

    private final CrossAttentionPart attention;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public CrossAttentionRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        attention =
                new CrossAttentionPart(this, layerConf().getNOut(), layerConf().getHeads(), "");
    }

    @Override
    protected void forward(INDArray x, INDArray other, long batch, boolean training, Scratch memory, INDArray y) {
        attention.forward(x, other, batch, training, memory, y);
    }

    @Override
    protected void backward(INDArray x, INDArray other, Scratch memory, INDArray dy, INDArray dx, INDArray dOther) {
        attention.backward(x, other, dy, dx, false, dOther);
    }
}
