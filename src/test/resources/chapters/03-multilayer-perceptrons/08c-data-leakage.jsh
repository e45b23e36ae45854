// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the folds are a partition
int[] visits = new int[labelled.rowCount()];
folds.forEach(fold -> Arrays.stream(fold.validation()).forEach(row -> visits[row]++));
Check.that("each row is validated exactly once", Arrays.stream(visits).allMatch(v -> v == 1));

// test: selection finds the column that is the target
INDArray withTarget = Nd4j.hstack(Nd4j.randn(DataType.DOUBLE, ROWS, 5), t.sub(t.meanNumber()).mul(10), Nd4j.randn(DataType.DOUBLE, ROWS, 5));
Check.that("number 5", select(withTarget, t, 1)[0] == 5);

// test: one price for all houses has the deviation of the logarithms as its error
Check.close("nothing", nothing / t.stdNumber(false).doubleValue(), 1, 0.1);

// test: the more columns, the larger the illusion
Check.that("2,000 against 60", before[available.length - 1] < before[1]);

// test: exercise 2, the largest of 2,000 random correlations
INDArray dice = Nd4j.randn(DataType.DOUBLE, ROWS, 2000);
INDArray z = t.sub(t.meanNumber()).divi(t.stdNumber(false));
Check.close("largest", Transforms.abs(dice.transpose().mmul(z).divi(ROWS)).maxNumber().doubleValue(), 0.28, 0.07);
Check.close("√(2 ln 2000 / 200)", Math.sqrt(2 * Math.log(2000) / 200), 0.28, 0.01);
