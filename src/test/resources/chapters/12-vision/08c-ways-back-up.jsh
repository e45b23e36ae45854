// test: exercise 1, bytes
Check.close("U-Net's over SegNet's", 360 * 480 * 64 * 4 / (180 * 240 * 64 / 4.0), 64, 0);

// test: the gradient of unpooling, numerically
INDArray larger = Nd4j.randn(DataType.DOUBLE, 2, 3, 6, 8), values = Nd4j.randn(DataType.DOUBLE, 2, 3, 3, 4);
INDArray weights = Nd4j.randn(DataType.DOUBLE, 2, 3, 6, 8);
Tensor mask = winners(Tensor.of(larger)), parameter = Tensor.parameter(values);
unpooled(parameter, mask).mul(Tensor.of(weights)).sum().backward();
Check.close("gradient", parameter.grad(), NumericalGradient.of(
        x -> unpooled(Tensor.of(x), mask).mul(Tensor.of(weights)).sum().item(), values.dup()), 1e-6);

// test: exercise 2, pooling what was unpooled
Tensor marks = winners(Tensor.of(Nd4j.randn(DataType.DOUBLE, 2, 3, 6, 8)));
INDArray squares = Nd4j.rand(DataType.DOUBLE, 2, 3, 3, 4);
Check.close("numbers above 0", maxPool2d(unpooled(Tensor.of(squares), marks), 2).data(), squares, 1e-12);
Check.close("numbers below 0", maxPool2d(unpooled(Tensor.of(squares.neg()), marks), 2).data(), squares.mul(0), 1e-12);

// test: exercise 3, ties
INDArray zeros = Nd4j.zeros(DataType.FLOAT, 1, 1, 4, 4);
Check.close("one winner in each window", winners(Tensor.of(zeros)).data().sumNumber().doubleValue(), 4, 0);
Tensor copies = Tensor.of(zeros.add(0)), highest = upsample2d(maxPool2d(copies, 2), 2);
Check.close("all by equality", copies.eq(highest).data().castTo(DataType.FLOAT).sumNumber().doubleValue(), 16, 0);

// test: exercise 4, parameters of a block
GraphBuilder ofOne = settings().graphBuilder().addInputs("fine").setInputTypes(InputType.convolutional(8, 12, WIDE));
ComputationGraph one = new ComputationGraph(ofOne.setOutputs(block(ofOne, "block", "fine")).build());
one.init();
Check.close("one input", one.numParams(), 83_232, 0);
Check.close("two inputs", single.numParams(), 129_472, 0);

// test: residual units begin as the identity
GraphBuilder ofUnit = settings().graphBuilder().addInputs("x").setInputTypes(InputType.convolutional(8, 12, WIDE));
ComputationGraph unitAlone = new ComputationGraph(ofUnit.setOutputs(residualUnit(ofUnit, "unit", "x")).build());
unitAlone.init();
Check.close("what comes in", unitAlone.output(fine)[0], fine, 0);

// test: exercise 5, how far a chain of poolings sees
INDArray impulse = Nd4j.zeros(DataType.FLOAT, 1, 1, 21, 21);
impulse.putScalar(new int[] {0, 0, 10, 10}, 1);
Tensor spread = Tensor.of(impulse), all = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 3, 3));
for (int i = 0; i < 2; i++) {
    spread = conv2d(maxPool2d(spread, 5, 1, 2), all, null, 1, 1);
}
Check.close("pixels", spread.data().gt(0).castTo(DataType.INT32).sumNumber().intValue(), 169, 0);

// test: a configuration with the vertex can be copied
Check.that("equal", segNet(true).clone().getVertices().get("winners0").equals(new Winners()));
Check.that("three of them", segNet(true).getVertices().values().stream().filter(it -> it instanceof Winners).count() == 3);
