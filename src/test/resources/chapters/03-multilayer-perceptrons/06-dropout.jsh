// test: a unit of value 6 under p = 0.25 becomes 0 or 8, with mean 6 and variance 12
INDArray sixes = Nd4j.ones(DataType.DOUBLE, 60_000).muli(6);
INDArray disturbedSixes = dropout(sixes, 0.25);
Check.that("only 0 and 8 occur", Arrays.stream(disturbedSixes.toDoubleVector()).allMatch(v -> v == 0 || Math.abs(v - 8) < 1e-12));
Check.close("mean", disturbedSixes.meanNumber().doubleValue(), 6, 0.1);
Check.close("variance", disturbedSixes.varNumber().doubleValue(), 12, 0.4);

// test: the share of dropped units is p
Check.close("dropped", dropoutMask(0.3, DataType.DOUBLE, 200, 200).eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue(), 0.3, 0.015);

// test: a probability outside 0 to 1 is refused by name
try {
    dropoutMask(1.5, DataType.FLOAT, 2);
    throw new AssertionError("1.5 was accepted");
} catch (IllegalArgumentException e) {
    Check.that("the message names the value", e.getMessage().contains("1.5"));
}

// test: at inference dropout is the identity, and two masks of one training step differ between examples
INDArray X2 = Nd4j.rand(DataType.FLOAT, 4, 784);
Check.that("inference is deterministic", model.predict(X2).equals(model.predict(X2)));
INDArray mask2 = model.masks(X2)[0];
Check.that("every example has a mask of its own", !mask2.getRow(0).equals(mask2.getRow(1)));

// test: without dropout the hand-written network is the plain multilayer perceptron
DropoutMlp plain = dropoutMlp(DataType.DOUBLE, 1, new double[] {0, 0}, 0, 4, 6, 5, 3);
INDArray X3 = Nd4j.randn(DataType.DOUBLE, 3, 4);
Check.close("p = 0 in training and in test mode", plain.forward(X3, plain.masks(X3))[2], plain.forward(X3, null)[2], 1e-12);

// test: DropConnect's mean output is that of the undropped layer
INDArray H4 = Nd4j.rand(DataType.DOUBLE, 1, 20), W4 = Nd4j.randn(DataType.DOUBLE, 20, 2), mean4 = Nd4j.zeros(DataType.DOUBLE, 1, 2);
for (int i = 0; i < 3000; i++) {
    mean4.addi(dropConnect(H4, W4, 0.5).divi(3000));
}
Check.close("mean of 3,000 draws", mean4, H4.mmul(W4), 0.35);
