package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Softmax;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * The usual pairs of output activation and loss, of which one pass over the outputs gives both the loss and its
 * gradient: softmax and cross-entropy, sigmoid and binary cross-entropy, identity and mean squared error. Their
 * definitions, clipping included, are those of DL4J.
 */
final class OutputLoss {

    /** Rows are worked on in pieces of about this many elements, which stay in the cache. */
    private static final int PIECE = 1 << 14;

    private static final ThreadLocal<OutputLoss> OF_THREAD = ThreadLocal.withInitial(OutputLoss::new);

    private final RecentlyUsed<List<Long>, Softmax> softmaxes = new RecentlyUsed<>(8);
    private final RecentlyUsed<Long, Primitive> sigmoids = new RecentlyUsed<>(8);
    private float[] outputs = new float[0];
    private float[] labels = new float[0];

    private OutputLoss() {}

    /** What this thread works with; its scratch memory and primitives are not for two at a time. */
    static OutputLoss ofThread() {
        return OF_THREAD.get();
    }

    /** True for the pairs that this class knows, without weights for classes. */
    static boolean isCovered(ILossFunction loss, IActivation activation) {
        if (loss.getClass() == LossMCXENT.class || loss.getClass() == LossNegativeLogLikelihood.class) {
            return ((LossMCXENT) loss).getWeights() == null && activation instanceof ActivationSoftmax;
        }
        if (loss.getClass() == LossBinaryXENT.class) {
            return ((LossBinaryXENT) loss).getWeights() == null && activation instanceof ActivationSigmoid;
        }
        return loss.getClass() == LossMSE.class
                && ((LossMSE) loss).getWeights() == null
                && activation instanceof ActivationIdentity;
    }

    /**
     * True when nothing or whole rows are masked: zeros and ones, one for each row. (DL4J applies a mask before the
     * activation, too, so that with other values it means something else than weights of examples.)
     */
    static boolean isCovered(INDArray mask, long rows) {
        if (mask == null) {
            return true;
        }
        if (mask.rank() != 2
                || mask.size(1) != 1
                || mask.size(0) != rows
                || !OneDnn.isFloat(mask)
                || !Placement.isInRowOrder(mask)) {
            return false;
        }
        float[] values = new float[(int) rows];
        Floats.read(OneDnn.address(mask), values, values.length);
        for (float value : values) {
            if (value != 0 && value != 1) {
                return false;
            }
        }
        return true;
    }

    /** Replaces each row of a row-major matrix by its softmax. */
    void softmax(INDArray rows) {
        long address = OneDnn.address(rows);
        softmaxes
                .get(List.of(rows.size(0), rows.size(1)), () -> new Softmax(rows.size(0), rows.size(1)))
                .run(address, address);
    }

    /**
     * The sum of the losses of all rows. The outputs before the activation, {@code [rows, classes]}, row-major, are
     * replaced by the gradients of the loss with respect to them.
     *
     * @param targets of the same shape, row-major
     * @param mask    zeros and ones, {@code [rows, 1]}, or null
     */
    double lossAndGradient(ILossFunction loss, INDArray rows, INDArray targets, INDArray mask) {
        if (loss instanceof LossMCXENT) {
            softmax(rows);
        } else if (loss instanceof LossBinaryXENT) {
            long length = rows.length();
            long address = OneDnn.address(rows);
            sigmoids.get(length, () -> Elementwise.SIGMOID.forward(length)).run(address, address);
        }
        int classes = (int) rows.size(1);
        int count = (int) rows.size(0);
        int step = Math.max(1, PIECE / classes);
        if (outputs.length < step * classes) {
            outputs = new float[step * classes];
            labels = new float[step * classes];
        }
        float[] masks = mask == null ? null : new float[count];
        if (mask != null) {
            Floats.read(OneDnn.address(mask), masks, count);
        }
        double sum = 0;
        for (int from = 0; from < count; from += step) {
            int length = Math.min(step, count - from) * classes;
            long offset = (long) from * classes * Float.BYTES;
            Floats.read(OneDnn.address(rows) + offset, outputs, length);
            Floats.read(OneDnn.address(targets) + offset, labels, length);
            if (masks != null) {
                hide(masks, from, classes, length);
            }
            if (loss instanceof LossMCXENT crossEntropy) {
                sum += crossEntropy(length, (float) crossEntropy.getSoftmaxClipEps());
            } else if (loss instanceof LossBinaryXENT crossEntropy) {
                sum += binaryCrossEntropy(length, crossEntropy.getClipEps());
            } else {
                sum += squaredError(length, classes);
            }
            if (masks != null) {
                silence(masks, from, classes, length);
            }
            Floats.write(OneDnn.address(rows) + offset, outputs, length);
        }
        return sum;
    }

    /** Gives masked rows an output that costs nothing. */
    private void hide(float[] masks, int from, int classes, int length) {
        for (int i = 0; i < length; i++) {
            if (masks[from + i / classes] == 0) {
                outputs[i] = 0;
                labels[i] = 0;
            }
        }
    }

    /** No gradient for masked rows. */
    private void silence(float[] masks, int from, int classes, int length) {
        for (int i = 0; i < length; i++) {
            if (masks[from + i / classes] == 0) {
                outputs[i] = 0;
            }
        }
    }

    private double crossEntropy(int length, float clip) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            float label = labels[i];
            float output = outputs[i];
            // oneDNN's softmax leaves it at one output that is not a number; such a row has no loss.
            if (label != 0 || Float.isNaN(output)) {
                sum -= label * Math.log(Math.min(Math.max(output, clip), 1 - clip));
            }
            outputs[i] = output - label;
        }
        return sum;
    }

    private double binaryCrossEntropy(int length, double clip) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double label = labels[i];
            double output = outputs[i];
            double clipped = Math.min(Math.max(output, clip), 1 - clip);
            if (output != 0 || label != 0) {
                sum -= label * Math.log(clipped) + (1 - label) * Math.log(1 - clipped);
            }
            outputs[i] = (float) ((clipped - label) / (clipped * (1 - clipped)) * output * (1 - output));
        }
        return sum;
    }

    private double squaredError(int length, int classes) {
        double sum = 0;
        float scale = 2f / classes;
        for (int i = 0; i < length; i++) {
            float difference = outputs[i] - labels[i];
            sum += (double) difference * difference;
            outputs[i] = difference * scale;
        }
        return sum / classes;
    }
}
