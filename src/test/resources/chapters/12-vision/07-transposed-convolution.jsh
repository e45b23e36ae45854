// test: exercise 1, no padding triples with a kernel of 6, or doubles with one of 5
for (int p = 0; p < 4; p++) {
    Check.that("padding " + p, grown(10, 6, 3, p) != 30 && grown(10, 5, 2, p) != 20);
}

// test: the size by the formula and by stamping
for (int[] layer : new int[][] {{2, 2, 0}, {3, 2, 1}, {3, 1, 0}, {5, 3, 2}, {4, 2, 1}}) {
    Tensor grown = stamped(Tensor.of(Nd4j.ones(DataType.FLOAT, 4, 4)), Tensor.of(Nd4j.ones(DataType.FLOAT, layer[0], layer[0])),
            layer[1], layer[2]);
    Check.close("kernel " + layer[0] + ", stride " + layer[1], grown.size(0), grown(4, layer[0], layer[1], layer[2]), 0);
}

// test: exercise 2, the matrix of a convolution on 28 x 28 pixels
INDArray V28 = matrix(Tensor.of(Nd4j.ones(DataType.FLOAT, 3, 3)), 28, 1, 0);
Check.that("shape", Arrays.equals(V28.shape(), new long[] {676, 784}));
Check.close("entries", V28.sumNumber().doubleValue(), 6_084, 0);
Check.close("their share", 6_084 / (676 * 784.0), 0.011, 0.001);

// test: exercise 3, two sizes become one
Tensor centre = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 3, 3));
for (int side : new int[] {7, 8}) {
    Check.close("of " + side, conv2d(Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, side, side)), centre, null, 2, 1).size(2), 4, 0);
}
Check.close("and back", grown(4, 3, 2, 1), 7, 0);

// test: exercise 4, two layers are one with a larger kernel
Tensor firstKernel = Tensor.of(Nd4j.rand(DataType.FLOAT, 3, 3)), secondKernel = Tensor.of(Nd4j.rand(DataType.FLOAT, 4, 4));
Tensor little = Tensor.of(Nd4j.rand(DataType.FLOAT, 3, 3)), joined = stamped(firstKernel, secondKernel, 3, 0);
Check.close("size of the joined kernel", joined.size(0), 3 * (3 - 1) + 4, 0);
Check.close("two steps and one", stamped(stamped(little, firstKernel, 2, 0), secondKernel, 3, 0).data(),
        stamped(little, joined, 6, 0).data(), 1e-4);

// test: exercise 5, orthonormal kernels of the stride's size are inverted
INDArray basis = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1}, {1, -1, 1, -1}, {1, 1, -1, -1}, {1, -1, -1, 1}}).div(2).reshape(4, 1, 2, 2);
INDArray original = Nd4j.rand(DataType.FLOAT, 1, 1, 6, 6);
Check.close("there and back", convTranspose2d(conv2d(Tensor.of(original), Tensor.of(basis), null, 2, 0), Tensor.of(basis), null, 2, 0).data(),
        original, 1e-5);

// test: exercise 6, bilinear weights leave no pattern
Check.atMost("pattern", pattern(x -> convTranspose2d(x, Tensor.of(bilinear(2).reshape(1, 1, 4, 4)), null, 2, 1)), 1e-5);

// test: a transpose is no inverse
INDArray blur = matrix(Tensor.of(Nd4j.ones(DataType.FLOAT, 3, 3).div(9)), 5, 1, 1), column = Nd4j.rand(DataType.FLOAT, 25, 1);
Check.atLeast("what is left over", blur.transpose().mmul(blur.mmul(column)).sub(column).normmaxNumber().doubleValue(), 0.05);

// test: stretching leaves the pixels in their places
INDArray wide = stretched(X, 3).data();
Check.that("shape", Arrays.equals(wide.shape(), new long[] {4, 4}));
Check.close("sum", wide.sumNumber().doubleValue(), 6, 0);

// test: ways of stamping that agree, with other strides and paddings
for (int[] layer : new int[][] {{3, 1, 1}, {3, 2, 0}, {4, 2, 1}, {5, 3, 2}}) {
    Tensor K = Tensor.of(Nd4j.rand(DataType.FLOAT, layer[0], layer[0])), small = Tensor.of(Nd4j.rand(DataType.FLOAT, 4, 4));
    Check.close("kernel " + layer[0] + ", stride " + layer[1], byConvolution(small, K, layer[1], layer[2]).data(),
            stamped(small, K, layer[1], layer[2]).data(), 1e-4);
}
