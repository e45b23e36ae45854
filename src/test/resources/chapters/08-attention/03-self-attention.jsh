// test: exercise 1, windows
Check.close("pairs", window(1000, 50).sum().item(), 98_450, 0);
Check.close("by the formula", 1000 * 101 - 50 * 51, 98_450, 0);
Check.close("layers", Math.ceil(999 / 50.0), 20, 0);

// test: a window as wide as the sequence is full attention
Check.close("outputs", attend(X, w, window(N, N)).data(), Y.data(), 1e-6);

// test: in a window an output does not depend on what lies outside
Tensor changed = Tensor.of(X.data().dup());
changed.data().get(NDArrayIndex.all(), NDArrayIndex.point(N - 1), NDArrayIndex.all()).assign(5);
Check.close("first positions", attend(changed, w, near).range(0, N - 1 - RADIUS, 1).data(), attend(X, w, near).range(0, N - 1 - RADIUS, 1).data(), 1e-6);

// test: exercise 2, and that attention never costs less than recurrence
for (long d : new long[] {1, 64, 512}) {
    Check.close("d = " + d, 2 * (2 * d) * (2 * d) * d, 4 * (2 * d) * d * d, 0);
    for (long n : new long[] {1, 8, 64, 1024}) {
        Check.that("n = " + n, attention(n, d) > 2 * recurrence(n, d));
    }
}

// test: exercises 3 and 4, values and length of the encodings
Check.close("position 1, d = 4", positions(2, 4).data().getRow(1).dup(), Nd4j.createFromArray(0.8414709848, 0.5403023059, 0.0099998333, 0.9999500004), 1e-6);
Check.close("position 0", positions(1, 6).data().reshape(6), Nd4j.createFromArray(0.0, 1, 0, 1, 0, 1), 0);
Check.close("lengths", P.data().norm2(1), Nd4j.ones(60).mul(4), 1e-5);
Check.atMost("largest entry", P.abs().max().item(), 1);

// test: products depend on the distance alone, as a sum of cosines
double cosines = IntStream.range(0, 16).mapToDouble(j -> Math.cos(7 / Math.pow(10_000, 2.0 * j / 32))).sum();
for (int i : new int[] {0, 10, 50}) {
    Check.close("from " + i, products.getDouble(i, i + 7), cosines, 1e-4);
}

// test: wave lengths of columns 6 and 8
Check.close("column 6", 2 * Math.PI * Math.pow(10_000, 6 / 32.0), 35.33, 0.01);
Check.close("column 8", 2 * Math.PI * Math.pow(10_000, 8 / 32.0), 62.83, 0.01);

// test: the rotation by -2 as query matrix finds the place two before, at any length
Tensor far = positions(400, D);
INDArray found = far.mmul(rotation(-2, D), false, true).mmul(far, false, true).data().argMax(1);
for (int i = 2; i < 400; i++) {
    Check.that("position " + i, found.getInt(i) == i - 2);
}

// test: exercise 6, dilated convolutions
Check.close("reach of five layers", 1 + 2 + 4 + 8 + 16, 31, 0);
Tensor start = Tensor.parameter(Nd4j.randn(DataType.FLOAT, 1, D, 32)), deep = start;
for (int dilation = 1; dilation <= 16; dilation *= 2) {
    deep = conv1d(deep, kernel, null, 1, dilation, dilation, 1);
}
deep.slice(31, 2).sum().backward();
Check.that("the last hears of the first", start.grad().slice(0).getColumn(0).norm2Number().doubleValue() > 0);

// test: what stood two places before
Check.close("tokens", before(Nd4j.createFromArray(new int[][] {{3, 1, 4, 1, 5}})), Nd4j.createFromArray(new int[][] {{3, 1, 4}}), 0);
