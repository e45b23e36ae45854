package d2j.nn.transformer;

import d2j.nn.functions.Elements;
import d2j.nn.functions.Scratch;
import d2j.nn.norm.NormPart;
import d2j.nn.sequence.Stepwise;
import d2j.nn.sequence.TwoSequenceRunner;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TransformerDecoderBlock}. */
public final class TransformerDecoderBlockRunner extends TwoSequenceRunner<TransformerDecoderBlock>
        implements Stepwise {

    private final boolean normFirst;
    private final AttentionPart attention;
    private final CrossAttentionPart cross;
    private final FeedForwardPart feedForward;
    private final NormPart norm1;
    private final NormPart norm2;
    private final NormPart norm3;
    private final DropoutPart dropout1;
    private final DropoutPart dropout2;
    private final DropoutPart dropout3;
    private final Elements elements;
    private INDArray sum1;
    private INDArray sum2;
    private INDArray sum3;
    private INDArray normal1;
    private INDArray normal2;
    private INDArray normal3;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public TransformerDecoderBlockRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        TransformerDecoderBlock block = layerConf();
        normFirst = block.isNormFirst();
        attention = new AttentionPart(this, block.getNOut(), block.getHeads(), true);
        cross = new CrossAttentionPart(this, block.getNOut(), block.getHeads(), "cross");
        feedForward = new FeedForwardPart(this, block.getNOut(), block.getHiddenSize(), block.isGelu());
        norm1 = new NormPart(this, block.getEpsilon(), "1");
        norm2 = new NormPart(this, block.getEpsilon(), "2");
        norm3 = new NormPart(this, block.getEpsilon(), "3");
        dropout1 = new DropoutPart(this, block.getDropoutProbability(), "dropout1");
        dropout2 = new DropoutPart(this, block.getDropoutProbability(), "dropout2");
        dropout3 = new DropoutPart(this, block.getDropoutProbability(), "dropout3");
        elements = new Elements(isAccelerated());
    }

    @Override
    protected void forward(INDArray x, INDArray other, long batch, boolean training, Scratch memory, INDArray y) {
        long time = x.size(0) / batch;
        compose(
                x,
                (in, out) -> attention.forward(in, batch, time, training, memory, out),
                (in, out) -> cross.forward(in, other, batch, training, memory, out),
                training,
                memory,
                y);
    }

    /**
     * Forgets the tokens given so far, and reads the second sequence, for all steps that follow.
     *
     * @throws IllegalStateException if that is not set
     */
    @Override
    public void begin() {
        attention.begin();
        INDArray memory = getMemory();
        cross.begin(memoryRows(memory.size(0), Scratch.shared()), memory.size(0));
    }

    @Override
    public INDArray step(INDArray tokens) {
        INDArray y = steps().get("y", dataType, tokens.shape());
        compose(
                tokens,
                (in, out) -> attention.step(in, steps(), out),
                (in, out) -> cross.step(in, steps(), out),
                false,
                steps(),
                y);
        return y;
    }

    /**
     * The order of the parts, for whole sequences and for steps.
     *
     * @param self  the self-attention, given its input and where its result goes
     * @param other the attention to the second sequence, likewise
     */
    private void compose(
            INDArray x,
            BiConsumer<INDArray, INDArray> self,
            BiConsumer<INDArray, INDArray> other,
            boolean training,
            Scratch memory,
            INDArray y) {
        INDArray first = memory.get("sum1", dataType, x.shape());
        INDArray second = memory.get("sum2", dataType, x.shape());
        INDArray third = memory.get("sum3", dataType, x.shape());
        INDArray normalized1 = memory.get("normal1", dataType, x.shape());
        INDArray normalized2 = memory.get("normal2", dataType, x.shape());
        INDArray normalized3 = normFirst ? memory.get("normal3", dataType, x.shape()) : null;
        if (normFirst) {
            norm1.forward(x, training, memory, normalized1);
            self.accept(normalized1, first);
            dropout1.forward(first, training, memory);
            elements.add(x, first, first);
            norm2.forward(first, training, memory, normalized2);
            other.accept(normalized2, second);
            dropout2.forward(second, training, memory);
            elements.add(first, second, second);
            norm3.forward(second, training, memory, normalized3);
            feedForward.forward(normalized3, training, memory, third);
            dropout3.forward(third, training, memory);
            elements.add(second, third, y);
        } else {
            self.accept(x, first);
            dropout1.forward(first, training, memory);
            elements.add(x, first, first);
            norm1.forward(first, training, memory, normalized1);
            other.accept(normalized1, second);
            dropout2.forward(second, training, memory);
            elements.add(normalized1, second, second);
            norm2.forward(second, training, memory, normalized2);
            feedForward.forward(normalized2, training, memory, third);
            dropout3.forward(third, training, memory);
            elements.add(normalized2, third, third);
            norm3.forward(third, training, memory, y);
        }
        if (training) {
            sum1 = first;
            sum2 = second;
            sum3 = third;
            normal1 = normalized1;
            normal2 = normalized2;
            normal3 = normalized3;
        }
    }

    @Override
    protected void backward(INDArray x, INDArray other, Scratch memory, INDArray dy, INDArray dx, INDArray dOther) {
        Scratch scratch = Scratch.shared();
        INDArray d = scratch.get("residual gradient", dataType, x.shape());
        INDArray next = scratch.get("normal gradient", dataType, x.shape());
        if (normFirst) {
            feedForward.backward(normal3, dropout3.backward(dy), next, false);
            norm3.backward(sum2, next, d);
            elements.add(d, dy, d);
            cross.backward(normal2, other, dropout2.backward(d), next, false, dOther);
            norm2.backward(sum1, next, dx);
            elements.add(d, dx, d);
            attention.backward(normal1, dropout1.backward(d), next, false);
            norm1.backward(x, next, dx);
            elements.add(dx, d, dx);
        } else {
            norm3.backward(sum3, dy, d);
            feedForward.backward(normal2, dropout3.backward(d), d, true);
            norm2.backward(sum2, d, next);
            cross.backward(normal1, other, dropout2.backward(next), next, true, dOther);
            norm1.backward(sum1, next, dx);
            attention.backward(x, dropout1.backward(dx), isInputGradientWanted() ? dx : null, true);
        }
    }
}
