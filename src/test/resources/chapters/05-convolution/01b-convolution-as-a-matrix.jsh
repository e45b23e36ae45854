// test: exercise 1, the transpose of differences
INDArray differences = toeplitz(Nd4j.createFromArray(1.0, -1), 4);
Check.close("matrix", differences, Nd4j.createFromArray(new double[][] {{1, -1, 0, 0}, {0, 1, -1, 0}, {0, 0, 1, -1}}), 0);
Check.close("transpose", differences.transpose().mmul(Nd4j.createFromArray(2.0, 3, 7).reshape(3, 1)).reshape(4),
        Nd4j.createFromArray(2.0, 1, 4, -7), 0);

// test: the matrix of 3 x 3 on 5 x 5 has 81 of 225 entries, that on 28 x 28 6,084 of 529,984
Check.that("81", matrix(K, 5, 5).neq(0).castTo(DataType.INT64).sumNumber().longValue() == 81);
Check.that("shape", V.length() == 529_984 && V.neq(0).castTo(DataType.INT64).sumNumber().longValue() == 6_084);

// test: exercise 2
INDArray five = matrix(Nd4j.ones(DataType.DOUBLE, 5, 5), 32, 32);
Check.that("19,600 of 802,816", five.sumNumber().longValue() == 19_600 && five.length() == 802_816);

// test: the worked example as a product with a 4 x 9 matrix
INDArray worked = matrix(Nd4j.arange(4).reshape(2, 2).castTo(DataType.DOUBLE), 3, 3).mmul(Nd4j.arange(9).castTo(DataType.DOUBLE).reshape(9, 1));
Check.close("4 x 9", worked.reshape(4), Nd4j.createFromArray(19.0, 25, 37, 43), 1e-12);

// test: the film, by the formula; exercise 4's size
for (int t = 0; t < 3; t++) {
    INDArray change = film.slice(0).slice(0).slice(t + 1).sub(film.slice(0).slice(0).slice(t));
    Check.close("change " + t, changes.slice(0).slice(0).slice(t), change, 1e-12);
}
MultiLayerNetwork cube = only(new Convolution3D.Builder(3, 3, 3).nIn(1).nOut(1).hasBias(false)
        .dataFormat(Convolution3D.DataFormat.NCDHW).build(), Nd4j.ones(DataType.DOUBLE, 1, 1, 3, 3, 3));
INDArray sums = cube.output(Nd4j.ones(DataType.DOUBLE, 1, 1, 5, 6, 7));
Check.that("size", Arrays.equals(sums.shape(), new long[] {1, 1, 3, 4, 5}));
Check.close("27 ones", sums, Nd4j.valueArrayOf(new long[] {1, 1, 3, 4, 5}, 27.0), 1e-10);

// test: both networks have the same parameters
Check.that("parameters", classifier.numParams() == converted.numParams());
