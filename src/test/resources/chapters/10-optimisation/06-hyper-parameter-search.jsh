// test: configurations and their levels
for (int c = 0; c < 216; c++) {
    Check.that("configuration " + c, configuration(levels(c)) == c);
}
Check.that("all levels occur", IntStream.range(0, 216).mapToObj(c -> Arrays.toString(levels(c))).distinct().count() == 216);

// test: exercise 1
Check.close("one of 60 among the best 5%", 1 - Math.pow(0.95, 60), 0.954, 5e-4);

// test: exercise 2
Check.close("nine random trials", 1 - Math.pow(0.9, 9), 0.61, 5e-3);

// test: exercise 3
Posterior two = posterior(column(0, 1), column(1, 1), column(0.5), 0.5, 1e-4);
Check.close("mean", two.mean().getDouble(0), 1.068, 5e-4);
Check.close("variance", Math.pow(two.deviation().getDouble(0), 2), 0.352, 5e-4);

// test: exercise 4
Check.close("a deviation below the best", improvement(-1, 1, 0), 0.0833, 5e-5);
Check.close("a deviation above", improvement(1, 1, 0), 1.0833, 5e-5);

// test: exercise 5
Check.close("price with 16 epochs", 1 + 4 / 2.0, 3, 0);
Check.close("configurations", 24 * 16 / 3.0, 128, 0);

// test: the posterior at points that were seen, almost without noise, is what was seen
INDArray shownX = Nd4j.rand(DataType.DOUBLE, 6, 3), shownY = Nd4j.randn(DataType.DOUBLE, 6, 1);
Posterior exact = posterior(shownX, shownY, shownX, 0.3, 1e-4);
Check.close("mean", exact.mean(), shownY, 1e-3);
Check.atMost("deviation", exact.deviation().maxNumber().doubleValue(), 1e-3);

// test: a posterior is the conditional of a normal distribution, by Commons Math's solver
INDArray otherX = Nd4j.rand(DataType.DOUBLE, 2, 3);
double[][] K = kernel(shownX, shownX, 0.4).addi(Nd4j.eye(6).castTo(DataType.DOUBLE).muli(0.04)).toDoubleMatrix();
double[][] k = kernel(otherX, shownX, 0.4).toDoubleMatrix();
var solver = new org.apache.commons.math3.linear.CholeskyDecomposition(new org.apache.commons.math3.linear.Array2DRowRealMatrix(K), 1e-9, 1e-12).getSolver();
Posterior conditional = posterior(shownX, shownY, otherX, 0.4, 0.2);
for (int i = 0; i < 2; i++) {
    var ofK = new org.apache.commons.math3.linear.ArrayRealVector(k[i]);
    Check.close("mean " + i, conditional.mean().getDouble(i), ofK.dotProduct(solver.solve(new org.apache.commons.math3.linear.ArrayRealVector(shownY.toDoubleVector()))), 1e-8);
    Check.close("variance " + i, Math.pow(conditional.deviation().getDouble(i), 2), 1 - ofK.dotProduct(solver.solve(ofK)), 1e-8);
}

// test: no search tries anything twice, and all keep to the table
for (Search search : List.of(byHand, grid, atRandom, bayesian)) {
    List<Integer> order = search.order(new Random(5));
    Check.that("distinct", new HashSet<>(order).size() == order.size() && table.keySet().containsAll(order) && order.size() <= BUDGET);
}

// test: the last round of halving is among the best of the first
List<Finished> survivors = halving(new Random(3));
Check.that("trained to the end", !survivors.isEmpty() && survivors.stream().allMatch(f -> table.containsKey(f.configuration())));
Check.that("spent in order", IntStream.range(1, survivors.size()).allMatch(i -> survivors.get(i).spent() > survivors.get(i - 1).spent()));
