package d2j.nn.sequence;

import d2j.nn.functions.Scratch;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that reads a second sequence, the memory, beside its input: what an encoder delivers, for example. Both have
 * the same features and the same order of axes; their lengths may differ.
 *
 * @param <C> the configuration
 */
public abstract class TwoSequenceRunner<C extends TwoSequenceLayer> extends SequenceRunner<C> {

    private INDArray memory;
    private INDArray memoryMask;
    private INDArray memoryRows;
    private INDArray memoryGradient;

    /**
     * @param conf     the configuration
     * @param dataType of parameters and activations
     */
    protected TwoSequenceRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /**
     * Computes the layer; see {@link SequenceRunner#forward}.
     *
     * @param other {@code [batch * length, features]}
     */
    protected abstract void forward(
            INDArray x, INDArray other, long batch, boolean training, Scratch scratch, INDArray y);

    /**
     * Computes the gradients; see {@link SequenceRunner#backward}.
     *
     * @param other  the forward pass's second input
     * @param dOther receives the gradient with respect to it
     */
    protected abstract void backward(
            INDArray x, INDArray other, Scratch scratch, INDArray dy, INDArray dx, INDArray dOther);

    /** Sets the second sequence, {@code [batch, features, length]} or in the other order of the input. */
    public final void setMemory(INDArray memory) {
        this.memory = memory;
    }

    /**
     * The second sequence.
     *
     * @throws IllegalStateException if it is not set
     */
    public final INDArray getMemory() {
        if (memory == null) {
            throw new IllegalStateException("the second sequence is not set - " + layerId());
        }
        return memory;
    }

    /** Hides tokens of the second sequence, {@code [batch, length]}, where it is 0; null where all are seen. */
    public final void setMemoryMask(INDArray mask) {
        memoryMask = mask;
    }

    /** Which tokens of the second sequence are seen. */
    public final INDArray getMemoryMask() {
        return memoryMask;
    }

    /** Says where the gradient of the second sequence goes, {@code [batch, length, features]} in row order. */
    final void setMemoryGradient(INDArray gradient) {
        memoryGradient = gradient;
    }

    @Override
    protected final void forward(INDArray x, long batch, long time, boolean training, Scratch scratch, INDArray y) {
        INDArray rows = memoryRows(batch, scratch);
        if (training) {
            memoryRows = rows;
        }
        forward(x, rows, batch, training, scratch, y);
    }

    @Override
    protected final void backward(INDArray x, Scratch scratch, INDArray dy, INDArray dx) {
        INDArray gradient = memoryGradient == null
                ? scratch.get("memory gradient", dataType, memoryRows.shape())
                : memoryGradient.reshape('c', memoryRows.shape());
        backward(x, memoryRows, scratch, dy, dx, gradient);
        memoryGradient = null;
    }

    /** The second sequence as rows. */
    protected final INDArray memoryRows(long batch, Scratch scratch) {
        INDArray memory = getMemory();
        long features = layerConf().getNIn();
        int axis = layerConf().getRnnDataFormat() == RNNFormat.NWC ? 2 : 1;
        if (memory.rank() != 3 || memory.size(0) != batch || memory.size(axis) != features) {
            throw new IllegalArgumentException("expected a second sequence of the shape "
                    + (axis == 1
                            ? "[" + batch + ", " + features + ", length]"
                            : "[" + batch + ", length, " + features + "]")
                    + ", got " + Arrays.toString(memory.shape()) + " - " + layerId());
        }
        return rows(memory, scratch, "memory");
    }

    /** DL4J takes away masks so after each batch. */
    @Override
    public void setMaskArray(INDArray mask) {
        super.setMaskArray(mask);
        if (mask == null) {
            memoryMask = null;
        }
    }

    @Override
    public void clear() {
        super.clear();
        memory = null;
        memoryRows = null;
        memoryGradient = null;
    }
}
