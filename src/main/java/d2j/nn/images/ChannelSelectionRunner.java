package d2j.nn.images;

import d2j.engine.layers.OutputGradient;
import d2j.engine.onednn.Floats;
import d2j.nn.PlainVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link ChannelSelection}: image by image where a pixel's channels lie side by side, as oneDNN has them. */
public final class ChannelSelectionRunner extends PlainVertex {

    private final int[] channels;

    /**
     * @param graph    that the vertex belongs to
     * @param name     of the vertex
     * @param index    of the vertex
     * @param dataType of activations
     * @param channels of the input, in the order of the output
     */
    public ChannelSelectionRunner(ComputationGraph graph, String name, int index, DataType dataType, int... channels) {
        super("ChannelSelection", graph, name, index, dataType);
        this.channels = channels.clone();
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = inputs[0];
        if (images.rank() != 4 || Arrays.stream(channels).anyMatch(channel -> channel >= images.size(1))) {
            throw new IllegalArgumentException("images [n, channels, height, width] with the channels "
                    + Arrays.toString(channels) + " are wanted, not " + Arrays.toString(images.shape()) + " - "
                    + vertexName);
        }
        INDArray picked = Pixels.like(images, channels.length, ArrayType.ACTIVATIONS, workspaceMgr);
        if (Pixels.areSideBySide(images)) {
            pick(images, picked);
        } else {
            for (int i = 0; i < channels.length; i++) {
                channel(picked, i).assign(channel(images, channels[i]));
            }
        }
        return picked;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = inputs[0];
        long[] shape = {images.size(0), channels.length, images.size(2), images.size(3)};
        OutputGradient.check(epsilon, shape, "(vertex name: " + vertexName + ")");
        INDArray gradient = Pixels.like(images, images.size(1), ArrayType.ACTIVATION_GRAD, workspaceMgr);
        if (Pixels.areSideBySide(epsilon)) {
            putBack(epsilon, gradient);
        } else {
            gradient.assign(0);
            for (int i = 0; i < channels.length; i++) {
                channel(gradient, channels[i]).addi(channel(epsilon, i));
            }
        }
        return new Pair<>(null, new INDArray[] {gradient});
    }

    private static INDArray channel(INDArray images, int channel) {
        return images.slice(channel, 1);
    }

    private void pick(INDArray images, INDArray picked) {
        int before = (int) images.size(1);
        float[] from = new float[(int) (images.length() / images.size(0))];
        float[] to = new float[from.length / before * channels.length];
        for (int image = 0; image < images.size(0); image++) {
            Floats.read(Pixels.address(images, image, from.length), from, from.length);
            int place = 0;
            for (int pixel = 0; pixel < from.length; pixel += before) {
                for (int channel : channels) {
                    to[place++] = from[pixel + channel];
                }
            }
            Floats.write(Pixels.address(picked, image, to.length), to, to.length);
        }
    }

    private void putBack(INDArray epsilon, INDArray gradient) {
        int before = (int) gradient.size(1);
        float[] from = new float[(int) (epsilon.length() / epsilon.size(0))];
        float[] to = new float[from.length / channels.length * before];
        for (int image = 0; image < epsilon.size(0); image++) {
            Floats.read(Pixels.address(epsilon, image, from.length), from, from.length);
            Arrays.fill(to, 0);
            int place = 0;
            for (int pixel = 0; pixel < to.length; pixel += before) {
                for (int channel : channels) {
                    to[pixel + channel] += from[place++];
                }
            }
            Floats.write(Pixels.address(gradient, image, to.length), to, to.length);
        }
    }
}
