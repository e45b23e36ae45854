// test: the worked example and exercise 1
Tensor query = Tensor.of(Nd4j.createFromArray(new float[][][] {{{1, 2}}}));
Tensor three = Tensor.of(Nd4j.createFromArray(new float[][][] {{{1, 0}, {0, 1}, {1, 1}}}));
Tensor alpha = softmax(scaledDot(query, three));
Check.close("weights", alpha.data().reshape(3), Nd4j.createFromArray(0.140f, 0.284f, 0.576f), 5e-4);
Check.close("result", alpha.mmul(Tensor.of(Nd4j.createFromArray(new float[][][] {{{1}, {2}, {3}}}))).item(), 2.436, 1e-3);

// test: no masked key has weight, and every row sums to 1
Tensor some = Tensor.of(Nd4j.randn(DataType.FLOAT, 3, 2, 5));
INDArray masked = maskedSoftmax(some, valid(5, 1, 3, 5)).data();
Check.close("sums", masked.sum(2), Nd4j.ones(DataType.FLOAT, 3, 2), 1e-6);
for (int i = 0; i < 3; i++) {
    for (int key = new int[] {1, 3, 5}[i]; key < 5; key++) {
        Check.that("key " + key, masked.getDouble(i, 0, key) == 0 && masked.getDouble(i, 1, key) == 0);
    }
}
Check.close("length 1", masked.getDouble(0, 1, 0), 1, 0);

// test: what stands in the padding is without effect on result and gradient
Tensor padded = Tensor.parameter(Nd4j.randn(DataType.FLOAT, 1, 5, 3));
Tensor ask = Tensor.of(Nd4j.randn(DataType.FLOAT, 1, 2, 3));
maskedSoftmax(scaledDot(ask, padded), valid(5, 3)).mmul(padded).sum().backward();
Check.close("gradient of padding", padded.grad().sum(2).getDouble(0, 4), 0, 0);
Check.that("gradient of keys", padded.grad().norm2Number().doubleValue() > 0);

// test: an example without any valid key gets finite weights
Check.close("no key", maskedSoftmax(row, valid(4, 0)).sum().item(), 1, 1e-6);

// test: exercise 4, without tanh the query does not matter
Tensor otherQueries = Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 1, 20)), differing = Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 10, 2));
Tensor linear(Tensor q) {
    return q.mmul(Wq).reshape(2, 1, 1, 8).add(differing.mmul(Wk).reshape(2, 1, 10, 8)).mmul(v).reshape(2, 1, 10);
}
Check.close("weights", softmax(linear(queries)).data(), softmax(linear(otherQueries)).data(), 1e-5);
Check.that("with tanh it does", softmax(additive(queries, differing, Wq, Wk, v)).sub(softmax(additive(otherQueries, differing, Wq, Wk, v)))
        .abs().max().item() > 1e-6);

// test: exercise 6, keys of equal length
INDArray unit = Nd4j.randn(DataType.FLOAT, 6, 4);
unit.diviColumnVector(unit.norm2(1));
Tensor sixKeys = Tensor.of(unit.reshape(1, 6, 4)), oneQuery = Tensor.of(Nd4j.randn(DataType.FLOAT, 1, 1, 4));
Tensor gaussian = sixKeys.sub(oneQuery.broadcast(1, 6, 4)).square().sum(2).mul(-0.5).reshape(1, 1, 6);
Check.close("weights", softmax(dot(oneQuery, sixKeys)).data(), softmax(gaussian).data(), 1e-5);

// test: exercises 3 and 5
Check.close("additive", 2 * 100 * 64 * 64 + 100 * 100 * 64, 1_459_200, 0);
INDArray left = Nd4j.randn(DataType.FLOAT, 4000, 64), right = Nd4j.randn(DataType.FLOAT, 4000, 64);
Check.close("variance over d, divided by d", left.mul(right).sum(1).div(64).varNumber().doubleValue() * 64, 1, 0.15);
