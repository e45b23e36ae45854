// test: the dense layer with shared, local weights is the cross-correlation
INDArray small = Nd4j.randn(DataType.DOUBLE, 6, 6), v = Nd4j.randn(DataType.DOUBLE, 3, 3);
INDArray W = Nd4j.zeros(DataType.DOUBLE, 16, 36);
for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                W.putScalar(4 * i + j, 6 * (i + a) + j + b, v.getDouble(a, b));
            }
        }
    }
}
Check.close("dense", W.mmul(small.reshape(36, 1)).reshape(4, 4), correlate(small, v), 1e-12);

// test: loops, Tensor operations and the library's conv2d agree, in values and gradients
Tensor S = Tensor.parameter(small.dup()), V = Tensor.parameter(v.dup());
Tensor ours = correlate(S, V);
Check.close("values", ours.data(), correlate(small, v), 1e-12);
ours.square().sum().backward();
Tensor S2 = Tensor.parameter(small.reshape(1, 1, 6, 6).dup()), V2 = Tensor.parameter(v.reshape(1, 1, 3, 3).dup());
Tensor library = d2j.autograd.Functions.conv2d(S2, V2, null);
Check.close("library", library.data().reshape(4, 4), ours.data(), 1e-12);
library.square().sum().backward();
Check.close("gradient of the kernel", V.grad(), V2.grad().reshape(3, 3), 1e-10);
Check.close("gradient of the image", S.grad(), S2.grad().reshape(6, 6), 1e-10);

// test: kernels need not be square
Check.that("shape", Arrays.equals(correlate(small, Nd4j.ones(DataType.DOUBLE, 2, 5)).shape(), new long[] {5, 2}));

// test: exercise 2, the diagonal kernel sees the bar's vertical edges
INDArray diagonal = Nd4j.createFromArray(new float[][] {{1, 0}, {0, -1}});
Check.close("one row less", correlate(bar, diagonal), edges.get(NDArrayIndex.interval(0, 5)), 0);
INDArray stair = Nd4j.zeros(DataType.FLOAT, 6, 6);
for (int i = 0; i < 6; i++) {
    for (int j = 0; j < i; j++) {
        stair.putScalar(i, j, 1);
    }
}
Check.close("blind along its diagonal", correlate(stair, diagonal), Nd4j.zeros(DataType.FLOAT, 5, 5), 0);

// test: exercise 3, convolution commutes under a border of zeros, cross-correlation comes out turned
INDArray bordered(INDArray image, int width) {
    return Nd4j.pad(image, new int[][] {{width, width}, {width, width}});
}
INDArray swapped = Nd4j.createFromArray(new float[][] {{0, 0, 1, 2}, {0, 5, 11, 11}, {6, 23, 29, 23}, {12, 32, 37, 24}});
Check.close("image, kernel", convolve(bordered(X, 1), K), swapped, 0);
Check.close("kernel, image", convolve(bordered(K, 2), X), swapped, 0);
Check.close("cross-correlation", correlate(bordered(K, 2), X), rotated(correlate(bordered(X, 1), K)), 0);

// test: exercise 4, two kernels in a row are one of 5 x 5
INDArray photograph = boot.castTo(DataType.DOUBLE), v1 = Nd4j.randn(DataType.DOUBLE, 3, 3), v2 = Nd4j.randn(DataType.DOUBLE, 3, 3);
INDArray single = convolve(bordered(v1, 2), v2);
Check.that("5 x 5", Arrays.equals(single.shape(), new long[] {5, 5}));
Check.close("one kernel", correlate(photograph, single), correlate(correlate(photograph, v1), v2), 1e-10);

// test: exercise 5, what a true convolution teaches is the rotated kernel
Tensor learned = Tensor.parameter(start.dup());
Optimiser descent = Optimiser.of(new Sgd(0.015), learned);
for (int step = 0; step < 60; step++) {
    correlate(Tensor.of(bar), learned).sub(Tensor.of(convolve(bar, difference))).square().sum().backward();
    descent.step();
}
Check.close("rotated", learned.data(), Nd4j.createFromArray(new float[][] {{-1, 1}}), 0.02);

// test: DL4J's layer adds its bias
filters.setParam("0_b", Nd4j.createFromArray(new float[][] {{1, 2, 3, 4}}));
Check.close("bias", filters.output(boot.reshape(1, 1, 28, 28)).slice(0).slice(3).sub(4), maps.slice(0).slice(3), 1e-5);
