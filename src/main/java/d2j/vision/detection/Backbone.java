package d2j.vision.detection;

import static d2j.autograd.Functions.maxPool2d;
import static d2j.autograd.Functions.relu;

import d2j.autograd.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages of a small convolutional network whose feature maps a detector reads. Each is a 3 x 3 convolution without
 * bias, batch normalisation, ReLU, and, in all or only in the first stages, a maximum pooling that halves height and
 * width.
 *
 * <pre>{@code
 * Backbone backbone = new Backbone(3, 16, 32, 64);
 * List<Tensor> maps = backbone.maps(images, training);   // [n, 16, h/2, w/2], [n, 32, h/4, w/4], [n, 64, h/8, w/8]
 * }</pre>
 */
public final class Backbone {

    private record Stage(NormalisedConvolution convolution, boolean pools) {

        Tensor of(Tensor x, boolean training) {
            Tensor y = relu(convolution.of(x, training));
            return pools ? maxPool2d(y, 2) : y;
        }
    }

    private final List<Stage> stages = new ArrayList<>();

    /**
     * Stages with random weights that all halve height and width.
     *
     * @param channels of the images, then of each stage's map
     * @throws IllegalArgumentException if there is no stage
     */
    public Backbone(int... channels) {
        this(channels.length - 1, channels);
    }

    private Backbone(int pooling, int[] channels) {
        if (channels.length < 2) {
            throw new IllegalArgumentException("channels of the images and of at least one stage are needed");
        }
        for (int i = 1; i < channels.length; i++) {
            stages.add(new Stage(new NormalisedConvolution(channels[i - 1], channels[i], 3, 1), i <= pooling));
        }
    }

    /**
     * As {@link #Backbone(int...)}, but only the first stages halve height and width.
     *
     * @param pooling how many
     */
    public static Backbone halving(int pooling, int... channels) {
        return new Backbone(pooling, channels);
    }

    /**
     * The map after each stage, finest first.
     *
     * @param images   {@code [n, channels, height, width]}
     * @param training whether batches or running statistics normalise
     */
    public List<Tensor> maps(Tensor images, boolean training) {
        List<Tensor> maps = new ArrayList<>();
        Tensor x = images;
        for (Stage stage : stages) {
            x = stage.of(x, training);
            maps.add(x);
        }
        return maps;
    }

    /** What is learned: of each stage the weights {@code [out, in, 3, 3]}, then gain and bias {@code [out]}. */
    public List<Tensor> parameters() {
        List<Tensor> all = new ArrayList<>();
        stages.forEach(stage -> all.addAll(stage.convolution().parameters()));
        return all;
    }
}
