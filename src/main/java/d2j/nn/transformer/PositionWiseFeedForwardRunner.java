package d2j.nn.transformer;

import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link PositionWiseFeedForward}. */
public final class PositionWiseFeedForwardRunner extends SequenceRunner<PositionWiseFeedForward> {

    private final FeedForwardPart feedForward;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public PositionWiseFeedForwardRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        feedForward = new FeedForwardPart(
                this,
                layerConf().getNOut(),
                layerConf().getHiddenSize(),
                layerConf().isGelu());
    }

    @Override
    protected void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        feedForward.forward(x, training, memory, y);
    }

    @Override
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        feedForward.backward(x, dy, isInputGradientWanted() ? dx : null, false);
    }
}
