// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the three sets are disjoint and complete
Check.that("98 : 1 : 1", trainRows.length == 980_000 && validationRows.length == 10_000 && testRows.length == 10_000);
Check.that("each row once", IntStream.concat(Arrays.stream(trainRows), IntStream.concat(Arrays.stream(validationRows),
    Arrays.stream(testRows))).distinct().count() == 1_000_000);

// test: a polynomial of degree 3 without noise is found exactly
double[] grid = IntStream.range(0, 20).mapToDouble(i -> -2 + 4.0 * i / 19).toArray();
Data exact = new Data(grid, Arrays.stream(grid).map(x -> truth(x)).toArray());
Check.close("error of degree 3", error(fit(exact, 3), exact), 0, 1e-20);
Check.that("error of degree 2", error(fit(exact, 2), exact) > 0.1);

// test: the basis spans the polynomials of its degree
double[] t = {-2, -1, 0, 0.5, 2};
RealMatrix basis = features(t, 2);
for (int i = 0; i < t.length; i++) {
    Check.close("P2", basis.getEntry(i, 2), (3 * Math.pow(t[i] / 2, 2) - 1) / 2, 1e-12);
}

// test: as many parameters as examples interpolate
Data five = draw(5, new Random(8));
Check.close("training error", error(fit(five, 4), five), 0, 1e-12);

// test: folds partition the examples
for (int count : new int[] {2, 5, 10, 20}) {
    List<KFold.Fold> made = KFold.of(20, count, SEED);
    Check.that(count + " folds", made.size() == count && Arrays.equals(
        made.stream().flatMapToInt(fold -> Arrays.stream(fold.validation())).sorted().toArray(), MathArrays.natural(20)));
}

// test: cross-validation is the mean of the errors of its folds
List<KFold.Fold> two = List.of(new KFold.Fold(new int[] {2, 3}, new int[] {0, 1}), new KFold.Fold(new int[] {0, 1}, new int[] {2, 3}));
Data four = new Data(new double[] {0, 1, 2, -1}, new double[] {1, 3, 5, 7});
// predictions 6 for (1, 3), and 2 for (5, 7)
Check.close("degree 0, two folds", crossValidation(four, 0, two), 0.5 * ((25 + 9) / 2.0 + (9 + 25) / 2.0), 1e-12);

// test: leave-one-out for a constant is the enlarged variance
double[] values = {1, 2, 4, 7};
double expected = Arrays.stream(values).map(v -> Math.pow((v - 3.5) / 0.75, 2)).average().orElseThrow();
Check.close("leave-one-out", leaveOneOut(new Data(new double[] {-1, 0, 1, 2}, values), 0), expected, 1e-12);

// test: on average, every K is worse than knowing the degree
for (int k = 0; k < K.length; k++) {
    Check.that("K = " + K[k], Arrays.stream(errorOfChoice[k]).sum() >= Arrays.stream(errorOfChoice[K.length]).sum());
}
Check.atLeast("10-fold cross-validation finds the true degree in percent of the data sets", foundCubic[2], 40);

// test: early stopping has the validation error of DL4J, and the training error never rises
Check.close("validation error", result.getScoreVsEpoch().get(bestEpoch), curves[1][bestEpoch], 1e-9);
Check.that("best epoch is neither the first nor the last", bestEpoch > 2 && bestEpoch < MAX_EPOCHS - 1);
Check.that("training error", IntStream.range(1, MAX_EPOCHS).allMatch(e -> curves[0][e] <= curves[0][e - 1]));
Check.that("the patience is counted from the best epoch", stoppedAt == bestEpoch + PATIENCE);
Check.close("DL4J's getBestModelScore is zero", result.getBestModelScore(), 0, 0);

// test: exercise 3, the number of fits
Check.that("10 folds, 9 degrees", KFold.of(20, 10, 1).size() * 9 == 90 && KFold.of(20, 20, 1).size() * 9 == 180);

// test: exercise 4, the bound for the best of k guessers
for (int a = 0; a < tried.length; a++) {
    Check.atMost(tried[a] + " attempts", validation[a], 0.5 + Math.sqrt(Math.log(tried[a]) / 128) + 0.02);
}
Check.close("for 1000 attempts", 0.5 + Math.sqrt(Math.log(1000) / 128), 0.73, 5e-3);
Check.close("tosses", Math.log(1000) / (2 * 0.02 * 0.02), 8600, 50);
