// test: the summary of a table ignores gaps
Check.close("mean number of rooms", flats.numberColumn("rooms").mean(), 27 / 9.0, 1e-12);
Check.that("gaps", flats.column("alley").countMissing() == 6);
Check.that("rows without a price", flats.column("price").countMissing() == 1);

// test: median of the training areas (exercise 2)
Check.close("median", train.doubleColumn("area").median(), 68.5, 1e-12);
Check.close("mean", meanArea, 69.4, 1e-12);

// test: one-hot codes
INDArray code = oneHot(StringColumn.create("colour", "red", "blue", "red"), List.of("blue", "red"));
Check.that("codes", code.equals(Nd4j.createFromArray(new double[][] {{0, 1}, {1, 0}, {0, 1}})));
Check.that("categories are sorted", categories(StringColumn.create("colour", "red", "blue", "red")).equals(List.of("blue", "red")));

// test: scaling formulas
INDArray oneToFour = Nd4j.createFromArray(1.0, 2, 3, 4).reshape(4, 1);
Check.close("min-max", minMax(oneToFour, oneToFour).getDouble(1), 1 / 3.0, 1e-12);
Check.close("z-score of 1 among 1 to 4", zScore(oneToFour, oneToFour).getDouble(0), -1.34164079, 1e-8);
Check.close("z-score of 3 among 1 to 4", zScore(oneToFour, oneToFour).getDouble(2), 0.4472136, 1e-7);

// test: z-scores after min-max are z-scores (exercise 3)
Check.close("largest difference", zScore(minMax(raw, raw), minMax(raw, raw)).sub(zScore(raw, raw)).amaxNumber().doubleValue(), 0, 1e-8);

// test: one-hot columns beside a column of ones are dependent (exercise 4)
INDArray dependent = Nd4j.hstack(heatingCode, Nd4j.ones(DataType.DOUBLE, 6, 1));
double[] spectrum = Eigen.symmetricGeneralizedEigenvalues(dependent.transpose().mmul(dependent)).toDoubleVector();
Check.close("smallest eigenvalue", spectrum[0], 0, 1e-10);

// test: steps of length 1 in ranges of 20 and 200
Check.close("first", 1 / (10.0 - -10), 1 / 20.0, 0);
Check.close("second", 1 / (100.0 - -100), 1 / 200.0, 0);

// test: the best step size for the flat valley (exercise 5)
double bestStep = 2 / (0.01 + 0.0001);
Check.close("step", bestStep, 198.02, 0.005);
Check.close("factors", bestStep / 100 - 1, 1 - bestStep / 10_000, 1e-12);
Check.close("contraction", 1 - bestStep / 10_000, 99 / 101.0, 1e-12);

// test: the gradient of the experiment's loss
INDArray someA = Nd4j.rand(DataType.DOUBLE, 7, 3), someY = Nd4j.rand(DataType.DOUBLE, 7, 1), someW = Nd4j.rand(DataType.DOUBLE, 3, 1);
INDArray analytic = someA.transpose().mmul(someA.mmul(someW).sub(someY)).div(7);
INDArray numeric = d2j.train.NumericalGradient.of(w -> loss(someA, w, someY), someW);
Check.close("difference from finite differences", numeric.reshape(3).sub(analytic.reshape(3)).amaxNumber().doubleValue(), 0, 1e-8);
Check.close("at the solution it is zero", someA.transpose().mmul(someA.mmul(solve(someA.transpose().mmul(someA), someA.transpose().mmul(someY))).sub(someY)).amaxNumber().doubleValue(), 0, 1e-10);
