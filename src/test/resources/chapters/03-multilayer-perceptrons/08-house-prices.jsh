// test: log-RMSE against numbers worked by hand
Check.close("ln 2 for a factor of two", logRmse(column(2), column(1)), Math.log(2), 1e-12);
Check.close("errors of 0, 1 and 2 in the logarithm", logRmse(column(1, Math.E, Math.E * Math.E), column(1, 1, 1)), Math.sqrt(5.0 / 3), 1e-12);
Check.close("relative errors, nearly", logRmse(column(101, 99), column(100, 100)), 0.01, 1e-4);

// test: K folds are a partition for any number of rows, and differ by at most one row
for (int[] nAndK : new int[][] {{10, 5}, {11, 5}, {1168, 5}, {1460, 10}, {7, 7}, {3, 2}}) {
    int[][] made = folds(nAndK[0], nAndK[1]);
    int[] seen = new int[nAndK[0]];
    int smallest = Integer.MAX_VALUE, largest = 0;
    for (int[] block : made) {
        smallest = Math.min(smallest, block.length);
        largest = Math.max(largest, block.length);
        for (int row : block) {
            seen[row]++;
        }
    }
    Check.that(nAndK[1] + " folds of " + nAndK[0] + " rows", made.length == nAndK[1] && largest - smallest <= 1
            && Arrays.stream(seen).allMatch(v -> v == 1));
}

// test: training and validation rows of each split are disjoint and complete
for (Split s : plainSplits) {
    Set<Integer> of = new HashSet<>(s.train().intColumn("Id").asList());
    Check.that("disjoint", s.rest().intColumn("Id").asList().stream().noneMatch(of::contains));
    Check.that("complete", s.train().rowCount() + s.rest().rowCount() == development.rowCount());
    Check.that("same columns", s.X().columns() == s.Xrest().columns());
}

// test: the preparation knows only what its training rows taught it

Table tiny = development.rows(0, 1, 2);
Quantities oneQuantity = table -> new LinkedHashMap<>(Map.of("x", table == tiny ? new double[] {1, 3, Double.NaN} : new double[] {5}));
Preparation tinyPreparation = new Preparation(tiny, oneQuantity);
Check.that("mean and deviation of the known values", Arrays.equals(tinyPreparation.scales.get("x"), new double[] {2, 1}));
Check.close("standardised, the gap as 0", tinyPreparation.features(tiny).getColumn(0), Nd4j.createFromArray(-1.0, 1, 0), 1e-12);
String known = "," + String.join(",", Preparation.words(tiny, "Neighborhood")) + ",";
int stranger = IntStream.range(3, development.rowCount())
        .filter(row -> !known.contains("," + Preparation.words(development, "Neighborhood").get(row) + ",")).findFirst().getAsInt();
INDArray strange = tinyPreparation.features(development.rows(stranger));
Check.that("no column for the stranger", strange.columns() == tinyPreparation.width());
Check.close("scaled with the mean of the training rows", strange.getDouble(0, 0), 3, 1e-12);
Check.atMost("an unknown value leaves its category empty", strange.sumNumber().doubleValue() - 3, categories.size() - 1);

// test: a gap of a category is a value of its own
Check.that("houses without an alley have a column", new Preparation(development, plain).values.get("Alley").contains(""));
Check.that("the code of the dwelling is compared as text", Preparation.words(development, "MSSubClass").get(0).matches("[0-9]+"));

// test: ridge regression against a solution by hand
// x = -1, 0, 1 and t = 1, 2, 6: mean square of x is 2/3, mean of x(t - 3) is 5/3, so w = (5/3) / (2/3 + λ), b = 3
Linear hand = ridge(column(-1, 0, 1), column(1, 2, 6), 1.0 / 3);
Check.close("w", hand.w.getDouble(0), 5.0 / 3, 1e-12);
Check.close("b", hand.b, 3, 1e-12);
Check.close("without a penalty", ridge(column(-1, 0, 1), column(1, 2, 6), 0).w.getDouble(0), 2.5, 1e-12);
Check.close("a strong penalty leaves the mean", ridge(column(-1, 0, 1), column(1, 2, 6), 1e9).predict(column(5)).getDouble(0), 3, 1e-6);

// test: targets and their way back
INDArray some = column(50_000, 180_000, 755_000);
Check.close("price", price.prices(price.of(some)), some, 1e-6);
Check.close("logarithm", logarithm.prices(logarithm.of(some)), some, 1e-6);
Check.close("a negative price is raised", price.prices(column(-9)).getDouble(0), 10_000, 1e-9);
Check.close("squared loss on the logarithms is the squared log-RMSE", rmse(logarithm.of(some), logarithm.of(some.mul(1.1))), Math.log(1.1), 1e-12);

// test: quantities with logarithms, grades and sums
Map<String, double[]> plainColumns = plain.of(development), logColumns = withLogarithms(plain).of(development), gradeColumns = withGrades.of(development);
Check.close("log(1 + x) of an area", logColumns.get("GrLivArea")[0], Math.log1p(plainColumns.get("GrLivArea")[0]), 1e-12);
Check.close("years stay as they are", logColumns.get("YearBuilt")[0], plainColumns.get("YearBuilt")[0], 0);
Check.close("total area", gradeColumns.get("total area")[0], plainColumns.get("TotalBsmtSF")[0] + plainColumns.get("GrLivArea")[0], 1e-9);
int typical = Preparation.words(development, "KitchenQual").indexOf("TA");
Check.close("typical is 3 of 5", gradeColumns.get("KitchenQual as a grade")[typical], 3, 0);
int noPool = Preparation.words(development, "PoolQC").indexOf("");
Check.close("no pool is 0", gradeColumns.get("PoolQC as a grade")[noPool], 0, 0);

// test: the submission is a file outside the notebooks, with a header and a line for each sale
Check.that("lines", Files.readAllLines(submission).size() == unlabelled.rowCount() + 1);
Check.that("header", Files.readAllLines(submission).get(0).equals("Id,SalePrice"));
Check.that("not among the notebooks", !submission.toAbsolutePath().toString().contains("notebooks"));
