// test: the textbook's network has its shapes, block by block
long[][] expected = {
    {96, 54, 54}, {96, 54, 54}, {96, 54, 54}, {96, 26, 26}, {256, 26, 26}, {256, 26, 26}, {256, 26, 26}, {256, 12, 12},
    {384, 12, 12}, {384, 12, 12}, {384, 12, 12}, {384, 5, 5}, {384, 5, 5}, {10, 5, 5}, {10, 5, 5}, {10, 5, 5}};
for (int l = 0; l < expected.length; l++) {
    Check.that("shape of layer " + l, Arrays.equals(book.layers().get(l).dimensions(), expected[l]));
}
Check.close("parameters of the block of the classes", book.layers().subList(13, 16).stream()
        .mapToLong(ModelSummary.Layer::parameters).sum(), 34_790, 0);

// test: the table of ends
long[] alexNetEnd = {6400L * 4096 + 4096, 4096L * 4096 + 4096, 4096L * 10 + 10};
Check.close("AlexNet's dense layers", Arrays.stream(alexNetEnd).sum(), 43_040_778, 0);
Check.close("of all", 43_040_778 / 46_764_746.0, 0.92, 0.005);
Check.close("VGG-11's dense layers", 25_088L * 4096 + 4096 + alexNetEnd[1] + alexNetEnd[2], 119_586_826, 0);
Check.close("of all", 119_586_826 / 128_806_154.0, 0.93, 0.005);
Check.close("NiN with AlexNet's end, in millions", (1_992_166 - 34_790 + 9_600L * 4096 + 4096
        + alexNetEnd[1] + alexNetEnd[2]) / 1e6, 58, 0.5);
Check.close("AlexNet over NiN", 46_764_746 / 1_992_166.0, 23, 0.5);

// test: exercise 1
Check.close("convolution", 25 * 96 * 256 + 256, 614_656, 0);
Check.close("share of the perceptron", 131_584 / 746_240.0, 0.18, 0.005);
Check.close("the block", book.layers().subList(4, 7).stream().mapToLong(ModelSummary.Layer::parameters).sum(),
        746_240, 0);

// test: exercise 2
ConvolutionLayer layerOf(int kernel, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(channels).build();
}
ModelSummary threeBlocks = ModelSummary.of(settings(new NoOp(), 1).list()
        .layer(layerOf(3, 16)).layer(layerOf(1, 16)).layer(layerOf(3, 64)).layer(layerOf(1, 64))
        .layer(layerOf(3, 100)).layer(layerOf(1, 100)).layer(new GlobalPoolingLayer(PoolingType.AVG))
        .setInputType(InputType.convolutional(32, 32, 3)).build(), InputType.convolutional(32, 32, 3));
Check.close("parameters", threeBlocks.parameters(), 81_960, 0);
Check.that("sizes", threeBlocks.layers().get(1).dimensions()[1] == 30 && threeBlocks.layers().get(3).dimensions()[1] == 28
        && threeBlocks.layers().get(5).dimensions()[1] == 26);

// test: exercise 3, two 1 x 1 convolutions without an activation are one
Tensor first = Tensor.of(Nd4j.randn(3, 6)), second = Tensor.of(Nd4j.randn(6, 4));
Tensor someX = Tensor.of(Nd4j.randn(2, 3, 5, 5));
Tensor b6 = Tensor.of(Nd4j.zeros(6)), b4 = Tensor.of(Nd4j.zeros(4));
Check.close("one after the other, and their product", perPixel(perPixel(someX, first, b6), second, b4).data(),
        perPixel(someX, first.mmul(second), b4).data(), 1e-4);

// test: exercise 5, the mean and a dense layer change places, with ReLU between them they do not
Tensor W34 = Tensor.of(Nd4j.randn(3, 4));
Check.close("mean of maps, map of means", perPixel(someX, W34, b4).mean(2, 3).data(),
        someX.mean(2, 3).mmul(W34).data(), 1e-5);
Tensor signs = Tensor.of(Nd4j.createFromArray(-1f, 1f));
Check.close("ReLU of the mean", relu(signs.mean()).item(), 0, 0);
Check.close("mean of the ReLUs", relu(signs).mean().item(), 0.5, 0);

// test: weights of the interpolation sum to 1, and a place keeps its value at its pixel
INDArray weights = between(6, 28);
Check.close("sums", weights.sum(1), Nd4j.ones(28), 1e-6);
for (int place = 0; place < 6; place++) {
    Check.close("place " + place, weights.getDouble(4 * place + 2, place), 1, 1e-6);
}

// test: pixel 4j + 2 is the middle of what place j of the maps sees through strides and windows
INDArray rowNumbers = Nd4j.arange(28).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT).reshape(28, 1);
for (int j = 1; j < 5; j++) {
    Tensor seen = Tensor.parameter(Nd4j.zeros(1, 1, 28, 28));
    Tensor place = avgPool2d(conv2d(seen, Tensor.of(Nd4j.ones(1, 1, 5, 5)), null, 2, 2), 3, 2, 0);
    place.get(NDArrayIndex.point(0), NDArrayIndex.point(0), NDArrayIndex.point(j), NDArrayIndex.point(j)).sum().backward();
    INDArray where = seen.grad().reshape(28, 28);
    Check.close("place " + j, where.mulColumnVector(rowNumbers).sumNumber().doubleValue() / where.sumNumber().doubleValue(), 4 * j + 2, 1e-3);
}

// test: both heads are of one depth and the dense one is larger
Check.that("parameters", headed(false, 1).numParams() > headed(true, 1).numParams());
