package d2j.autograd;

import d2j.engine.arrays.Convolutions;
import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.ImageColumns;
import d2j.engine.arrays.Poolings;

/**
 * Convolution, its transpose and pooling: by oneDNN where that can, and from windows laid out as columns otherwise, and
 * wherever a gradient is to be differentiated once more.
 */
final class Images {

    private static final Tensor[] NOTHING = {};

    private Images() {}

    /** {@code [channels * kernel area, batch * positions]} from {@code [batch, channels, height, width]}. */
    private static Tensor unfold(Tensor images, ImageColumns columns, double filling) {
        return Tensor.result("unfold", columns.unfold(images.value(), filling), new Tensor[] {images}, NOTHING, g ->
                new Tensor[] {fold(g, columns)});
    }

    /** Adds columns up to images: the rule of {@link #unfold}, and what a transposed convolution does. */
    private static Tensor fold(Tensor windows, ImageColumns columns) {
        return Tensor.result("fold", columns.fold(windows.value()), new Tensor[] {windows}, NOTHING, g ->
                new Tensor[] {unfold(g, columns, 0)});
    }

    private static void requireImages(String name, Tensor images) {
        if (images.rank() != 4) {
            throw new IllegalArgumentException(name + ": images should be [batch, channels, height, width], and are "
                    + Shapes.text(images.shape()));
        }
    }

    private static boolean fits(Tensor bias, long channels, Tensor images) {
        return bias.length() == channels && bias.dataType() == images.dataType();
    }

    private static void requireBias(String name, Tensor bias, long channels, Tensor images) {
        if (bias != null && !fits(bias, channels, images)) {
            throw new IllegalArgumentException(name + ": the bias is " + bias.dataType() + " "
                    + Shapes.text(bias.shape()) + "; " + images.dataType() + " [" + channels
                    + "] would fit, one number for each output channel");
        }
    }

    /** The channels in front: {@code [channels, batch * positions]}. */
    private static Tensor channelsFirst(Tensor images) {
        return images.permute(1, 0, 2, 3).reshape(images.value().size(1), -1);
    }

    private static Tensor biased(Tensor images, Tensor bias) {
        return bias == null ? images : images.add(bias.reshape(1, bias.length(), 1, 1));
    }

    private static Tensor biasGradient(Tensor g, Tensor bias) {
        return bias != null && bias.requiresGrad() ? g.sum(0, 2, 3).reshape(bias.shape()) : null;
    }

    private static Tensor[] inputs(Tensor images, Tensor weights, Tensor bias) {
        return bias == null ? new Tensor[] {images, weights} : new Tensor[] {images, weights, bias};
    }

    static Tensor convolution(
            Tensor images, Tensor weights, Tensor bias, int stride, int padding, int dilation, int groups) {
        requireImages("conv2d", images);
        long[] x = images.value().shape();
        long[] w = weights.value().shape();
        if (w.length != 4 || groups < 1 || x[1] != w[1] * groups || w[0] % groups != 0) {
            throw new IllegalArgumentException("conv2d: images of shape " + Shapes.text(x) + " and weights of shape "
                    + Shapes.text(w) + " do not fit" + (groups == 1 ? "" : " in " + groups + " groups")
                    + "; weights are [out channels, in channels / groups, height, width]");
        }
        if (images.dataType() != weights.dataType()) {
            throw new IllegalArgumentException("conv2d: images of " + images.dataType() + " and weights of "
                    + weights.dataType() + "; make both from arrays of one type (castTo)");
        }
        requireBias("conv2d", bias, w[0], images);
        ImageColumns columns = ImageColumns.of("conv2d", x, new long[] {w[2], w[3]}, stride, padding, dilation);
        if (groups == 1 && Convolutions.covers(images.dataType(), columns)) {
            Convolutions convolutions = new Convolutions(columns, w[0]);
            Tensor[] inputs = inputs(images, weights, bias);
            return Tensor.result(
                    "conv2d",
                    convolutions.forward(images.value(), weights.value(), bias == null ? null : bias.value()),
                    inputs,
                    new Tensor[] {images, weights},
                    g -> convolutionGradients(convolutions, images, weights, bias, g));
        }
        Tensor windows = unfold(images, columns, 0);
        Tensor result = groups == 1
                ? weights.reshape(w[0], -1).mmul(windows)
                : weights.reshape(groups, w[0] / groups, -1).mmul(windows.reshape(groups, w[1] * w[2] * w[3], -1));
        return biased(
                result.reshape(w[0], x[0], columns.outHeight(), columns.outWidth())
                        .permute(1, 0, 2, 3),
                bias);
    }

    private static Tensor[] convolutionGradients(
            Convolutions convolutions, Tensor images, Tensor weights, Tensor bias, Tensor g) {
        Tensor forImages = null;
        Tensor forWeights = null;
        Tensor forBias = null;
        if (Recording.current().isEnabled()) {
            ImageColumns columns = convolutions.geometry();
            Tensor above = channelsFirst(g);
            if (images.requiresGrad()) {
                forImages = fold(weights.reshape(weights.size(0), -1).mmul(above, true, false), columns);
            }
            if (weights.requiresGrad()) {
                forWeights = above.mmul(unfold(images, columns, 0), false, true).reshape(weights.shape());
            }
            forBias = biasGradient(g, bias);
        } else {
            // Once for both gradients, where the gradient lies in row order.
            DenseArray above = g.value().channelsLast();
            if (images.requiresGrad()) {
                forImages = Tensor.constant(convolutions.imageGradient(above, weights.value()));
            }
            DenseArray sums = bias != null && bias.requiresGrad()
                    ? DenseArray.uninitialized(bias.dataType(), bias.value().shape())
                    : null;
            if (weights.requiresGrad() || sums != null) {
                forWeights = Tensor.constant(convolutions.weightGradient(images.value(), above, sums));
            }
            forBias = sums == null ? null : Tensor.constant(sums);
            above.releaseCopyOf(g.value());
        }
        return bias == null ? new Tensor[] {forImages, forWeights} : new Tensor[] {forImages, forWeights, forBias};
    }

    static Tensor transposedConvolution(Tensor images, Tensor weights, Tensor bias, int stride, int padding) {
        requireImages("convTranspose2d", images);
        long[] x = images.value().shape();
        long[] w = weights.value().shape();
        if (w.length != 4 || x[1] != w[0]) {
            throw new IllegalArgumentException("convTranspose2d: images of shape " + Shapes.text(x)
                    + " and weights of shape " + Shapes.text(w)
                    + " do not fit; weights are [in channels, out channels, height, width]");
        }
        if (images.dataType() != weights.dataType()) {
            throw new IllegalArgumentException("convTranspose2d: images of " + images.dataType() + " and weights of "
                    + weights.dataType() + "; make both from arrays of one type (castTo)");
        }
        requireBias("convTranspose2d", bias, w[1], images);
        long height = (x[2] - 1) * stride - 2L * padding + w[2];
        long width = (x[3] - 1) * stride - 2L * padding + w[3];
        ImageColumns columns = ImageColumns.of(
                "convTranspose2d", new long[] {x[0], w[1], height, width}, new long[] {w[2], w[3]}, stride, padding, 1);
        if (!Convolutions.covers(images.dataType(), columns)) {
            return biased(fold(weights.reshape(w[0], -1).mmul(channelsFirst(images), true, false), columns), bias);
        }
        // The roles of input and output are exchanged.
        Convolutions convolutions = new Convolutions(columns, w[0]);
        Tensor[] inputs = {images, weights};
        return biased(
                Tensor.result(
                        "convTranspose2d",
                        convolutions.imageGradient(images.value(), weights.value()),
                        inputs,
                        inputs,
                        g -> transposedGradients(convolutions, images, weights, g)),
                bias);
    }

    private static Tensor[] transposedGradients(Convolutions convolutions, Tensor images, Tensor weights, Tensor g) {
        Tensor forImages = null;
        Tensor forWeights = null;
        if (Recording.current().isEnabled()) {
            Tensor windows = unfold(g, convolutions.geometry(), 0);
            long[] x = images.value().shape();
            if (images.requiresGrad()) {
                forImages = weights.reshape(weights.size(0), -1)
                        .mmul(windows)
                        .reshape(x[1], x[0], x[2], x[3])
                        .permute(1, 0, 2, 3);
            }
            if (weights.requiresGrad()) {
                forWeights = channelsFirst(images).mmul(windows, false, true).reshape(weights.shape());
            }
        } else {
            DenseArray above = g.value().channelsLast();
            if (images.requiresGrad()) {
                forImages = Tensor.constant(convolutions.forward(above, weights.value(), null));
            }
            if (weights.requiresGrad()) {
                forWeights = Tensor.constant(convolutions.weightGradient(above, images.value(), null));
            }
            above.releaseCopyOf(g.value());
        }
        return new Tensor[] {forImages, forWeights};
    }

    private static ImageColumns windows(String name, Tensor images, int size, int stride, int padding) {
        requireImages(name, images);
        if (padding > size / 2) {
            throw new IllegalArgumentException(name + ": a padding of " + padding + " would make windows of " + size
                    + " that see nothing of the image");
        }
        return ImageColumns.of(name, images.value().shape(), new long[] {size, size}, stride, padding, 1);
    }

    /** Windows as {@code [channels, kernel area, batch * positions]}. */
    private static Tensor opened(Tensor images, ImageColumns columns, double filling) {
        long[] kernel = columns.kernel();
        return unfold(images, columns, filling).reshape(images.value().size(1), kernel[0] * kernel[1], -1);
    }

    /** From {@code [channels, batch * positions]}. */
    private static Tensor placed(Tensor perWindow, ImageColumns columns) {
        return perWindow
                .reshape(columns.images()[1], columns.images()[0], columns.outHeight(), columns.outWidth())
                .permute(1, 0, 2, 3);
    }

    private static Tensor pooled(
            String name, Tensor images, ImageColumns columns, boolean maximum, Tensor places, Node.Rule recorded) {
        // What is saved lasts until the graph is done: the recorded rule looks at the images again.
        Poolings poolings = new Poolings(columns, maximum);
        DenseArray workspace = places == null ? null : places.value();
        return Tensor.result(
                name,
                poolings.forward(images.value(), workspace),
                new Tensor[] {images},
                places == null ? NOTHING : new Tensor[] {places, images},
                g -> Recording.current().isEnabled()
                        ? recorded.gradients(g)
                        : new Tensor[] {Tensor.constant(poolings.backward(g.value(), workspace))});
    }

    static Tensor maxPool(Tensor images, int size, int stride, int padding) {
        ImageColumns columns = windows("maxPool2d", images, size, stride, padding);
        if (!Poolings.covers(images.value(), columns, true)) {
            return placed(opened(images, columns, Double.NEGATIVE_INFINITY).max(1), columns);
        }
        Tensor places = Tensor.internal(new Poolings(columns, true).places());
        return pooled("maxPool2d", images, columns, true, places, g -> {
            // Which element is the largest does not change with the images a little: a constant mask.
            DenseArray windows = columns.unfold(images.value(), Double.NEGATIVE_INFINITY)
                    .reshape(columns.images()[1], (long) size * size, positions(columns));
            DenseArray mask = DenseArray.filled(g.dataType(), 0, windows.shape());
            Compute.maximum(windows, 1, 1, mask);
            return new Tensor[] {spread(Tensor.constant(mask), g, columns)};
        });
    }

    private static long positions(ImageColumns columns) {
        return columns.images()[0] * columns.outHeight() * columns.outWidth();
    }

    /** Gradients of windows times a factor for each of their elements, added up to images. */
    private static Tensor spread(Tensor factors, Tensor g, ImageColumns columns) {
        long[] shape = columns.images();
        long[] kernel = columns.kernel();
        Tensor above = channelsFirst(g).reshape(shape[1], 1, -1);
        return fold(factors.mul(above).reshape(shape[1] * kernel[0] * kernel[1], -1), columns);
    }

    static Tensor averagePool(Tensor images, int size, int stride, int padding) {
        ImageColumns columns = windows("avgPool2d", images, size, stride, padding);
        if (!Poolings.covers(images.value(), columns, false)) {
            return placed(opened(images, columns, 0).mean(1), columns);
        }
        return pooled("avgPool2d", images, columns, false, null, g -> {
            DenseArray shares = DenseArray.filled(g.dataType(), 1.0 / (size * size), 1, (long) size * size, 1);
            return new Tensor[] {spread(Tensor.constant(shares), g, columns)};
        });
    }

    static Tensor upsample(Tensor images, int factor) {
        requireImages("upsample2d", images);
        return images.repeat(2, factor).repeat(3, factor);
    }
}
