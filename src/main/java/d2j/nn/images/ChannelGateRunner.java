package d2j.nn.images;

import d2j.engine.layers.OutputGradient;
import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.nn.PlainVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link ChannelGate}: image by image where the channels of a pixel lie side by side, as oneDNN has them. */
public final class ChannelGateRunner extends PlainVertex {

    /**
     * @param graph    that the vertex belongs to
     * @param name     of the vertex
     * @param index    of the vertex
     * @param dataType of activations
     */
    public ChannelGateRunner(ComputationGraph graph, String name, int index, DataType dataType) {
        super("ChannelGate", graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = inputs[0];
        INDArray gates = inputs[1];
        if (images.rank() != 4 || !Arrays.equals(gates.shape(), new long[] {images.size(0), images.size(1)})) {
            throw new IllegalArgumentException("gates for images " + Arrays.toString(images.shape())
                    + " have the shape [" + images.size(0) + ", channels], not " + Arrays.toString(gates.shape())
                    + " - " + vertexName);
        }
        INDArray result = Pixels.like(images, images.size(1), ArrayType.ACTIVATIONS, workspaceMgr);
        if (isFast(images, gates)) {
            multiply(images, gates, result);
        } else {
            images.muli(wide(gates), result);
        }
        return result;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = inputs[0];
        INDArray gates = inputs[1];
        OutputGradient.check(epsilon, images.shape(), "(vertex name: " + vertexName + ")");
        INDArray forImages = Pixels.like(images, images.size(1), ArrayType.ACTIVATION_GRAD, workspaceMgr);
        INDArray forGates =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, gates.dataType(), gates.shape(), 'c');
        if (isFast(images, gates) && isFast(epsilon, gates)) {
            multiply(epsilon, gates, forImages);
            sumProducts(epsilon, images, forGates);
        } else {
            epsilon.muli(wide(gates), forImages);
            try (MemoryWorkspace ignored = workspaceMgr.notifyScopeBorrowed(ArrayType.ACTIVATION_GRAD)) {
                forGates.assign(epsilon.mul(images).sum(2, 3));
            }
        }
        return new Pair<>(null, new INDArray[] {forImages, forGates});
    }

    private static INDArray wide(INDArray gates) {
        return gates.reshape(gates.size(0), gates.size(1), 1, 1);
    }

    private static boolean isFast(INDArray images, INDArray gates) {
        return Pixels.areSideBySide(images) && OneDnn.isFloat(gates) && Placement.isInRowOrder(gates);
    }

    private static void multiply(INDArray images, INDArray gates, INDArray result) {
        int channels = (int) images.size(1);
        float[] image = new float[(int) (images.length() / images.size(0))];
        float[] gate = new float[channels];
        for (int i = 0; i < images.size(0); i++) {
            Floats.read(Pixels.address(images, i, image.length), image, image.length);
            Floats.read(Pixels.address(gates, i, channels), gate, channels);
            for (int pixel = 0; pixel < image.length; pixel += channels) {
                for (int c = 0; c < channels; c++) {
                    image[pixel + c] *= gate[c];
                }
            }
            Floats.write(Pixels.address(result, i, image.length), image, image.length);
        }
    }

    /** The sum over an image's pixels of {@code a * b}, for each channel. */
    private static void sumProducts(INDArray a, INDArray b, INDArray sums) {
        int channels = (int) a.size(1);
        float[] one = new float[(int) (a.length() / a.size(0))];
        float[] other = new float[one.length];
        for (int i = 0; i < a.size(0); i++) {
            Floats.read(Pixels.address(a, i, one.length), one, one.length);
            Floats.read(Pixels.address(b, i, one.length), other, one.length);
            float[] sum = new float[channels];
            for (int pixel = 0; pixel < one.length; pixel += channels) {
                for (int c = 0; c < channels; c++) {
                    sum[c] += one[pixel + c] * other[pixel + c];
                }
            }
            Floats.write(Pixels.address(sums, i, channels), sum, channels);
        }
    }
}
