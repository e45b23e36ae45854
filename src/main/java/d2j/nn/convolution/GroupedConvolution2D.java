package d2j.nn.convolution;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.deeplearning4j.util.ValidationUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A two-dimensional convolution in groups (A. Krizhevsky, I. Sutskever and G. E. Hinton, "ImageNet classification with
 * deep convolutional neural networks", 2012), which DL4J has not: channels fall into groups of neighbours, and each
 * group of outputs sees its own group of inputs only. With one group it is an ordinary convolution, with as many as
 * there are input channels a depthwise one.
 *
 * <p>Images {@code [batch, nIn, height, width]} (or with {@code CNN2DFormat.NHWC} the channels last), result
 * {@code [batch, nOut, height, width]}; kernels, strides, padding, dilation and modes mean what they mean in DL4J's
 * {@link ConvolutionLayer}. Parameters: {@code W}, {@code [nOut, nIn / groups, kernel height, kernel width]}, PyTorch's
 * order, and {@code b}, {@code [nOut]}: as many weights as an ordinary convolution has, divided by the groups.
 */
public final class GroupedConvolution2D extends ConvolutionLayer {

    private int groups = 1;

    /** For reading from JSON. */
    GroupedConvolution2D() {}

    private GroupedConvolution2D(Builder builder) {
        super(builder);
        groups = builder.groups;
        cnn2dDataFormat = builder.format;
        initializeConstraints(builder);
    }

    /** Into how many groups the channels fall. */
    public int getGroups() {
        return groups;
    }

    /** @param groups into how many groups the channels fall */
    public void setGroups(int groups) {
        this.groups = groups;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, override);
        check();
    }

    /** Refuses channels that do not fall into groups, and numbers that are not set. */
    private void check() {
        if (groups < 1 || nIn < 1 || nOut < 1 || nIn % groups != 0 || nOut % groups != 0) {
            throw new DL4JInvalidConfigException("grouped convolution \"" + getLayerName() + "\": nIn = " + nIn
                    + " and nOut = " + nOut + " have to be above 0 and divisible by groups = " + groups);
        }
    }

    /**
     * Builds the layer.
     *
     * @throws DL4JInvalidConfigException if the channels do not fall into groups
     */
    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        check();
        GroupedConvolution2DRunner layer = new GroupedConvolution2DRunner(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return GroupedConvolutionParameters.INSTANCE;
    }

    @Override
    public GroupedConvolution2D clone() {
        return (GroupedConvolution2D) super.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupedConvolution2D grouped && super.equals(other) && groups == grouped.groups;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof GroupedConvolution2D;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), groups);
    }

    @Override
    public String toString() {
        return "GroupedConvolution2D(" + super.toString() + ", groups=" + groups + ")";
    }

    /** Builds the configuration. */
    public static final class Builder extends BaseConvBuilder<Builder> {

        private int groups = 1;
        private CNN2DFormat format = CNN2DFormat.NCHW;

        /** @param kernelSize height and width of the kernel, or one number for both */
        public Builder(int... kernelSize) {
            super(kernelSize);
        }

        /** Into how many groups the channels fall; one unless set. */
        public Builder groups(int groups) {
            if (groups < 1) {
                throw new IllegalArgumentException("a convolution has at least one group, not " + groups);
            }
            this.groups = groups;
            return this;
        }

        /** Where the channels are in the shape of images; follows from the input type where that is set. */
        public Builder dataFormat(CNN2DFormat format) {
            this.format = format;
            return this;
        }

        @Override
        protected boolean allowCausal() {
            return false;
        }

        @Override
        public void setKernelSize(int... kernelSize) {
            this.kernelSize = ValidationUtils.validate2NonNegative(kernelSize, true, "kernelSize");
        }

        @Override
        public void setStride(int... stride) {
            this.stride = ValidationUtils.validate2NonNegative(stride, true, "stride");
        }

        @Override
        public void setPadding(int... padding) {
            this.padding = ValidationUtils.validate2NonNegative(padding, true, "padding");
        }

        @Override
        public void setDilation(int... dilation) {
            this.dilation = ValidationUtils.validate2NonNegative(dilation, true, "dilation");
        }

        @Override
        @SuppressWarnings("unchecked")
        public GroupedConvolution2D build() {
            ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
            ConvolutionUtils.validateCnnKernelStridePadding(kernelSize, stride, padding);
            return new GroupedConvolution2D(this);
        }
    }
}
