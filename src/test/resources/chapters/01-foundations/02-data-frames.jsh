// test: the summary of a table ignores gaps
Check.close("mean number of rooms", flats.numberColumn("rooms").mean(), 27 / 9.0, 1e-12);
Check.that("gaps", flats.column("alley").countMissing() == 6);
Check.that("rows without a price", flats.column("price").countMissing() == 1);
Check.that("ten rows, six columns", flats.rowCount() == 10 && flats.columnCount() == 6);
Check.that("areas were read as real numbers, heating as words", flats.column("area").type() == ColumnType.DOUBLE && flats.column("heating").type() == ColumnType.STRING);
Check.that("five flats cost more than 130,000", flats.where(flats.numberColumn("price").isGreaterThan(130_000)).rowCount() == 5);
Check.that("every row has a gap", complete.rowCount() == 0);
Check.that("one row had no price", labelled.rowCount() == 9);

// test: exercise 1, the column with the most gaps
Check.that("alley", flats.columns().stream().max(Comparator.comparingInt(c -> c.countMissing())).get().name().equals("alley"));

// test: median of the training areas (exercise 2)
Check.close("median", train.doubleColumn("area").median(), 68.5, 1e-12);
Check.close("mean", train.doubleColumn("area").mean(), 69.4, 1e-12);

// test: filling with the mean keeps the mean and shrinks the deviation
DoubleColumn area = train.doubleColumn("area").copy();
area.setMissingTo(area.mean());
Check.that("Tablesaw fills in the same numbers", Arrays.equals(area.asDoubleArray(), filled(train, "area")));
Check.close("mean", area.mean(), 69.4, 1e-12);
Check.close("deviation before", train.doubleColumn("area").standardDeviation(), 32.1, 0.05);
Check.close("deviation after", area.standardDeviation(), 28.7, 0.05);
Check.close("a test row gets the training mean", filled(test, "area")[0], 69.4, 1e-12);

// test: one-hot codes
Check.that("categories are sorted, a gap first", categories("heating").equals(List.of("", "district", "gas", "oil")));
Check.that("codes", oneHot(train, "alley").equals(Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 0, 0}})));
List<BooleanColumn> dummies = train.stringColumn("heating").getDummies();
boolean agree = dummies.size() == categories("heating").size();
for (BooleanColumn dummy : dummies) {
    agree &= Arrays.equals(dummy.asDoubleColumn().asDoubleArray(), oneHot(train, "heating").getColumn(categories("heating").indexOf(dummy.name())).toDoubleVector());
}
Check.that("Tablesaw's dummies are the same columns", agree);

// test: no gap is left
Check.that("training and test rows", !Double.isNaN(X.sumNumber().doubleValue()) && !Double.isNaN(features(test).sumNumber().doubleValue()));
Check.that("targets are a column", Arrays.equals(y.shape(), new long[] {6, 1}));

// test: scaling formulas
INDArray oneToFour = Nd4j.createFromArray(1.0, 2, 3, 4).reshape(4, 1);
Check.close("min-max", minMax(oneToFour, oneToFour).getDouble(1), 1 / 3.0, 1e-12);
Check.close("z-score of 1 among 1 to 4", zScore(oneToFour, oneToFour).getDouble(0), -1.34164079, 1e-8);
Check.close("z-score of 3 among 1 to 4", zScore(oneToFour, oneToFour).getDouble(2), 0.4472136, 1e-7);
Check.close("means of the z-scores are 0", zScore(X, X).mean(0), Nd4j.zeros(DataType.DOUBLE, 10), 1e-12);
Check.that("min-max fills [0, 1]", minMax(X, X).minNumber().doubleValue() == 0 && minMax(X, X).maxNumber().doubleValue() == 1);
Check.close("five rooms, where training rows have 1 to 4", minMax(features(test), X).getDouble(1, 0), 4 / 3.0, 1e-12);
INDArray back = Z.dup();
standardise.revertFeatures(back);
Check.close("undone, it is X again", back, X, 1e-3);
INDArray constant = Nd4j.createFromArray(new double[][] {{5}, {5}});
Check.that("a constant column becomes zero, not not-a-number", zScore(constant, constant).equals(Nd4j.zeros(DataType.DOUBLE, 2, 1)));
INDArray withOutlier = Nd4j.createFromArray(1.0, 2, 3, 4, 1000).reshape(5, 1);
Check.atMost("one outlier squeezes the other min-max values below", minMax(withOutlier, withOutlier).getDouble(3, 0), 0.0031);

// test: linear maps keep the skewness, the logarithm removes it
Check.close("z-score", skewness(zScore(frequency, frequency)), skewness(frequency), 1e-8);
Check.close("min-max", skewness(minMax(frequency, frequency)), skewness(frequency), 1e-8);
Check.atMost("logarithm", Math.abs(skewness(logarithm)), 0.5 * Math.abs(skewness(frequency)));

// test: maps that compress
INDArray far = Nd4j.createFromArray(-1e6, -1, 0, 1, 1e6);
Check.that("arctan keeps the order, within (-1, 1)", Math.abs(2 / Math.PI * Math.atan(1e6)) < 1 && Transforms.atan(far).mul(2 / Math.PI).getDouble(1) < 0 && Transforms.atan(far).mul(2 / Math.PI).getDouble(3) == 0.5);
Check.that("1 - exp(-x) keeps the order, within [0, 1)", 1 - Math.exp(-0.0) == 0 && 1 - Math.exp(-1) < 1 - Math.exp(-2) && 1 - Math.exp(-20) < 1);

// test: z-scores after min-max are z-scores (exercise 3)
Check.close("largest difference", zScore(minMax(raw, raw), minMax(raw, raw)).sub(zScore(raw, raw)).amaxNumber().doubleValue(), 0, 1e-8);

// test: one-hot columns beside a column of ones are dependent (exercise 4)
INDArray dependent = Nd4j.hstack(oneHot(train, "heating"), Nd4j.ones(DataType.DOUBLE, 6, 1));
double[] spectrum = Eigen.symmetricGeneralizedEigenvalues(dependent.transpose().mmul(dependent)).toDoubleVector();
Check.close("smallest eigenvalue", spectrum[0], 0, 1e-10);

// test: steps of length 1 in ranges of 20 and 200, and 40 steps down the valley
Check.close("first", 1 / (10.0 - -10), 1 / 20.0, 0);
Check.close("second", 1 / (100.0 - -100), 1 / 200.0, 0);
Check.close("w1: factor (1 - 1.8)^40", w1[DESCENT], 9 * Math.pow(-0.8, 40), 1e-12);
Check.close("w2: factor (1 - 0.018)^40", w2[DESCENT], -95 * Math.pow(0.982, 40), 1e-9);
Check.that("rescaled, one step of size 1 arrives", 0.9 - 1 * 0.9 == 0 && -0.95 - 1 * -0.95 == 0);

// test: the best step size for the flat valley (exercise 5)
double bestStep = 2 / (0.01 + 0.0001);
Check.close("step", bestStep, 198.02, 0.005);
Check.close("factors", bestStep / 100 - 1, 1 - bestStep / 10_000, 1e-12);
Check.close("contraction", 1 - bestStep / 10_000, 99 / 101.0, 1e-12);

// test: Tablesaw corrects the skewness for the number of rows (exercise 6)
double n = frequency.length();
Check.close("corrected", DoubleColumn.create("f", frequency.ravel().toDoubleVector()).skewness(), skewness(frequency) * Math.sqrt(n * (n - 1)) / (n - 2), 1e-9);
Check.close("for 1,503 rows", Math.sqrt(1503.0 * 1502) / 1501, 1.001, 1e-5);

// test: gradient descent on z-scores arrives where solving the equations does, on every scale
/** Solves H w = c by Gaussian elimination with row exchange. */
INDArray solve(INDArray H, INDArray c) {
    int d = H.rows();
    double[][] m = Nd4j.hstack(H, c).toDoubleMatrix();
    for (int k = 0; k < d; k++) {
        int pivot = k;
        for (int row = k + 1; row < d; row++) {
            pivot = Math.abs(m[row][k]) > Math.abs(m[pivot][k]) ? row : pivot;
        }
        double[] exchanged = m[k];
        m[k] = m[pivot];
        m[pivot] = exchanged;
        for (int row = 0; row < d; row++) {
            double factor = row == k ? 0 : m[row][k] / m[k][k];
            for (int column = k; column <= d; column++) {
                m[row][column] -= factor * m[k][column];
            }
        }
    }
    double[] w = new double[d];
    for (int k = 0; k < d; k++) {
        w[k] = m[k][d] / m[k][k];
    }
    return Nd4j.createFromArray(w).reshape(d, 1);
}
double loss(INDArray A, INDArray w, INDArray y) {
    INDArray error = A.mmul(w).sub(y);
    return error.mul(error).sumNumber().doubleValue() / (2 * A.rows());
}
double bestLoss(INDArray X) {
    INDArray A = Nd4j.hstack(X, Nd4j.ones(DataType.DOUBLE, X.rows(), 1)), At = A.transpose();
    return loss(A, solve(At.mmul(A), At.mmul(target)), target);
}
Check.close("min-max and raw", bestLoss(minMax(raw, raw)), bestLoss(raw), 1e-4);
Check.close("z-score and raw", bestLoss(zScore(raw, raw)), bestLoss(raw), 1e-4);
Check.close("gradient descent on z-scores", runs.get("z-score").loss()[STEPS - 1], bestLoss(raw), 1e-4);
Check.atLeast("gap on raw data / gap on z-scores", (runs.get("raw").loss()[STEPS - 1] - bestLoss(raw)) / Math.max(runs.get("z-score").loss()[STEPS - 1] - bestLoss(raw), 1e-12), 100);
Check.that("z-scores come closer than min-max", runs.get("z-score").loss()[STEPS - 1] < runs.get("min-max").loss()[STEPS - 1]);

// test: the gradient of the experiment's loss
INDArray someA = Nd4j.rand(DataType.DOUBLE, 7, 3), someY = Nd4j.rand(DataType.DOUBLE, 7, 1), someW = Nd4j.rand(DataType.DOUBLE, 3, 1);
INDArray analytic = someA.transpose().mmul(someA.mmul(someW).sub(someY)).div(7);
INDArray numeric = d2j.train.NumericalGradient.of(w -> loss(someA, w, someY), someW);
Check.close("difference from finite differences", numeric.reshape(3).sub(analytic.reshape(3)).amaxNumber().doubleValue(), 0, 1e-8);
Check.close("at the solution it is zero", someA.transpose().mmul(someA.mmul(solve(someA.transpose().mmul(someA), someA.transpose().mmul(someY))).sub(someY)).amaxNumber().doubleValue(), 0, 1e-10);
