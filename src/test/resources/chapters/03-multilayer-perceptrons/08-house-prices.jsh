// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: log-RMSE against numbers worked by hand
Check.close("ln 2 for a factor of two", logRmse(column(2), column(1)), Math.log(2), 1e-12);
Check.close("errors of 0, 1 and 2 in the logarithm", logRmse(column(1, Math.E, Math.E * Math.E), column(1, 1, 1)), Math.sqrt(5.0 / 3), 1e-12);
Check.close("relative errors, nearly", logRmse(column(101, 99), column(100, 100)), 0.01, 1e-4);
Check.close("100,000 too much for a house of 125,000", logRmse(column(225_000), column(125_000)), Math.log(1.8), 1e-12);
Check.close("an error of 0.15 allows factors up to", Math.exp(0.15), 1.1618, 1e-4);

// test: 80 columns are shared by both halves, each of 79 is used once, and every row has a gap
Check.that("columns", labelled.columnCount() == 81 && unlabelled.columnCount() == 80 && labelled.columnNames().containsAll(unlabelled.columnNames()));
Check.that("gaps", labelled.dropRowsWithMissingValues().rowCount() == 0);
Check.that("79", Stream.concat(categories.stream(), quantities.stream()).distinct().count() == 79 && categories.size() + quantities.size() == 79);
Check.that("the type of dwelling is a code, not an amount", categories.contains("MSSubClass") && !quantities.contains("MSSubClass"));

// test: the hold-out and the development rows are disjoint and complete
Set<Integer> ids = new HashSet<>(holdOut.intColumn("Id").asList());
Check.that("disjoint", development.intColumn("Id").asList().stream().noneMatch(ids::contains));
Check.that("complete", holdOut.rowCount() + development.rowCount() == labelled.rowCount());

// test: the best single price, and the shape of the prices
INDArray developed = prices(development);
Check.close("its log-RMSE", logRmse(developed.mul(0).add(Math.exp(logMean)), developed), logDeviation, 1e-9);
Check.atLeast("5% more is worse", logRmse(developed.mul(0).add(1.05 * Math.exp(logMean)), developed), logDeviation);
double skewed = development.numberColumn("SalePrice").skewness();
Check.atLeast("skewness of the prices", skewed, 0.8);
Check.atMost("that of their logarithms", Math.abs(DoubleColumn.create("log", logPrices.toDoubleVector()).skewness()) / skewed, 0.33);

// test: the sale's number says nothing about price or year
double correlation(double[] a, double[] b) {
    return new org.apache.commons.math3.stat.correlation.PearsonsCorrelation().correlation(a, b);
}
double[] number = development.numberColumn("Id").asDoubleArray();
Check.atMost("price", Math.abs(correlation(number, logPrices.toDoubleVector())), 0.1);
Check.atMost("year", Math.abs(correlation(number, development.numberColumn("YrSold").asDoubleArray())), 0.1);

// test: in each split the training rows have mean zero, and the validation rows do not
int area = quantities.indexOf("GrLivArea");
for (Split s : splits) {
    Check.close("training", s.X().getColumn(area).meanNumber().doubleValue(), 0, 1e-9);
    Check.atLeast("validation", Math.abs(s.restX().getColumn(area).meanNumber().doubleValue()), 1e-9);
    Check.that("complete", s.X().rows() + s.restX().rows() == development.rowCount() && s.X().columns() == s.restX().columns());
}

// test: targets and their way back
INDArray some = column(50_000, 180_000, 755_000);
Check.close("price", price.prices().apply(price.of().apply(some)), some, 1e-6);
Check.close("logarithm", logarithm.prices().apply(logarithm.of().apply(some)), some, 1e-6);
Check.close("a negative price is raised", price.prices().apply(column(-9)).getDouble(0), 10_000, 1e-9);
Check.close("squared loss on the logarithms is the squared log-RMSE", Math.sqrt(MeanSquaredError.of(logarithm.of().apply(some),
    logarithm.of().apply(some.mul(1.1)))), Math.log(1.1), 1e-12);

// test: the model beats one price for all houses
Check.atMost("ratio", byLibrary / logDeviation, 0.7);

// test: the submission is a file outside the notebooks, with a header and a line for each sale
Check.that("lines", Files.readAllLines(file).size() == unlabelled.rowCount() + 1);
Check.that("header", Files.readAllLines(file).get(0).equals("Id,SalePrice"));
Check.that("not among the notebooks", !file.toAbsolutePath().toString().contains("notebooks"));
Check.that("all prices are dollars that a house may cost", sent.minNumber().doubleValue() > 10_000 && sent.maxNumber().doubleValue() < 3_000_000);

// test: exercise 1, the pooled error is at least the mean of the folds
double[] of = {0.13, 0.2};
Check.atLeast("pooled", Math.sqrt((of[0] * of[0] + of[1] * of[1]) / 2), (of[0] + of[1]) / 2);

// test: exercise 4, the mean of a log-normal price
Check.close("e^(0.13²/2)", Math.exp(0.13 * 0.13 / 2), 1.0085, 1e-4);
