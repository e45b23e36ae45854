// test: least squares on three points of a line gives the line
INDArray line = withOnes(Nd4j.create(new double[][] {{0}, {1}, {2}}));
INDArray onLine = Nd4j.create(new double[][] {{1}, {3}, {5}});
Check.close("slope and intercept", leastSquares(line, onLine), Nd4j.create(new double[][] {{2}, {1}}), 1e-12);

// test: the column of ones goes to the right of the features, not below them
Check.that("shape", Arrays.equals(withOnes(Nd4j.zeros(DataType.DOUBLE, 5, 3)).shape(), new long[] {5, 4}));

// test: loss is half the mean squared residual
INDArray two = Nd4j.create(new double[][] {{1}, {2}});
Check.close("residuals -1 and -2", loss(two, Nd4j.create(new double[][] {{2}, {4}}), Nd4j.create(new double[][] {{1}})), (1 + 4) / 4.0, 1e-12);
Check.close("the true weights have half the variance of the noise", loss(X, y, trueWeights), NOISE * NOISE / 2, 0.2 * NOISE * NOISE / 2);

// test: gradient of the mean loss has the sign of Xᵀ(Xw - y), and its error would be 2 with the other one
INDArray slope = gradient(two, Nd4j.create(new double[][] {{2}, {4}}), Nd4j.create(new double[][] {{1}}));
Check.close("1/2 (1 * -1 + 2 * -2)", slope.getDouble(0), -2.5, 1e-12);
INDArray derived = gradient(X, y, Nd4j.createFromArray(0.5, -1, 2).reshape(3, 1));
Check.close("relative error with the sign wrong", NumericalGradient.maximumRelativeError(derived.neg(), derived), 2, 1e-6);

// test: gradient descent on a parabola follows (1 - ηh)^t
for (double eta : new double[] {0.05, 0.25, 0.4}) {
    Check.close("h = 4, η = " + eta, descend(4, eta, 3, 7)[7], 3 * Math.pow(1 - 4 * eta, 7), 1e-12);
}
Check.that("η h > 2 diverges", Math.abs(descend(4, 0.51, 1, 500)[500]) > 1e3);
Check.that("η h < 2 converges", Math.abs(descend(4, 0.49, 1, 500)[500]) < 1e-3);
Check.close("η h = 1 arrives in one step", descend(1, 1, 1, 1)[1], 0, 0);
Check.that("η h = 1.8 changes sides at every step", descend(1, 1.8, 1, 2)[1] < 0 && descend(1, 1.8, 1, 2)[2] > 0);

// test: gradient descent on all examples arrives at the closed form
Check.close("after 300 steps", gradientDescent(X, y, 0.5, 300).get(300), solution, 1e-9);

// test: the estimates of all single examples average to the full gradient
INDArray sumOfSingles = Nd4j.zeros(DataType.DOUBLE, 3, 1);
for (int i = 0; i < EXAMPLES; i++) {
    sumOfSingles.addi(gradientOf(new int[] {i}, zero));
}
Check.close("mean of the estimates", sumOfSingles.div(EXAMPLES), gradient(X, y, zero), 1e-10);

// test: 64 copies of one example have the gradient of one
int[] same = new int[64];
Check.close("gradient", gradientOf(same, zero), gradientOf(new int[] {0}, zero), 1e-9);

// test: answers to the exercises
Check.close("the residuals sum to zero", X.mmul(solution).sub(y).sumNumber().doubleValue(), 0, 1e-8);
INDArray X2 = Nd4j.vstack(X, X), y2 = Nd4j.vstack(y, y);
Check.close("a doubled data set has the same solution", leastSquares(X2, y2), solution, 1e-9);
Check.close("a doubled data set has the same gradient", gradient(X2, y2, zero), gradient(X, y, zero), 1e-9);
Check.close("h = 4 arrives in one step of 1/4", descend(4, 0.25, 1, 1)[1], 0, 0);
double kappa = lambda[2] / lambda[0];
Check.close("the best rate's factor", predictedFactor(2 / (lambda[0] + lambda[2])), (kappa - 1) / (kappa + 1), 1e-12);
Check.close("steps to come ten times closer, κ = 4", Math.log(0.1) / Math.log(0.6), 4.5, 0.05);
Check.close("steps to come ten times closer, κ = 10⁶, in millions", Math.log(0.1) / Math.log1p(-2 / (1e6 + 1)) / 1e6, 1.15, 0.005);
Check.atLeast("three steps on all examples", loss(X, y, gradientDescent(X, y, LEARNING_RATE, 3).get(3)), 12);
