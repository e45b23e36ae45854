// test: any number of linear layers is one linear layer, of a rank no larger than the narrowest of them
INDArray chain = Nd4j.randn(DataType.DOUBLE, 3, 4), product = Nd4j.eye(4).castTo(DataType.DOUBLE), through = chain.dup();
for (int l = 0; l < 6; l++) {
    INDArray layer = Nd4j.randn(DataType.DOUBLE, 4, 4);
    through = through.mmul(layer);
    product = product.mmul(layer);
}
Check.close("six layers", through, chain.mmul(product), 1e-9);
double[] squaredSingularValues = org.nd4j.linalg.eigen.Eigen.symmetricGeneralizedEigenvalues(W.transpose().mmul(W)).toDoubleVector();
Check.that("the layer of two units leaves a matrix of rank 2", Arrays.stream(squaredSingularValues).filter(value -> value > 1e-10).count() == 2);

// test: parameter counts
Check.close("784-256-10", network(1, 0.1, 256).numParams(), 203_530, 0);
Check.close("784-256-128-10", network(1, 0.1, 256, 128).numParams(), 235_146, 0);
Check.close("softmax regression", network(1, 0.1).numParams(), 7_850, 0);
Check.that("the tensors hold as many", W1.length() + b1.length() + W2.length() + b2.length() == net.numParams());

// test: two hidden units compute the absolute value
for (double x : new double[] {-2, 0, 5}) {
    Check.close("|x|", Math.max(x, 0) + Math.max(-x, 0), Math.abs(x), 0);
}

// test: the constructed network passes through the function at its kinks
INDArray at = Nd4j.create(new double[] {0, 0.5, 1, 1.5, 2});
Check.close("x² at the kinks", interpolation(x -> x * x, 0, 2, 4, at), at.mul(at), 1e-12);
Check.close("error in the middle of a piece of width 0.5: w²/8 f''",
        interpolation(x -> x * x, 0, 2, 4, Nd4j.create(new double[] {0.25})).getDouble(0) - 0.0625, 0.0625, 1e-12);

// test: twice the units make a quarter of the error, and the bound holds
double error(int h) {
    return interpolation(Math::sin, -Math.PI, Math.PI, h, grid).sub(Transforms.sin(grid)).amaxNumber().doubleValue();
}
Check.close("error with 32 units over error with 64", error(32) / error(64), 4, 0.1);
Check.atMost("error with 64 units, against the bound", error(64), Math.pow(2 * Math.PI / 64, 2) / 8 + 1e-12);

// test: answer on the number of units for 10⁻⁴
Check.atMost("223 units", error(223), 1e-4);
Check.atLeast("the bound for 222", Math.pow(2 * Math.PI / 222, 2) / 8, 1e-4);

// test: the first step from the same weights is the same by Tensor and by DL4J
MultiLayerNetwork other = network(SEED, LEARNING_RATE, HIDDEN);
Tensor[] same = {Tensor.parameter(other.getParam("0_W").dup('c')), Tensor.parameter(Nd4j.zeros(DataType.FLOAT, 1, HIDDEN)),
        Tensor.parameter(other.getParam("1_W").dup('c')), Tensor.parameter(Nd4j.zeros(DataType.FLOAT, 1, 10))};
INDArray Xb = train.first(BATCH_SIZE).features(), Yb = train.first(BATCH_SIZE).labels();
Optimiser step = Optimiser.of(new Sgd(LEARNING_RATE), same);
crossEntropy(relu(Tensor.of(Xb).mmul(same[0]).add(same[1])).mmul(same[2]).add(same[3]), Yb).backward();
step.step();
other.fit(Xb, Yb);
String[] keys = {"0_W", "0_b", "1_W", "1_b"};
for (int k = 0; k < 4; k++) {
    Check.close(keys[k], same[k].data(), other.getParam(keys[k]).reshape(same[k].shape()), 1e-5);
}
