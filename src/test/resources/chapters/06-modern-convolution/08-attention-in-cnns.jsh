// test: the counts of the text
Check.close("share of ResNet-50", Arrays.stream(extra(16)).sum() / (double) resNet50, 0.10, 0.005);
Check.close("share of the last stage", extra(16)[3] / (double) Arrays.stream(extra(16)).sum(), 5 / 8.0, 0.005);
long weightsAlone = IntStream.range(0, 4).mapToLong(s -> blocks[s] * 2L * width[s] * width[s] / 16).sum();
Check.close("weights", weightsAlone, 2_514_944, 0);
Check.atMost("multiply-adds", weightsAlone / 3.86e9, 0.001);
Check.close("SE-ResNet-50", resNet50 + Arrays.stream(extra(16)).sum(), 28_088_024, 0);

// test: the three networks of the study
Check.close("ResNet", contenders.get("ResNet").parameters(), 19_810, 0);
Check.close("SE-ResNet", contenders.get("SE-ResNet").parameters(), 20_552, 0);
Check.close("wider ResNet", contenders.get("wider ResNet").parameters(), 20_571, 0);
Check.close("multiply-adds of the gates", contenders.get("SE-ResNet").multiplyAdds() - contenders.get("ResNet").multiplyAdds(),
        2 * (8 * 2 + 16 * 4 + 32 * 8), 0);

// test: a gate of 1 changes nothing, and gates of images do not depend on other images
Tensor maps = Tensor.of(Nd4j.randn(DataType.FLOAT, 3, 8, 5, 5));
Tensor W1 = Tensor.of(Nd4j.randn(DataType.FLOAT, 8, 2)), b1 = Tensor.of(Nd4j.zeros(DataType.FLOAT, 2));
Tensor W2 = Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 8)), b2 = Tensor.of(Nd4j.zeros(DataType.FLOAT, 8));
Check.close("open gates", squeezeAndExcite(maps, W1, b1, W2.mul(0), b2.add(40)).data(), maps.data(), 1e-6);
Check.close("alone", squeezeAndExcite(maps.range(1, 2, 0), W1, b1, W2, b2).data(),
        squeezeAndExcite(maps, W1, b1, W2, b2).range(1, 2, 0).data(), 1e-6);
INDArray some = gates(maps, W1, b1, W2, b2).data();
Check.that("shape", Arrays.equals(some.shape(), new long[] {3, 8}));
Check.that("between 0 and 1", some.minNumber().doubleValue() > 0 && some.maxNumber().doubleValue() < 1);

// test: exercise 3, the order of the pixels does not matter to the gates
int[] mixed = {4, 2, 0, 3, 1};
Check.close("rows in another order", gates(maps.gather(2, mixed), W1, b1, W2, b2).data(), some, 1e-6);

// test: DL4J's element-wise vertex refuses images of different sizes in its configuration
try {
    new NeuralNetConfiguration.Builder().graphBuilder().addInputs("image")
            .setInputTypes(InputType.convolutional(8, 8, 3))
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(), "image")
            .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "image", "pool")
            .addLayer("out", new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build(), "product")
            .setOutputs("out").build();
    throw new AssertionError("it took them");
} catch (RuntimeException refused) {
    Check.that("refused", (refused.getMessage() + refused.getCause()).contains("different sizes"));
}

// test: fixed gates stand still
ComputationGraph still = seNet.clone();
still.getLayer("block20-gate-excite").getParam("W").assign(0);
INDArray stillGates = still.feedForward(seen.first(20).images(), false).get("block20-gate-excite");
Check.close("deviation", stillGates.std(false, 0), Nd4j.zeros(32), 1e-6);

// test: the class means of gates that are the class's number
INDArray numbers = seen.labels().mmul(Nd4j.arange(10).castTo(DataType.FLOAT).reshape(10, 1));
INDArray means = byClass(numbers);
for (int c = 0; c < 10; c++) {
    Check.that("class " + c, means.getDouble(c) == 0 || Math.abs(means.getDouble(c) - c) < 1e-4);
}
