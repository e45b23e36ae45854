// test: a variance inflation factor of 5 is a share of explained variance of 0.8, and 10 is 0.9
Check.close("R² = 0.8", 1 / (1 - 0.8), 5, 1e-12);
INDArray orthogonal = Nd4j.create(new double[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}});
Check.close("uncorrelated features", inflation(orthogonal, 0), 1, 1e-12);
INDArray mixed = orthogonal.dup();
mixed.putColumn(1, orthogonal.getColumn(0).mul(Math.sqrt(0.9)).add(orthogonal.getColumn(1).mul(Math.sqrt(0.1))));
Check.close("R² = 0.9", inflation(mixed, 1), 10, 1e-9);
Check.close("condition number of a pair, (1 + r) / (1 - r)", condition(mixed), (1 + Math.sqrt(0.9)) / (1 - Math.sqrt(0.9)), 1e-6);
INDArray p = Nd4j.randn(DataType.DOUBLE, 100_000, 2);
INDArray q = Nd4j.hstack(p.getColumn(0).reshape(-1, 1), p.getColumn(0).mul(Math.sqrt(0.8)).add(p.getColumn(1).mul(Math.sqrt(0.2))).reshape(-1, 1));
Check.close("of two features one explains 80% of the other", inflation(Standardisation.of(q).apply(q), 1), 5, 0.2);

// test: exactly collinear features have an eigenvalue of zero
INDArray copies = Nd4j.create(new double[][] {{1, 1}, {2, 2}, {3, 3}});
Check.atMost("smallest eigenvalue", Math.abs(eigenvalues(copies.transpose().mmul(copies))[0]), 1e-10);

// test: the lasso with a penalty above every correlation leaves nothing, and without one it is least squares
INDArray unit = Nd4j.eye(2).castTo(DataType.DOUBLE);
INDArray sums = Nd4j.create(new double[][] {{0.5}, {-2}});
Check.close("soft threshold at 1", lasso(unit, sums, 1), Nd4j.create(new double[][] {{0}, {-1}}), 1e-12);
Check.close("soft threshold at 3", lasso(unit, sums, 3), Nd4j.create(new double[][] {{0}, {0}}), 0);
INDArray R5 = Z.transpose().mmul(Z).div(n), s5 = Z.transpose().mmul(t).div(n);
INDArray exact = Nd4j.linalg().solve(R5, s5);
Check.close("no penalty", lasso(R5, s5, 0), exact, 1e-8);

// test: principal components without a limit are least squares
INDArray R2 = Nd4j.create(new double[][] {{2, 0.5}, {0.5, 1}});
Check.close("all components", principalComponents(R2, sums, 0), Nd4j.linalg().solve(R2, sums), 1e-10);
Check.close("all components of the airfoil data", principalComponents(R5, s5, 0), exact, 1e-8);

// test: ridge regression shrinks each direction by λ / (λ + α)
Check.close("no penalty", ridge(R5, s5, 0), exact, 1e-10);
INDArray V = R5.dup(), lambdas = Eigen.symmetricGeneralizedEigenvalues(V);
Check.close("shrinkage", V.transpose().mmul(ridge(R5, s5, 0.3)),
        V.transpose().mmul(exact).mul(lambdas.div(lambdas.add(0.3)).reshape(5, 1)), 1e-8);
Check.close("condition number", condition(Nd4j.vstack(Z.div(Math.sqrt(n)), Nd4j.eye(5).castTo(DataType.DOUBLE).mul(Math.sqrt(0.3)))),
        (lambdas.maxNumber().doubleValue() + 0.3) / (lambdas.minNumber().doubleValue() + 0.3), 1e-6);

// test: elimination stops at the limit and keeps independent features
INDArray apart = Nd4j.hstack(orthogonal, orthogonal.getColumn(0).mul(orthogonal.getColumn(1)).reshape(4, 1));
INDArray joined = Nd4j.hstack(mixed, apart.getColumn(2).reshape(4, 1));
Check.that("independent features stay", eliminate(apart, 5).length == 3);
Check.that("one of a collinear pair goes", eliminate(joined, 5).length == 2);
Check.that("a higher limit keeps both", eliminate(joined, 11).length == 3);

// test: the best error over the worst of the five methods
double[] all = Stream.of(squares, ridged, eliminated, components, lassoed).mapToDouble(W -> error(W)).sorted().toArray();
Check.atMost("worst over best, minus 1", all[4] / all[0] - 1, 0.01);

// test: answers to the exercises
INDArray sumOfTwo = Nd4j.hstack(orthogonal, orthogonal.getColumn(0).add(orthogonal.getColumn(1)).div(Math.sqrt(2)).reshape(4, 1));
INDArray C = sumOfTwo.transpose().mmul(sumOfTwo).div(4);
Check.close("correlation with the sum", C.getDouble(0, 2), 0.7071, 1e-4);
Check.close("smallest eigenvalue", eigenvalues(C)[0], 0, 1e-10);
Check.close("the difference of the gauges", 0.00005 / (0.00005 + 0.01), 0.005, 1e-4);
Check.close("their sum", 2 / 2.01, 0.995, 1e-4);
INDArray R6 = Z6.transpose().mmul(Z6).div(n), s6 = Z6.transpose().mmul(t).div(n);
INDArray best = Nd4j.linalg().solve(R6, s6), descending = Nd4j.zeros(DataType.DOUBLE, 6, 1);
double fastest = 1 / eigenvalues(R6)[5], goal = 1.01 * Math.pow(Z6.mmul(best).distance2(t), 2);
int taken = 0;
while (Math.pow(Z6.mmul(descending).distance2(t), 2) > goal) {
    descending.subi(R6.mmul(descending).sub(s6).mul(fastest));
    taken++;
}
if (airfoil.isReal()) {
    Check.close("steps to within 1%", taken, 17, 2);
}
Check.close("the gauges' weights are nearly equal", descending.getDouble(4), descending.getDouble(5), 0.05);

// test: a second gauge that always shows its mean hurts least squares most, and those that divide the effect more than the lasso
INDArray broken = Z6.dup();
broken.putColumn(5, Nd4j.zeros(DataType.DOUBLE, n));
double[] withBroken = Stream.of(squares, ridged, components, lassoed)
        .mapToDouble(W -> broken.mmul(W).subColumnVector(t).norm2(0).meanNumber().doubleValue() / Math.sqrt(n)).toArray();
Check.atLeast("least squares over ridge", withBroken[0] / withBroken[1], 1.5);
if (airfoil.isReal()) {
    Check.close("15 dB", withBroken[0], 15.1, 1);
    Check.close("ridge", withBroken[1], 4.92, 0.01);
    Check.close("principal components", withBroken[2], 4.91, 0.01);
    Check.close("lasso", withBroken[3], 4.83, 0.01);
}
