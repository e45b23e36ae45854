// test: every layer has the shape, the parameters and the multiply-adds of the textbook
List<INDArray> outputs = leNet.feedForward(Nd4j.zeros(1, 1, 28, 28));
long[][] expected = {
    {6, 28, 28, 156, 117_600}, {6, 14, 14, 0, 0}, {16, 10, 10, 2_416, 240_000}, {16, 5, 5, 0, 0},
    {120, 48_120, 48_000}, {84, 10_164, 10_080}, {10, 850, 840}};
for (int l = 0; l < expected.length; l++) {
    long[] shapeOfOutput = outputs.get(l + 1).shape();
    int sizes = expected[l].length - 2;
    Check.that("shape of layer " + l, Arrays.equals(
            Arrays.copyOfRange(shapeOfOutput, 1, shapeOfOutput.length), Arrays.copyOf(expected[l], sizes)));
    Check.close("parameters of layer " + l, leNetCost.layers().get(l).parameters(), expected[l][sizes], 0);
    Check.close("multiply-adds of layer " + l, leNetCost.layers().get(l).multiplyAdds(), expected[l][sizes + 1], 0);
}

// test: shares of the costs in the text
Check.close("first dense layer, of all parameters", 48_120 / 61_706.0, 0.78, 0.005);
Check.close("convolutions, of all parameters", (156 + 2_416) / 61_706.0, 0.04, 0.005);
Check.close("convolutions, of all multiply-adds", (117_600 + 240_000) / 416_520.0, 0.86, 0.005);
Check.close("the MLP's parameters", summary(mlp(1), InputType.feedForward(784)).parameters(), 203_530, 0);
Check.close("its multiply-adds", summary(mlp(1), InputType.feedForward(784)).multiplyAdds(), 203_264, 0);
Check.close("the variant's parameters", summary(modern, shape).parameters(), 61_706 + 452, 0);
Check.close("its multiply-adds", summary(modern, shape).multiplyAdds(), 416_520, 0);

// test: exercises 1 and 2, and the network of the errors
long count(long height, long width, long channels, int channels1, int padding1, int channels2, int padding2) {
    long h = (height - 4 + 2 * padding1) / 2, last = (h - 4 + 2 * padding2) / 2;
    return channels1 * (25 * channels + 1) + channels2 * (25 * channels1 + 1)
            + (last * last * channels2 + 1) * 120 + 121 * 84 + 85 * 10;
}
Check.close("LeNet", count(28, 28, 1, 6, 2, 16, 0), 61_706, 0);
Check.close("without padding", count(28, 28, 1, 6, 0, 16, 0), 44_426, 0);
Check.close("colour, 32 x 32", count(32, 32, 3, 6, 2, 16, 0), 83_126, 0);
Check.close("as drawn with 6 channels and two paddings", count(32, 32, 1, 6, 2, 6, 2), 58_276, 0);
Check.close("colour, 32 x 32, DL4J", network(LeNet.configuration(
        settings(WeightInit.XAVIER, 0.1, 1), InputType.convolutional(32, 32, 3), 10)).numParams(), 83_126, 0);
Check.close("exercise 4", 25 * (6 * 3 + 9 * 4 + 6) + 16, 1_516, 0);

// test: the gradient reaches the first layer much weaker through sigmoids
Check.that("five layers", withSigmoids.size() == 5 && withBatchNorm.size() == 5);
Check.atLeast("last over first layer, sigmoids", withSigmoids.get(4) / withSigmoids.get(0), 10);
Check.atMost("last over first layer, batch normalisation", withBatchNorm.get(4) / withBatchNorm.get(0), 10);

// test: the variant's maps have passed a ReLU
Check.atLeast("smallest value of the first maps", inside.get(3).minNumber().doubleValue(), 0);
Check.atMost("smallest value before", inside.get(2).minNumber().doubleValue(), -1e-3);

// test: DL4J's batch normalisation ignores an activation
MultiLayerNetwork ignoring = network(new NeuralNetConfiguration.Builder().list()
        .layer(new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder().activation(Activation.RELU).build())
        .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY).build())
        .setInputType(InputType.feedForward(4)).build());
Check.atMost("smallest output", ignoring.feedForward(Nd4j.randn(64, 4)).get(1).minNumber().doubleValue(), -0.5);

// test: moving pixels loses nothing, and moves all images in the same way
INDArray vectors = Nd4j.rand(3, 784), movedVectors = shuffled(vectors);
Check.close("sorted values", Nd4j.sort(vectors.dup(), 1, true), Nd4j.sort(movedVectors.dup(), 1, true), 0);
for (int p : new int[] {0, 100, 783}) {
    Check.close("pixel " + p, movedVectors.getColumn(p), vectors.getColumn(permutation[p]), 0);
}

// test: exercise 5, a multilayer perceptron on moved pixels is one with moved weights
MultiLayerNetwork still = mlp(SEED), along = mlp(SEED);
INDArray rows = along.getParam("0_W");
INDArray original = rows.dup();
for (int p = 0; p < 784; p++) {
    rows.putRow(p, original.getRow(permutation[p]));
}
Check.close("outputs", along.output(movedVectors), still.output(vectors), 1e-5);
