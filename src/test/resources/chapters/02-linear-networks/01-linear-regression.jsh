// test: least squares on three points of a line gives the line
INDArray line = withOnes(Nd4j.create(new double[][] {{0}, {1}, {2}}));
INDArray onLine = Nd4j.create(new double[][] {{1}, {3}, {5}});
Check.close("slope and intercept", leastSquares(line, onLine), Nd4j.create(new double[][] {{2}, {1}}), 1e-12);

// test: the column of ones goes to the right of the features, not below them
Check.that("shape", Arrays.equals(withOnes(Nd4j.zeros(DataType.DOUBLE, 5, 3)).shape(), new long[] {5, 4}));

// test: loss is half the mean squared residual
INDArray two = Nd4j.create(new double[][] {{1}, {2}});
Check.close("residuals -1 and -2", loss(two, Nd4j.create(new double[][] {{2}, {4}}), Nd4j.create(new double[][] {{1}}), 0), (1 + 4) / 4.0, 1e-12);

// test: gradient of the mean loss has the sign of Xᵀ(Xw - y)
INDArray slope = gradient(two, Nd4j.create(new double[][] {{2}, {4}}), Nd4j.create(new double[][] {{1}}));
Check.close("1/2 (1 * -1 + 2 * -2)", slope.getDouble(0), -2.5, 1e-12);

// test: gradient descent on a parabola follows (1 - ηh)^t
for (double eta : new double[] {0.05, 0.25, 0.4}) {
    Check.close("h = 4, η = " + eta, descend(4, eta, 3, 7)[7], 3 * Math.pow(1 - 4 * eta, 7), 1e-12);
}
Check.that("η h > 2 diverges", Math.abs(descend(4, 0.51, 1, 500)[500]) > 1e3);
Check.that("η h < 2 converges", Math.abs(descend(4, 0.49, 1, 500)[500]) < 1e-3);

// test: a variance inflation factor of 5 is a share of explained variance of 0.8, and 10 is 0.9
Check.close("R² = 0.8", 1 / (1 - 0.8), 5, 1e-12);
INDArray orthogonal = Nd4j.create(new double[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}});
Check.close("uncorrelated features", inflation(orthogonal, 0), 1, 1e-12);
INDArray mixed = orthogonal.dup();
mixed.putColumn(1, orthogonal.getColumn(0).mul(Math.sqrt(0.9)).add(orthogonal.getColumn(1).mul(Math.sqrt(0.1))));
Check.close("R² = 0.9", inflation(mixed, 1), 10, 1e-9);
Check.close("condition number of a pair, (1 + r) / (1 - r)", condition(mixed), (1 + Math.sqrt(0.9)) / (1 - Math.sqrt(0.9)), 1e-6);

// test: the normal equations refuse exactly collinear features with some sign of it
INDArray copies = Nd4j.create(new double[][] {{1, 1}, {2, 2}, {3, 3}});
Check.atMost("smallest eigenvalue", Math.abs(eigenvalues(copies.transpose().mmul(copies))[0]), 1e-10);

// test: lasso with a penalty above every correlation leaves nothing
INDArray unit = Nd4j.eye(2).castTo(DataType.DOUBLE);
INDArray sums = Nd4j.create(new double[][] {{0.5}, {-2}});
Check.close("soft threshold at 1", lasso(unit, sums, 1), Nd4j.create(new double[][] {{0}, {-1}}), 1e-12);
Check.close("soft threshold at 3", lasso(unit, sums, 3), Nd4j.create(new double[][] {{0}, {0}}), 0);

// test: elimination stops at the limit and keeps independent features
INDArray apart = Nd4j.hstack(orthogonal, orthogonal.getColumn(0).mul(orthogonal.getColumn(1)).reshape(4, 1));
INDArray joined = Nd4j.hstack(mixed, apart.getColumn(2).reshape(4, 1));
Check.that("independent features stay", eliminate(apart, 5).length == 3);
Check.that("one of a collinear pair goes", eliminate(joined, 5).length == 2);
Check.that("a higher limit keeps both", eliminate(joined, 11).length == 3);

// test: principal components without a limit are least squares
INDArray R = Nd4j.create(new double[][] {{2, 0.5}, {0.5, 1}});
Check.close("all components", principalComponents(R, sums, 0), Nd4j.linalg().solve(R, sums), 1e-10);

// test: answers to the exercises
Check.close("the residuals sum to zero", X1.mmul(solution).sub(y1).sumNumber().doubleValue(), 0, 1e-8);
INDArray X2 = Nd4j.vstack(X1, X1), y2 = Nd4j.vstack(y1, y1);
Check.close("a doubled data set has the same solution", leastSquares(X2, y2), solution, 1e-9);
Check.close("h = 4 arrives in one step of 1/4", descend(4, 0.25, 1, 1)[1], 0, 0);
