// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: soft thresholding
Check.close("3, 1", softThreshold(3, 1), 2, 0);
Check.close("-3, 1", softThreshold(-3, 1), -2, 0);
Check.close("0.5, 1", softThreshold(0.5, 1), 0, 0);
Check.close("elastic net", elasticNet(3, 1, 1), 1, 0);

// test: exercise 1, the formula of the elastic net against a search over a grid
double worst = 0;
for (double a = -2; a <= 2; a += 0.37) {
    double found = 0;
    for (double w = -2.5; w <= 2.5; w += 1e-3) {
        found = 0.5 * (w - a) * (w - a) + 0.5 * Math.abs(w) + 0.25 * w * w
            < 0.5 * (found - a) * (found - a) + 0.5 * Math.abs(found) + 0.25 * found * found ? w : found;
    }
    worst = Math.max(worst, Math.abs(found - elasticNet(a, 0.5, 0.5)));
}
Check.atMost("largest difference", worst, 2e-3);

// test: the proximal gradient method satisfies the conditions of the lasso
INDArray lossGradient = X.transpose().mmul(X.mmul(lasso).sub(y)).div(EXAMPLES);
for (int j = 0; j < INPUTS; j++) {
    double w = lasso.getDouble(j), g = lossGradient.getDouble(j);
    if (w == 0) {
        Check.atMost("|gradient| where the weight is zero", Math.abs(g), STRENGTH + 1e-3);
    } else {
        Check.close("gradient where it is not", g, -STRENGTH * Math.signum(w), 1e-2);
    }
}

// test: gradient descent leaves most of the superfluous weights small
Check.atLeast("below 0.05", Arrays.stream(descent.toDoubleVector()).filter(v -> Math.abs(v) < 0.05).count(), 60);

// test: max-norm is a projection, applying it twice changes nothing
INDArray wide = Nd4j.createFromArray(new double[][] {{3, 0.1, -6}, {4, 0.2, 8}});
maxNorm(wide, 2);
INDArray once = wide.dup();
maxNorm(wide, 2);
Check.close("twice", wide.distance2(once), 0, 1e-6);
Check.close("(-6, 8) becomes (-1.2, 1.6)", Math.hypot(wide.getDouble(0, 2) + 1.2, wide.getDouble(1, 2) - 1.6), 0, 1e-6);
Check.close("(0.1, 0.2) stays", Math.hypot(wide.getDouble(0, 1) - 0.1, wide.getDouble(1, 1) - 0.2), 0, 1e-6);
INDArray columns = Nd4j.createFromArray(new double[][] {{3, 0.3}, {4, 0.4}});
maxNorm(columns, 1);
Check.close("(3, 4) is projected to (0.6, 0.8), (0.3, 0.4) stays", columns, Nd4j.createFromArray(new double[][] {{0.6, 0.3}, {0.8, 0.4}}), 1e-6);

// test: without a limit the weights run away
Check.that("‖w‖", !(free.getParam("0_W").norm2Number().doubleValue() < 100));

// test: exercise 2, the λ that makes all weights zero
double enough = Transforms.abs(X.transpose().mmul(y)).maxNumber().doubleValue() / EXAMPLES;
Check.that("from there on", exactZeros(proximalGradient(X, y, 1.001 * enough, 0, 0.2, 200)) == INPUTS);
Check.that("but not below", exactZeros(proximalGradient(X, y, 0.98 * enough, 0, 0.2, 200)) < INPUTS);

// test: exercise 3, a dense truth reverses the order of L1 and L2
INDArray denseTruth = Nd4j.randn(DataType.DOUBLE, INPUTS, 1).muli(Math.sqrt(0.1));
INDArray denseY = X.mmul(denseTruth).addi(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 1).muli(0.5));
Check.that("L2 is better", proximalGradient(X, denseY, 0, STRENGTH, 0.2, STEPS).squaredDistance(denseTruth)
    < proximalGradient(X, denseY, STRENGTH, 0, 0.2, STEPS).squaredDistance(denseTruth));

// test: exercise 4, least squares on the selected inputs
int[] chosen = IntStream.range(0, INPUTS).filter(j -> lasso.getDouble(j) != 0).toArray();
INDArray few = Nd4j.pullRows(X.transpose().dup(), 1, chosen).transpose().dup();
INDArray refitted = proximalGradient(few, y, 0, 0, 0.2, STEPS);
Check.atMost("error relative to the lasso", IntStream.range(0, chosen.length)
    .mapToDouble(k -> Math.pow(refitted.getDouble(k) - sparseTruth.getDouble(chosen[k]), 2)).sum() / lasso.squaredDistance(sparseTruth), 0.5);
