package d2j.nn.layers;

import d2j.nn.functions.Scratch;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link d2j.nn.PositionWiseFeedForward}. */
public final class PositionWiseFeedForward extends BaseSequenceLayer<d2j.nn.PositionWiseFeedForward> {

    private final FeedForwardPart feedForward;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public PositionWiseFeedForward(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        feedForward = new FeedForwardPart(
                this,
                layerConf().getNOut(),
                layerConf().getHiddenSize(),
                layerConf().isGelu());
    }

    @Override
    void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        feedForward.forward(x, training, memory, y);
    }

    @Override
    void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        feedForward.backward(x, dy, isInputGradientWanted() ? dx : null, false);
    }
}
