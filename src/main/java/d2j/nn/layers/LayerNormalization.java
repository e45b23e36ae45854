package d2j.nn.layers;

import d2j.nn.functions.Scratch;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link d2j.nn.LayerNormalization}. */
public final class LayerNormalization extends BaseSequenceLayer<d2j.nn.LayerNormalization> {

    private final NormPart norm;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public LayerNormalization(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        norm = new NormPart(this, layerConf().getEpsilon(), "");
    }

    @Override
    void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        norm.forward(x, training, memory, y);
    }

    @Override
    void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        norm.backward(x, dy, dx);
    }
}
