package d2j.nn.norm;

import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link LayerNormalization}. */
public final class LayerNormalizationRunner extends SequenceRunner<LayerNormalization> {

    private final NormPart norm;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public LayerNormalizationRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        norm = new NormPart(this, layerConf().getEpsilon(), "");
    }

    @Override
    protected void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        norm.forward(x, training, memory, y);
    }

    @Override
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        norm.backward(x, dy, dx);
    }
}
