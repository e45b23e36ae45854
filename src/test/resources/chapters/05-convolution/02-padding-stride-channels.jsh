// test: sizes of the text and of exercises 1 and 2
int shrinking = 32;
for (int layer = 1; layer <= 7; layer++) {
    shrinking = outputSize(shrinking, 5, 0, 1, 1);
}
Check.close("32 pixels after seven 5 x 5", shrinking, 4, 0);
int layersTaken = 0;
for (int pixels = 224; pixels > 4; layersTaken++) {
    pixels = outputSize(pixels, 5, 0, 1, 1);
}
Check.close("layers until 224 pixels are 4", layersTaken, 55, 0);
Check.close("exercise 1", outputSize(224, 11, 2, 4, 1), 55, 0);
Check.that("refused", size(224, 11, 4, 2, ConvolutionMode.Strict).equals("refused"));
Check.that("truncated", size(224, 11, 4, 2, ConvolutionMode.Truncate).equals("55"));
Check.close("exercise 2", outputSize(50, 3, 2, 1, 2), 50, 0);

// test: an odd kernel with (k - 1) / 2 rows keeps the size; Same gives n / s, rounded up
for (int k = 1; k <= 7; k += 2) {
    Check.close("kernel " + k, outputSize(31, k, (k - 1) / 2, 1, 1), 31, 0);
}
for (int n = 5; n <= 9; n++) {
    for (int s = 1; s <= 3; s++) {
        Check.close("Same, " + n + " pixels, stride " + s, Integer.parseInt(size(n, 3, s, 0, ConvolutionMode.Same)), (n + s - 1) / s, 0);
    }
}

// test: Truncate is DL4J's default
MultiLayerNetwork byDefault = only(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(1).build(), 1, 28, 28);
Check.close("size", byDefault.feedForward(Nd4j.zeros(1, 1, 28, 28)).get(1).size(2), 13, 0);

// test: parameters of a layer, and exercise 3
Check.close("4 kernels for 3 channels", truncate.getLayer(0).numParams(), 4 * (3 * 9 + 1), 0);
Check.close("64 to 128", 64 * 128 * 9, 73_728, 0);
Check.close("8 groups", Nd4j.zeros(128, 64 / 8, 3, 3).length(), 9_216, 0);
Check.close("depthwise and 1 x 1", 64 * 9 + 64 * 128, 8_768, 0);

// test: a dilated convolution is one with a larger kernel that has zeros between; DL4J's is the same
Tensor small = Tensor.of(Nd4j.randn(4, 3, 3, 3));
INDArray large = Nd4j.zeros(4, 3, 5, 5);
for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 3; column++) {
        large.get(all(), all(), point(2 * row), point(2 * column)).assign(small.data().get(all(), all(), point(row), point(column)));
    }
}
INDArray dilated = conv2d(X, small, null, 1, 0, 2, 1).data();
Check.close("zeros between", conv2d(X, Tensor.of(large), null).data(), dilated, 1e-4);
MultiLayerNetwork spaced = only(new ConvolutionLayer.Builder(3, 3).dilation(2, 2).nOut(4).activation(Activation.IDENTITY).build(), 3, 10, 10);
Check.close("DL4J", spaced.feedForward(photo).get(1), conv2d(X, kernelOf(spaced), null, 1, 0, 2, 1).data(), 1e-5);

// test: a grouped convolution is one for each group; a depthwise one is DL4J's
Tensor six = Tensor.of(Nd4j.rand(2, 6, 7, 7));
Tensor[] parts = new Tensor[3];
for (int g = 0; g < 3; g++) {
    parts[g] = conv2d(six.range(2 * g, 2 * g + 2, 1), first.range(2 * g, 2 * g + 2, 0), null, 1, 1);
}
Check.close("three groups", concat(1, parts).data(), grouped(six, first).data(), 1e-5);
MultiLayerNetwork depthwise = only(new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(1).nOut(6)
        .activation(Activation.IDENTITY).build(), 6, 7, 7);
INDArray deep = depthwise.getLayer(0).paramTable().get("W");
Tensor kernels = Tensor.of(deep.permute(2, 3, 0, 1).dup('c').reshape(6, 1, 3, 3));
Check.close("depthwise", depthwise.feedForward(six.data()).get(1), conv2d(six, kernels, null, 1, 0, 1, 6).data(), 1e-5);

// test: exercises 4 and 5
Check.close("LeNet", field(List.of(new Conv(5, 1, 1), new Conv(2, 2, 1), new Conv(5, 1, 1), new Conv(2, 2, 1))), 16, 0);
Check.close("112 layers", field(Collections.nCopies(112, new Conv(3, 1, 1))), 225, 0);
Check.close("111 layers", field(Collections.nCopies(111, new Conv(3, 1, 1))), 223, 0);
Check.close("7 doubling layers", field(IntStream.range(0, 7).mapToObj(l -> new Conv(3, 1, 1 << l)).toList()), 255, 0);
Check.close("6 doubling layers", field(IntStream.range(0, 6).mapToObj(l -> new Conv(3, 1, 1 << l)).toList()), 127, 0);

// test: with ReLU the spread is of the same size
Check.close("over its prediction", spreads[1][last] / theory, 1, REPEATS > 2 ? 0.3 : 0.7);
