// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the sigmoid's derivative is at most 1/4, tanh's reaches 1 at zero only
INDArray grid = Nd4j.createFromArray(IntStream.rangeClosed(-1000, 1000).mapToDouble(i -> i / 100.0).toArray());
Check.close("largest slope of the sigmoid", SIGMOID.derivative().apply(grid).maxNumber().doubleValue(), 0.25, 1e-12);
Check.close("largest slope of tanh", TANH.derivative().apply(grid).maxNumber().doubleValue(), 1, 1e-12);
Check.that("tanh' = 1 only at 0", Arrays.stream(TANH.derivative().apply(grid).toDoubleVector()).filter(v -> v > 0.99995).count() == 1);

// test: derivatives of the activations against finite differences
for (Phi phi : List.of(SIGMOID, TANH, SCALED_SIGMOID)) {
    INDArray at = Nd4j.createFromArray(-2.0, -0.3, 0.0, 0.7, 3.0);
    INDArray numerical = NumericalGradient.of(z -> phi.value().apply(z).sumNumber().doubleValue(), at);
    Check.atMost(phi.name(), NumericalGradient.maximumRelativeError(phi.derivative().apply(at), numerical), 1e-6);
}

// test: 4σ(x) - 2 is 2 tanh(x/2), close to x near zero
INDArray near = Nd4j.createFromArray(-0.1, 0.0, 0.1);
Check.close("identity", SCALED_SIGMOID.value().apply(near).distance2(near), 0, 1e-3);
Check.close("2 tanh(x/2)", SCALED_SIGMOID.value().apply(grid).distance2(Transforms.tanh(grid.div(2)).mul(2)), 0, 1e-10);

// test: float16 has 65504 as its largest and 6.1035e-5 as its smallest normal number
Check.close("2^-14", Nd4j.scalar(6.1035e-5f).castTo(DataType.HALF).castTo(DataType.FLOAT).getDouble(0), Math.pow(2, -14), 1e-8);
Check.that("65536 is infinite", Float.isInfinite(Nd4j.scalar(65536f).castTo(DataType.HALF).castTo(DataType.FLOAT).getFloat(0)));

// test: γ = 2/(n_in + n_out) for equal sizes meets both conditions
Check.close("n γ", 256 * 2.0 / (256 + 256), 1, 0);

// test: Kaiming's standard deviation for 784 inputs is 0.0505
Check.close("√(2/784)", Math.sqrt(2.0 / 784), 0.0505, 5e-5);

// test: randn/√n keeps the variance of w·x at 1
INDArray draws = Nd4j.randn(DataType.DOUBLE, 4000, 100).muli(Nd4j.randn(DataType.DOUBLE, 4000, 100)).sum(1).divi(10);
Check.close("Var(w·x)", draws.varNumber().doubleValue(), 1, 0.12);

// test: logarithmic growth 0.55797 per factor comes from the digamma function
double digamma2 = 1 - 0.5772156649;
Check.close("γ for n = 4, s = 1", 0.5 * (Math.log(2) + digamma2), 0.557966, 1e-5);
double digamma15 = 2 - 0.5772156649 - 2 * Math.log(2);
Check.close("γ₂", 0.5 * (Math.log(2) + digamma15), 0.36482, 1e-5);
Check.close("γ - γ₂", 0.5 * (digamma2 - digamma15), 0.19315, 1e-5);

// test: multiply is the matrix product
double[][] P2 = multiply(new double[][] {{1, 2}, {3, 4}}, new double[][] {{5, 6}, {7, 8}});
Check.that("[[19, 22], [43, 50]]", Arrays.deepEquals(P2, new double[][] {{19, 22}, {43, 50}}));

// test: clipping never lengthens and keeps the direction
for (double theta : new double[] {0.1, 1, 5, 100}) {
    List<INDArray> g = List.of(Nd4j.createFromArray(1.0, -2.0), Nd4j.createFromArray(2.0, 4.0));
    clip(g, theta);
    Check.close("norm for θ = " + theta, globalNorm(g), Math.min(5, theta), 1e-12);
    Check.close("direction", g.get(0).getDouble(1) / g.get(1).getDouble(1), -0.5, 1e-12);
}

// test: LSUV gives every layer the variance 1 on its own data
DeepNetwork balancedNetwork = lsuv(RELU, lsuvX, 10, 0.01);
balancedNetwork.forward(lsuvX);
for (INDArray z : balancedNetwork.Z) {
    Check.close("variance", z.varNumber().doubleValue(), 1, 0.011);
}

// test: the learning rate and the initial variance are both remedies against NaN
Check.that("Kaiming with the rate 0.02 is finite, with 0.4 it is not", Double.isFinite(kaiming.last()) && !Double.isFinite(tooFast.last()));
Check.that("1.2 × Kaiming is not finite at the same rate", !Double.isFinite(tooLarge.last()));

// test: exercise 1, the scale for 64 × 64 matrices
Check.close("s", Math.exp(-0.5 * (Math.log(2) + 3.4500)), 0.1260, 5e-5);
double[] wide = growth(64, 0.1260, 60, new Random(5));
Check.close("log₁₀ of the growth over 50 factors", wide[59] - wide[9], 0, 0.6);

// test: exercise 2, the residual chain
double derivative = 1;
double state = -1;
for (int t = 0; t < 50; t++) {
    derivative *= 1 + 0.1 * sigmoid(state) * (1 - sigmoid(state));
    state += 0.1 * sigmoid(state);
}
Check.that("between 1 and 3.44", derivative > 1 && derivative < 3.44);
Check.close("1.025⁵⁰", Math.pow(1.025, 50), 3.44, 5e-3);
Check.close("0.25⁵⁰", Math.pow(0.25, 50), 7.9e-31, 1e-32);

// test: exercise 3, the variance for a leaky ReLU
double alpha = 0.2;
Phi LEAKY = new Phi("leaky ReLU", z -> Transforms.max(z, z.mul(alpha)), z -> z.gt(0).castTo(DataType.DOUBLE).muli(1 - alpha).addi(alpha));
INDArray normal = Nd4j.randn(DataType.DOUBLE, 400, 500);
INDArray leaked = LEAKY.value().apply(normal);
Check.close("E[h²] is (1 + α²)/2", leaked.mul(leaked).meanNumber().doubleValue(), (1 + alpha * alpha) / 2, 0.02);
double[] leaky = meanSquares(LEAKY, Math.sqrt(2 / ((1 + alpha * alpha) * WIDTH)));
Check.close("log₁₀ of the ratio after all layers", Math.log10(leaky[DEPTH - 1] / leaky[0]), 0, 1.2);

// test: exercise 4, tanh from zero moves the bias of the output only
DeepNetwork frozen = new DeepNetwork(TANH, new int[] {3, 2, 1}, new double[2]);
for (int i = 0; i < 10; i++) {
    frozen.step(frozen.gradients(symmetryX, symmetryY.add(1)), 0.1);
}
Check.that("no weight moved", frozen.W[0].norm2Number().doubleValue() == 0 && frozen.W[1].norm2Number().doubleValue() == 0
    && frozen.b[0].norm2Number().doubleValue() == 0);
Check.that("the output's bias did", Math.abs(frozen.b[1].getDouble(0)) > 0.1);

// test: exercise 6, half of Kaiming's deviation
Training half = train(RELU, (in, out) -> 0.5 * Math.sqrt(2 / in), 0.02, 1);
Check.atLeast("the loss stays at that of a constant", half.last() / (trainY.varNumber().doubleValue() / 2), 0.95);
