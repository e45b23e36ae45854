// test: exercise 1, maps of 3 x 3 pixels
Check.close("11 classes", Math.pow(11, 9), 2_357_947_691.0, 0);

// test: exercise 2, two pixels that agree too much
INDArray even = Nd4j.createFromArray(new float[][] {{0, 0.001f}, {0, 0.001f}});
for (double strength : new double[] {1.5, 3}) {
    INDArray pair = Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}}).mul(strength);
    double said = meanField(even, pair, 500).getDouble(0, 0), right = enumerate(even, pair).marginals().getDouble(0, 0);
    Check.close("exact, strength " + strength, right, 0.5, 0.01);
    Check.that("mean field, strength " + strength, strength < 2 ? Math.abs(said - 0.5) < 0.01 : said > 0.9);
}

// test: exercise 4, the matrix for a photograph of full size
Check.close("gigabytes", Math.pow(360 * 480, 2) * 4 / 1e9, 119, 1);

// test: the Gaussian by its definition
INDArray three = Nd4j.createFromArray(new float[][] {{0, 0}, {3, 4}, {1, 0}});
INDArray likeness = gaussian(three);
Check.close("distance 5", likeness.getDouble(0, 1), Math.exp(-12.5), 1e-6);
Check.close("distance 1", likeness.getDouble(2, 0), Math.exp(-0.5), 1e-6);

// test: places of pixels
INDArray places = positions(2, 3);
Check.close("the last", places.getRow(5), Nd4j.createFromArray(1f, 2f), 0);
Check.close("the fourth", places.getRow(3), Nd4j.createFromArray(1f, 0f), 0);

// test: both kernels together, without oneself
INDArray joined = new Kernels(2, 3, 4, 0.5, 1.5).matrix(tinyImage);
double colour = 0;
for (int c = 0; c < 3; c++) {
    colour += Math.pow(tinyImage.getDouble(c, 0, 0) - tinyImage.getDouble(c, 1, 2), 2);
}
Check.close("first and last pixel", joined.getDouble(0, 5), 2 * Math.exp(-5 / 32.0 - colour / 0.5) + 3 * Math.exp(-5 / 4.5), 1e-5);
Check.close("diagonal", Nd4j.diag(joined).sumNumber().doubleValue(), 0, 0);
Check.close("symmetric", joined, joined.transpose(), 1e-6);

// test: enumeration of two pixels by hand
INDArray ofTwo = Nd4j.createFromArray(new float[][] {{0, 1}, {0.5f, 0}}), bond = Nd4j.createFromArray(new float[][] {{0, 0.7f}, {0.7f, 0}});
double same0 = Math.exp(-0.5), same1 = Math.exp(-1), split01 = Math.exp(-0.7), split10 = Math.exp(-1 - 0.5 - 0.7);
Exact byHand = enumerate(ofTwo, bond);
Check.close("log Z", byHand.logZ(), Math.log(same0 + same1 + split01 + split10), 1e-6);
Check.close("first pixel of the first class", byHand.marginals().getDouble(0, 0), (same0 + split01) / (same0 + same1 + split01 + split10), 1e-6);

// test: the free energy of a product that is certain is the energy of its map
INDArray certain = Nd4j.createFromArray(new float[][] {{50, -50}, {-50, 50}});
Check.close("first pixel 0, second 1", freeEnergy(Tensor.of(certain), ofTwo, bond).item(), 0.7, 1e-5);

// test: the free energy falls in each iteration, here
double[] energies = IntStream.range(0, 8).mapToDouble(i ->
        freeEnergy(Tensor.of(Nd4j.math().log(meanField(tinyUnary, tinyKappa.mul(0.3), i))), tinyUnary, tinyKappa.mul(0.3)).item()).toArray();
Check.that("falling", IntStream.range(1, 8).allMatch(i -> energies[i] <= energies[i - 1] + 1e-5));

// test: a lonely pixel is outvoted
INDArray lonely = Nd4j.zeros(DataType.FLOAT, 9, 2);
for (int i = 0; i < 9; i++) {
    lonely.putScalar(i, i == 4 ? 0 : 1, 1);
}
INDArray healed = meanField(lonely, new Kernels(0, 1, 1, 1, 1).matrix(Nd4j.zeros(DataType.FLOAT, 3, 3, 3)), 10);
Check.that("all of the first class", healed.argMax(1).sumNumber().intValue() == 0);
INDArray coloured2 = Nd4j.zeros(DataType.FLOAT, 3, 3, 3);
coloured2.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.point(1),
        org.nd4j.linalg.indexing.NDArrayIndex.point(1)).assign(1);
INDArray kept = meanField(lonely, new Kernels(1, 0, 1, 0.1, 1).matrix(coloured2), 10);
Check.that("not if its colour is another", kept.argMax(1).getInt(4) == 1);
