package d2j.engine.layers;

import d2j.engine.onednn.Convolution;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Kernels;
import d2j.engine.onednn.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a window goes on images of a given size.
 *
 * @param window kernel, strides, padding
 * @param output height and width of the result
 */
record ConvolutionGeometry(Window window, long[] output) {

    /** With DL4J's own rules for output sizes, which also reject what does not fit. */
    static ConvolutionGeometry of(
            INDArray images,
            CNN2DFormat format,
            int[] kernel,
            int[] stride,
            int[] dilation,
            int[] padding,
            ConvolutionMode mode) {
        long[] shape = ChannelsLast.shape(images, format);
        int[] size = {(int) shape[2], (int) shape[3]};
        int[] output = ConvolutionUtils.getOutputSize(
                images, kernel, stride, mode == ConvolutionMode.Same ? null : padding, mode, dilation, format);
        int[] before = mode == ConvolutionMode.Same
                ? ConvolutionUtils.getSameModeTopLeftPadding(output, size, kernel, stride, dilation)
                : padding;
        long[] result = {output[0], output[1]};
        return new ConvolutionGeometry(
                Window.of(kernel, stride, dilation, before, new long[] {shape[2], shape[3]}, result), result);
    }

    /** As a layer's settings say. */
    static ConvolutionGeometry of(INDArray images, ConvolutionLayer settings) {
        return of(
                images,
                settings.getCnn2dDataFormat(),
                settings.getKernelSize(),
                settings.getStride(),
                settings.getDilation(),
                settings.getPadding(),
                settings.getConvolutionMode());
    }

    /** Whether these are modes of images, of which the geometry knows the rules. */
    static boolean knows(ConvolutionMode mode) {
        return mode == ConvolutionMode.Same || mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
    }

    /** The convolution of images of a shape, {@code [batch, channels, height, width]}. */
    Convolution convolution(long[] shape, long outputs, Kernels kernels, boolean hasBias, Elementwise activation) {
        long[] result = {shape[0], outputs, output[0], output[1]};
        return new Convolution(shape, result, window, kernels, hasBias, activation);
    }
}
