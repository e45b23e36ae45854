package d2j.autograd;

import d2j.engine.arrays.ImageColumns;

/** Convolution, its transpose and pooling, from windows laid out as columns. */
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

    static Tensor convolution(Tensor images, Tensor weights, int stride, int padding, int dilation, int groups) {
        requireImages("conv2d", images);
        long[] x = images.value().shape();
        long[] w = weights.value().shape();
        if (w.length != 4 || groups < 1 || x[1] != w[1] * groups || w[0] % groups != 0) {
            throw new IllegalArgumentException("conv2d: images of shape " + Shapes.text(x) + " and weights of shape "
                    + Shapes.text(w) + " do not fit" + (groups == 1 ? "" : " in " + groups + " groups")
                    + "; weights are [out channels, in channels / groups, height, width]");
        }
        ImageColumns columns = ImageColumns.of("conv2d", x, new long[] {w[2], w[3]}, stride, padding, dilation);
        Tensor windows = unfold(images, columns, 0);
        long[] out = {x[0], w[0], columns.outHeight(), columns.outWidth()};
        if (groups == 1) {
            return weights.reshape(w[0], -1)
                    .mmul(windows)
                    .reshape(w[0], out[0], out[2], out[3])
                    .permute(1, 0, 2, 3);
        }
        return weights.reshape(groups, w[0] / groups, -1)
                .mmul(windows.reshape(groups, w[1] * w[2] * w[3], -1))
                .reshape(w[0], out[0], out[2], out[3])
                .permute(1, 0, 2, 3);
    }

    static Tensor transposedConvolution(Tensor images, Tensor weights, int stride, int padding) {
        requireImages("convTranspose2d", images);
        long[] x = images.value().shape();
        long[] w = weights.value().shape();
        if (w.length != 4 || x[1] != w[0]) {
            throw new IllegalArgumentException("convTranspose2d: images of shape " + Shapes.text(x)
                    + " and weights of shape " + Shapes.text(w)
                    + " do not fit; weights are [in channels, out channels, height, width]");
        }
        long height = (x[2] - 1) * stride - 2L * padding + w[2];
        long width = (x[3] - 1) * stride - 2L * padding + w[3];
        ImageColumns columns = ImageColumns.of(
                "convTranspose2d", new long[] {x[0], w[1], height, width}, new long[] {w[2], w[3]}, stride, padding, 1);
        Tensor channelsFirst = images.permute(1, 0, 2, 3).reshape(x[1], -1);
        return fold(weights.reshape(w[0], -1).mmul(channelsFirst, true, false), columns);
    }

    /** Windows as {@code [channels, kernel area, batch * positions]}. */
    private static Tensor pooled(
            String name, Tensor images, int size, int stride, int padding, double filling, boolean maximum) {
        requireImages(name, images);
        long[] x = images.value().shape();
        if (padding > size / 2) {
            throw new IllegalArgumentException(name + ": a padding of " + padding + " would make windows of " + size
                    + " that see nothing of the image");
        }
        ImageColumns columns = ImageColumns.of(name, x, new long[] {size, size}, stride, padding, 1);
        Tensor windows = unfold(images, columns, filling).reshape(x[1], (long) size * size, -1);
        return (maximum ? windows.max(1) : windows.mean(1))
                .reshape(x[1], x[0], columns.outHeight(), columns.outWidth())
                .permute(1, 0, 2, 3);
    }

    static Tensor maxPool(Tensor images, int size, int stride, int padding) {
        return pooled("maxPool2d", images, size, stride, padding, Double.NEGATIVE_INFINITY, true);
    }

    static Tensor averagePool(Tensor images, int size, int stride, int padding) {
        return pooled("avgPool2d", images, size, stride, padding, 0, false);
    }

    static Tensor upsample(Tensor images, int factor) {
        requireImages("upsample2d", images);
        return images.repeat(2, factor).repeat(3, factor);
    }
}
