package d2j.nn.transformer;

import d2j.nn.functions.Elements;
import d2j.nn.functions.Scratch;
import d2j.nn.norm.NormPart;
import d2j.nn.sequence.SequenceRunner;
import d2j.nn.sequence.Stepwise;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TransformerEncoderBlock}. */
public final class TransformerEncoderBlockRunner extends SequenceRunner<TransformerEncoderBlock> implements Stepwise {

    private final boolean normFirst;
    private final AttentionPart attention;
    private final FeedForwardPart feedForward;
    private final NormPart norm1;
    private final NormPart norm2;
    private final DropoutPart dropout1;
    private final DropoutPart dropout2;
    private final Elements elements;
    private INDArray sum1;
    private INDArray sum2;
    private INDArray normal1;
    private INDArray normal2;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public TransformerEncoderBlockRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        TransformerEncoderBlock block = layerConf();
        normFirst = block.isNormFirst();
        attention = new AttentionPart(this, block.getNOut(), block.getHeads(), block.isCausal());
        feedForward = new FeedForwardPart(this, block.getNOut(), block.getHiddenSize(), block.isGelu());
        norm1 = new NormPart(this, block.getEpsilon(), "1");
        norm2 = new NormPart(this, block.getEpsilon(), "2");
        dropout1 = new DropoutPart(this, block.getDropoutProbability(), "dropout1");
        dropout2 = new DropoutPart(this, block.getDropoutProbability(), "dropout2");
        elements = new Elements(isAccelerated());
    }

    @Override
    protected void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        compose(x, (in, out) -> attention.forward(in, batch, time, training, memory, out), training, memory, y);
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
        compose(tokens, (in, out) -> attention.step(in, steps(), out), false, steps(), y);
        return y;
    }

    /** @param mixing the self-attention, given its input and where its result goes */
    private void compose(
            INDArray x, BiConsumer<INDArray, INDArray> mixing, boolean training, Scratch memory, INDArray y) {
        INDArray first = memory.get("sum1", dataType, x.shape());
        INDArray second = memory.get("sum2", dataType, x.shape());
        INDArray normalized1 = memory.get("normal1", dataType, x.shape());
        if (training) {
            sum1 = first;
            sum2 = second;
            normal1 = normalized1;
        }
        if (normFirst) {
            INDArray normalized2 = memory.get("normal2", dataType, x.shape());
            if (training) {
                normal2 = normalized2;
            }
            norm1.forward(x, training, memory, normalized1);
            mixing.accept(normalized1, first);
            dropout1.forward(first, training, memory);
            elements.add(x, first, first);
            norm2.forward(first, training, memory, normalized2);
            feedForward.forward(normalized2, training, memory, second);
            dropout2.forward(second, training, memory);
            elements.add(first, second, y);
        } else {
            mixing.accept(x, first);
            dropout1.forward(first, training, memory);
            elements.add(x, first, first);
            norm1.forward(first, training, memory, normalized1);
            feedForward.forward(normalized1, training, memory, second);
            dropout2.forward(second, training, memory);
            elements.add(normalized1, second, second);
            norm2.forward(second, training, memory, y);
        }
    }

    @Override
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        Scratch scratch = Scratch.shared();
        INDArray d = scratch.get("residual gradient", dataType, x.shape());
        if (normFirst) {
            INDArray dNormal = scratch.get("normal gradient", dataType, x.shape());
            feedForward.backward(normal2, dropout2.backward(dy), dNormal, false);
            norm2.backward(sum1, dNormal, d);
            elements.add(d, dy, d);
            attention.backward(normal1, dropout1.backward(d), dNormal, false);
            norm1.backward(x, dNormal, dx);
            elements.add(dx, d, dx);
        } else {
            norm2.backward(sum2, dy, d);
            feedForward.backward(normal1, dropout2.backward(d), d, true);
            norm1.backward(sum1, d, dx);
            attention.backward(x, dropout1.backward(dx), isInputGradientWanted() ? dx : null, true);
        }
    }
}
