// test: any number of linear layers is one linear layer
INDArray chain = Nd4j.randn(DataType.DOUBLE, 3, 4), product = Nd4j.eye(4).castTo(DataType.DOUBLE), through = chain.dup();
for (int l = 0; l < 6; l++) {
    INDArray layer = Nd4j.randn(DataType.DOUBLE, 4, 4);
    through = through.mmul(layer);
    product = product.mmul(layer);
}
Check.close("six layers", through, chain.mmul(product), 1e-9);

// test: activations at known points
Check.close("sigmoid(0)", sigmoid.applyAsDouble(0), 0.5, 0);
Check.close("tanh(x) = 2 sigmoid(2x) - 1 at -1.7", 2 * sigmoid.applyAsDouble(-3.4) - 1, Math.tanh(-1.7), 1e-12);
Check.close("ReLU(-3)", relu.applyAsDouble(-3), 0, 0);
Check.close("ReLU(3)", relu.applyAsDouble(3), 3, 0);

// test: parameter counts
Check.close("784-256-10", network(1, 256).numParams(), 203_530, 0);
Check.close("784-256-128-10", network(1, 256, 128).numParams(), 235_146, 0);
Check.close("softmax regression", network(1).numParams(), 7_850, 0);

// test: two hidden units compute the absolute value
var absolute = new Mlp(Nd4j.create(new double[][] {{1, -1}}), Nd4j.zeros(DataType.DOUBLE, 1, 2),
        Nd4j.create(new double[][] {{1}, {1}}), Nd4j.zeros(DataType.DOUBLE, 1, 1), 0);
Check.close("|x|", absolute.scores(Nd4j.create(new double[][] {{-2}, {0}, {5}})), Nd4j.create(new double[][] {{2}, {0}, {5}}), 0);

// test: the constructed network passes through the function at its kinks
var parabola = interpolating(x -> x * x, 0, 2, 4);
INDArray at = Nd4j.create(new double[][] {{0}, {0.5}, {1}, {1.5}, {2}});
Check.close("x² at the kinks", parabola.scores(at), at.mul(at), 1e-12);
Check.close("error in the middle of a piece of width 0.5: w²/8 f''", parabola.scores(Nd4j.create(new double[][] {{0.25}})).getDouble(0) - 0.0625, 0.0625, 1e-12);

// test: answer on the number of units for 10⁻⁴
Check.atMost("223 units", interpolating(Math::sin, -Math.PI, Math.PI, 223).scores(grid).sub(sine).amaxNumber().doubleValue(), 1e-4);
Check.atLeast("the bound for 222", Math.pow(2 * Math.PI / 222, 2) / 8, 1e-4);

// test: a network of zeros moves nothing but the output bias
var zeros = new Mlp(Nd4j.zeros(DataType.FLOAT, 784, 8), Nd4j.zeros(DataType.FLOAT, 1, 8), Nd4j.zeros(DataType.FLOAT, 8, 10), Nd4j.zeros(DataType.FLOAT, 1, 10), 0.1);
for (int i = 0; i < 5; i++) {
    zeros.step(Xb, Yb);
}
Check.close("W1", zeros.W1.amaxNumber().doubleValue(), 0, 0);
Check.close("b1", zeros.b1.amaxNumber().doubleValue(), 0, 0);
Check.close("W2", zeros.W2.amaxNumber().doubleValue(), 0, 0);
Check.that("b2 moves", zeros.b2.amaxNumber().doubleValue() > 0);

// test: hidden units that start equal stay equal
INDArray equal = Nd4j.ones(DataType.FLOAT, 784, 4).muli(0.01);
var twins = new Mlp(equal.dup(), Nd4j.zeros(DataType.FLOAT, 1, 4), Nd4j.ones(DataType.FLOAT, 4, 10).muli(0.01), Nd4j.zeros(DataType.FLOAT, 1, 10), 0.1);
for (int i = 0; i < 3; i++) {
    twins.step(Xb, Yb);
}
Check.close("first and last unit", twins.W1.getColumn(0), twins.W1.getColumn(3), 0);
