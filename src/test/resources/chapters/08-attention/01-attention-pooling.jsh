// test: exercise 1, a query between two keys
Tensor half = softmax(scores(column(0.5), threeKeys, one));
Check.close("weights", half.data(), Nd4j.createFromArray(new double[][] {{0.4223, 0.4223, 0.1554}}), 5e-5);
Check.close("result", pool(half, threeValues).item(), 1.0438, 5e-5);

// test: the limits of sharp and flat attention
Check.close("w = 0", pool(softmax(scores(queries, keys, column(0))), values).data(), averaged.data(), 1e-12);
Check.close("a large w, nearest neighbour", pool(softmax(scores(column(0.9), threeKeys, column(100))), threeValues).item(), 1, 1e-12);
Check.close("a large w, exactly between", pool(softmax(scores(column(1.5), threeKeys, column(100))), threeValues).item(), 2.5, 1e-12);

// test: exercise 3, far from all keys
Check.close("x = 100", pool(softmax(scores(column(100), threeKeys, one)), threeValues).item(), 4, 1e-12);
Check.that("0 / 0 without the subtraction", Double.isNaN(Math.exp(-4500) / (Math.exp(-4500) + Math.exp(-4600))));

// test: exercise 4, no answer leaves the range of the values
for (double w : new double[] {0.1, 1, 10, 100}) {
    INDArray answers = pool(softmax(scores(queries, keys, column(w))), values).data();
    Check.that("w = " + w, answers.maxNumber().doubleValue() <= values.data().maxNumber().doubleValue() + 1e-12
            && answers.minNumber().doubleValue() >= values.data().minNumber().doubleValue() - 1e-12);
}

// test: exercise 6, twice the scores is the root of 2 in w
Check.close("weights", softmax(scores(queries, keys, one).mul(2)).data(), softmax(scores(queries, keys, column(Math.sqrt(2)))).data(), 1e-12);

// test: Gaussian attention is Nadaraya-Watson with the Gaussian kernel
double numerator = 0, denominator = 0;
for (int i = 0; i < EXAMPLES; i++) {
    double kernel = Math.exp(-Math.pow(2 - keys.data().getDouble(i), 2) / 2) / Math.sqrt(2 * Math.PI);
    numerator += kernel * values.data().getDouble(i);
    denominator += kernel;
}
Check.close("at 2", pool(softmax(scores(column(2), keys, one)), values).item(), numerator / denominator, 1e-12);

// test: a left-out point does not depend on its own value
Tensor changed = Tensor.of(values.data().dup());
changed.data().putScalar(7, 0, 1e3);
Tensor hidden = softmax(scores(keys, keys, one).sub(Tensor.of(Nd4j.eye(EXAMPLES).castTo(DataType.DOUBLE).muli(1e9))));
Check.close("diagonal", hidden.data().mul(Nd4j.eye(EXAMPLES).castTo(DataType.DOUBLE)).sumNumber().doubleValue(), 0, 0);
Check.close("prediction 7", pool(hidden, changed).data().getDouble(7), pool(hidden, values).data().getDouble(7), 1e-12);

// test: the gradient of the width
Tensor width = Tensor.parameter(Nd4j.createFromArray(2.0));
loss(keys, values, width, true).backward();
double gap = loss(keys, values, column(2 + 1e-5), true).item() - loss(keys, values, column(2 - 1e-5), true).item();
Check.close("by differences", width.grad().getDouble(0), gap / 2e-5, 1e-6);
