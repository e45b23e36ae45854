// test: the table of AlexNet in one piece
long[] counts = {11_712, 0, 614_656, 0, 885_120, 1_327_488, 884_992, 0, 26_218_496, 16_781_312, 40_970};
for (int l = 0; l < counts.length; l++) {
    Check.close("parameters of layer " + l, alexNet.layers().get(l).parameters(), counts[l], 0);
}
Check.that("shape before the dense layers", alexNet.layers().get(7).shape().equals("256 × 5 × 5"));
Check.close("multiply-adds", alexNet.multiplyAdds(), 938_146_176L, 0);

// test: shares and ratios in the text
long dense = alexNet.layers().subList(8, 11).stream().mapToLong(ModelSummary.Layer::parameters).sum();
long work = alexNet.layers().subList(0, 8).stream().mapToLong(ModelSummary.Layer::multiplyAdds).sum();
Check.close("dense layers, of all parameters", dense / (double) alexNet.parameters(), 0.92, 0.005);
Check.atLeast("the first of them", 26_218_496.0 / alexNet.parameters(), 0.5);
Check.close("convolutions, of all work", work / (double) alexNet.multiplyAdds(), 0.95, 0.005);
Check.close("parameters over LeNet's", alexNet.parameters() / 61_706.0, 758, 0.5);
Check.close("work over LeNet's", alexNet.multiplyAdds() / 416_520.0, 2_252, 0.5);

// test: the table of the original, and ZFNet's
ModelSummary halves = original.grouped(layer -> layer.name().replaceFirst("-[ab]$", ""));
Map<String, Long> printed = Map.of("conv1", 34_944L, "conv2", 307_456L, "conv3", 885_120L, "conv4", 663_936L,
        "conv5", 442_624L, "dense6", 37_752_832L, "dense7", 16_781_312L, "output", 4_097_000L);
printed.forEach((name, count) -> Check.close(name, halves.layer(name).parameters(), count, 0));
Check.close("work in the first layer", halves.layer("conv1").multiplyAdds(), 105_415_200, 0);
Check.close("ZFNet's", zfNet.layers().get(0).multiplyAdds(), 170_755_200, 0);
Check.that("ZFNet's first shape", zfNet.layers().get(0).shape().equals("96 × 110 × 110"));

// test: local response normalisation of single values
double lonely(double a) {
    return responseNorm(Tensor.of(Nd4j.createFromArray((float) a).reshape(1, 1, 1, 1)), 2, 5, 1e-4, 0.75).data()
            .getDouble(0, 0, 0, 0);
}
Check.close("1", lonely(1), 0.5946, 5e-5);
Check.close("2", lonely(2) / 2, 0.5945, 5e-5);
Check.close("100", lonely(100), 100 / Math.pow(3, 0.75), 1e-3);
Check.atLeast("exercise 4: 200 gives most", lonely(200), Math.max(lonely(190), lonely(210)));

// test: the gradient of the formula is right, whatever DL4J's is
INDArray at = Nd4j.rand(DataType.DOUBLE, 1, 7, 2, 1).muli(300), by = Nd4j.randn(DataType.DOUBLE, 1, 7, 2, 1);
Tensor exact = Tensor.parameter(at.dup());
responseNorm(exact, 2, 5, 1e-4, 0.75).mul(Tensor.of(by)).sum().backward();
INDArray numerical = NumericalGradient.of(
        x -> responseNorm(Tensor.of(x), 2, 5, 1e-4, 0.75).data().mul(by).sumNumber().doubleValue(), at);
Check.close("gradient", exact.grad(), numerical, 1e-5);

// test: the exercises, and the network of the errors
ModelSummary inColour = ModelSummary.of(
        AlexNet.configuration(settings(1, new Sgd(0.1)), colour, 1000, 1), colour);
Check.close("exercise 2", inColour.parameters(), 50_844_008, 0);
Check.close("with 384 channels at the end", 50_844_008 - 884_992 - 26_218_496
        + (9 * 384 + 1) * 384 + (384 * 25 + 1) * 4096, 64_393_704, 0);
Check.close("exercise 3, bytes", original.parameters() * 4, 243_860_896, 0);
Check.close("exercise 3, MiB of three", original.parameters() * 12 / 1024.0 / 1024, 698, 0.5);
Check.close("exercise 1, first", (227 - 11) / 4 + 1, 55, 0);
Check.close("exercise 1, with a padding of 2", original.layer("conv1-a").dimensions()[1], 55, 0);
Check.close("exercise 1, pooling", original.layer("pool1-a").dimensions()[1], (55 - 3) / 2 + 1, 0);

// test: the covering square moves over the whole image, and nothing else changes
INDArray black = Nd4j.zeros(DataType.FLOAT, 1, 1, 28, 28);
Check.that("places", Arrays.equals(occlusion(black, 3, 7, 2).shape(), new long[] {11, 11}));
Check.that("larger steps", Arrays.equals(occlusion(black, 3, 8, 4).shape(), new long[] {6, 6}));
Check.close("the image is as before", black.sumNumber().doubleValue(), 0, 0);

// test: the networks of the experiment differ in their activation only, and have no dropout
MultiLayerConfiguration tanh = with(Activation.TANH, 0.01, 1), relu = with(Activation.RELU, 0.01, 1);
Check.that("no dropout", tanh.getConfs().stream().noneMatch(conf -> conf.getLayer().getIDropout() != null));
Check.that("different", !tanh.equals(relu));
Check.close("as large", ModelSummary.of(tanh, shape).parameters(), ModelSummary.of(relu, shape).parameters(), 0);
