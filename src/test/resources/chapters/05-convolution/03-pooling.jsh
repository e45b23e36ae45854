// test: the worked examples
Check.close("maximum", maxPool(nine, 2, 1).data().reshape(4), Nd4j.createFromArray(4f, 5, 7, 8), 0);
Check.close("average", averagePool(nine, 2, 1).data().reshape(4), Nd4j.createFromArray(2f, 3, 5, 6), 0);

// test: exercise 1
Tensor table = Tensor.of(x.reshape(1, 1, 4, 4));
Check.close("maximum", maxPool(table, 2, 2).data().reshape(4), Nd4j.createFromArray(4f, 5, 7, 8), 0);
Check.close("average", averagePool(table, 2, 2).data().reshape(4), Nd4j.createFromArray(2.5f, 2, 3.75f, 4), 1e-6);

// test: exercise 2, 55 becomes 27, without parameters
MultiLayerNetwork overlapping = subsampling(PoolingType.MAX, 3, 2);
Check.that("27", overlapping.output(Nd4j.rand(DataType.FLOAT, 1, 96, 55, 55)).size(3) == 27);
Check.that("no parameters", overlapping.numParams() == 0);

// test: the sketch and the library agree, forward and back, overlapping or not
INDArray noise = Nd4j.rand(DataType.FLOAT, 9, 9);
for (int[] window : new int[][] {{2, 2}, {3, 2}, {3, 1}}) {
    int k = window[0], stride = window[1];
    Check.close("maximum", gradient(t -> maxPool(t, k, stride), noise), gradient(t -> maxPool2d(t, k, stride, 0), noise), 1e-6);
    Check.close("average", gradient(t -> averagePool(t, k, stride), noise), gradient(t -> avgPool2d(t, k, stride, 0), noise), 1e-6);
}

// test: average pooling is a convolution, maximum pooling is not linear
Check.close("average", averageGap, 0, 1e-6);
Check.atMost("maximum", linearGap, -0.1);

// test: exercise 4, exactly equivariant for shifts by two
Tensor framed = Tensor.of(Nd4j.pad(Nd4j.rand(DataType.FLOAT, 1, 1, 8, 8), new int[][] {{0, 0}, {0, 0}, {4, 4}, {4, 4}}));
Tensor shifted = d2j.autograd.Functions.pad(framed.range(0, 14, 3), 0, new long[][] {{0, 0}, {0, 0}, {0, 0}, {2, 0}});
Check.close("shift by two", maxPool(shifted, 2, 2).range(1, 8, 3).data(), maxPool(framed, 2, 2).range(0, 7, 3).data(), 0);

// test: exercise 5, minimum pooling
Check.close("minimum", maxPool2d(table.neg(), 2).neg().data().reshape(4), Nd4j.createFromArray(1f, 0, 0, 1), 0);

// test: a network that ends in a global average takes any size
Check.that("size 19 x 41", Arrays.equals(anySize.output(Nd4j.rand(DataType.FLOAT, 2, 1, 19, 41)).shape(), new long[] {2, 10}));
