package d2j.vision;

import d2j.nn.convolution.GroupedConvolution2D;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * Convolutions in groups, in a class of their own: networks without groups need no layer that DL4J lacks, which is how
 * the benchmarks measure DL4J as it comes.
 */
final class GroupedConvolutions {

    private GroupedConvolutions() {}

    /** A convolution in groups that leaves height and width, or divides them by its stride. */
    static Layer of(int channels, int kernel, int stride, int groups) {
        return new GroupedConvolution2D.Builder(kernel, kernel)
                .groups(groups)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(channels)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }
}
