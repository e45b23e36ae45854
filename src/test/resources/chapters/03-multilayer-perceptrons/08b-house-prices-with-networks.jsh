// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: logarithms of sizes, and years stay as they are
Table developed = houses.train(), inLogs = withLogarithms(developed);
Check.close("log(1 + x)", inLogs.numberColumn("GrLivArea").getDouble(0), Math.log1p(developed.numberColumn("GrLivArea").getDouble(0)), 1e-12);
Check.close("years", inLogs.numberColumn("YearBuilt").getDouble(0), developed.numberColumn("YearBuilt").getDouble(0), 0);
Check.that("18 sizes", sizes.size() == 18);

// test: grades and sums
Table inGrades = withGrades(developed);
Check.close("total area", Math.expm1(inGrades.numberColumn("total area").getDouble(0)),
    developed.numberColumn("TotalBsmtSF").getDouble(0) + developed.numberColumn("GrLivArea").getDouble(0), 1e-6);
int typical = developed.stringColumn("KitchenQual").asList().indexOf("TA");
Check.close("typical is 3 of 5", inGrades.numberColumn("KitchenQual as a grade").getDouble(typical), 3, 0);
int noPool = IntStream.range(0, developed.rowCount()).filter(row -> developed.stringColumn("PoolQC").isMissing(row)).findFirst().getAsInt();
Check.close("no pool is 0", inGrades.numberColumn("PoolQC as a grade").getDouble(noPool), 0, 0);
Check.close("bathrooms", inGrades.numberColumn("bathrooms").getDouble(0), developed.numberColumn("FullBath").getDouble(0) + developed.numberColumn("BsmtFullBath").getDouble(0)
    + 0.5 * (developed.numberColumn("HalfBath").getDouble(0) + developed.numberColumn("BsmtHalfBath").getDouble(0)), 1e-12);

// test: ridge regression against a solution by hand
// x = -1, 0, 1 and t = 1, 2, 6: mean square of x is 2/3, mean of x(t - 3) is 5/3, so w = (5/3) / (2/3 + λ), b = 3
INDArray handX = Nd4j.createFromArray(new double[][] {{-1}, {0}, {1}}), handT = Nd4j.createFromArray(new double[][] {{1}, {2}, {6}});
Split hand = new Split(null, null, handX, handT, Nd4j.createFromArray(new double[][] {{1}, {0}}), null);
Check.close("w + b", ridge(hand, 1.0 / 3).getDouble(0), 5.0 / 3 + 3, 1e-12);
Check.close("b", ridge(hand, 1.0 / 3).getDouble(1), 3, 1e-12);
Check.close("without a penalty", ridge(hand, 0).getDouble(0), 5.5, 1e-12);
Check.close("a strong penalty leaves the mean", ridge(hand, 1e9).getDouble(0), 3, 1e-6);

// test: exercise 1, the mean residual on the training rows is zero
Split one = sets.get("plain").get(0);
Check.close("mean residual", ridge(new Split(null, null, one.X(), one.t(), one.X(), one.t()), 0.03).sub(one.t()).meanNumber().doubleValue(), 0, 1e-9);

// test: the new features are among the columns
Check.that("wider", sets.get("grades").get(0).X().columns() > one.X().columns());
Check.that("logarithms replace, and add nothing", sets.get("logarithms").get(0).X().columns() == one.X().columns());

// test: no candidate has a smaller cross-validated error than the chosen one
Check.that("smallest", results.values().stream().allMatch(e -> mean(e) >= mean(results.get(chosen))));
