// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the norms of long products
Check.atLeast("log₁₀ of the norm of one hundred factors with s = 1", large[99], 15);
Check.atMost("and with s = 0.3", small[99], -20);

// test: logarithmic growth 0.55797 per factor comes from the digamma function
double digamma2 = 1 - 0.5772156649;
Check.close("γ for n = 4, s = 1", 0.5 * (Math.log(2) + digamma2), 0.557966, 1e-5);
double digamma15 = 2 - 0.5772156649 - 2 * Math.log(2);
Check.close("γ₂", 0.5 * (Math.log(2) + digamma15), 0.36482, 1e-5);
Check.close("γ - γ₂", 0.5 * (digamma2 - digamma15), 0.19315, 1e-5);
Check.close("the scale that keeps the norm", Math.exp(-0.557966), 0.572, 5e-4);

// test: float16 has 65504 as its largest and 6.1035e-5 as its smallest normal number
Check.close("2^-14", Nd4j.scalar(6.1035e-5f).castTo(DataType.HALF).castTo(DataType.FLOAT).getDouble(0), Math.pow(2, -14), 1e-8);
Check.that("65504 is finite, 65536 and 70000 are not", Nd4j.scalar(65504f).castTo(DataType.HALF).castTo(DataType.FLOAT).getFloat(0) == 65504f
    && Float.isInfinite(Nd4j.scalar(65536f).castTo(DataType.HALF).castTo(DataType.FLOAT).getFloat(0))
    && Float.isInfinite(Nd4j.scalar(70000f).castTo(DataType.HALF).castTo(DataType.FLOAT).getFloat(0)));
Check.that("2e-8 is zero", Nd4j.scalar(2e-8f).castTo(DataType.HALF).castTo(DataType.FLOAT).getFloat(0) == 0);
Check.that("a chain of factors 1/4 dies in float16 after 13 steps, in float32 after 75", halfSteps == 13 && floatSteps == 75);
Check.that("NaN without any division", Float.isNaN(infinity - infinity) && Float.isNaN(0 * infinity) && Float.isInfinite(1f / 0f));

// test: the sigmoid's derivative is at most 1/4, tanh's reaches 1 at zero only
double[] at = IntStream.rangeClosed(-1000, 1000).mapToDouble(i -> i / 100.0).toArray();
Check.close("largest slope of the sigmoid", Arrays.stream(at).map(z -> sigmoidSlope(z)).max().getAsDouble(), 0.25, 1e-12);
Check.that("tanh' = 1 only at 0", Arrays.stream(at).map(z -> 1 - Math.tanh(z) * Math.tanh(z)).filter(v -> v > 0.99995).count() == 1);
Check.close("0.25¹⁰", Math.pow(0.25, 10), 9.5367e-7, 1e-11);
Check.close("0.25²⁰", Math.pow(0.25, 20), 9.0949e-13, 1e-17);

// test: the gradients of a small deep network agree with finite differences
List<Tensor> tiny = IntStream.range(0, 3).mapToObj(t -> Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 4, t == 2 ? 2 : 4).muli(0.8))).toList();
Tensor tinyX = Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 4)), tinyY = Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 2));
for (UnaryOperator<Tensor> phi : List.<UnaryOperator<Tensor>>of(z -> sigmoid(z), z -> tanh(z), z -> relu(z))) {
    tiny.forEach(Tensor::zeroGrad);
    mse(forward(tinyX, tiny, phi), tinyY).backward();
    INDArray numerical = d2j.train.NumericalGradient.of(w -> mse(forward(tinyX, List.of(Tensor.of(w), tiny.get(1), tiny.get(2)), phi), tinyY).item(), tiny.get(0).data());
    Check.atMost("relative error", d2j.train.NumericalGradient.maximumRelativeError(tiny.get(0).grad(), numerical), 1e-5);
}

// test: two equal units are one unit
Check.close("all equal", hidden.get("all equal").getColumn(0).distance2(hidden.get("all equal").getColumn(1)), 0, 1e-12);
Check.atLeast("all different", hidden.get("all different").getColumn(0).distance2(hidden.get("all different").getColumn(1)), 0.3);

// test: clipping never lengthens and keeps the direction
for (double theta : new double[] {0.1, 1, 5, 100}) {
    List<INDArray> g = List.of(Nd4j.createFromArray(1.0, -2.0), Nd4j.createFromArray(2.0, 4.0));
    clip(g, theta);
    Check.close("norm for θ = " + theta, globalNorm(g), Math.min(5, theta), 1e-12);
    Check.close("direction", g.get(0).getDouble(1) / g.get(1).getDouble(1), -0.5, 1e-12);
}
Check.close("(3, 4) with θ = 1", ours, Nd4j.createFromArray(0.6, 0.8), 1e-12);

// test: good settings stay finite
Check.that("loss", Double.isFinite(runs.get("good settings")[STEPS - 1]));

// test: exercise 1, the scale for 64 × 64 matrices
Check.close("s", Math.exp(-0.5 * (Math.log(2) + 3.4500)), 0.1260, 5e-5);
INDArray wide = Nd4j.eye(64).castTo(DataType.DOUBLE);
for (int k = 0; k < 50; k++) {
    wide = Nd4j.randn(DataType.DOUBLE, 64, 64).muli(0.1260).mmul(wide);
}
Check.close("log₁₀ of the norm after 50 factors", Math.log10(wide.norm2Number().doubleValue() / 8), 0, 0.7);

// test: exercise 2, the residual chain
double derivative = 1, state = -1;
for (int t = 0; t < 50; t++) {
    derivative *= 1 + 0.1 * sigmoidSlope(state);
    state += 0.1 / (1 + Math.exp(-state));
}
Check.that("between 1 and 3.44", derivative > 1 && derivative < 3.44);
Check.close("1.025⁵⁰", Math.pow(1.025, 50), 3.44, 5e-3);
Check.close("0.25⁵⁰", Math.pow(0.25, 50), 7.9e-31, 1e-32);

// test: exercise 3, tanh from zero moves the bias of the output only
Tensor W1 = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 3, 2)), W2 = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 2, 1));
Tensor b1 = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 1, 2)), b2 = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 1, 1));
Optimiser frozen = Optimiser.of(new Sgd(0.1), W1, W2, b1, b2);
for (int i = 0; i < 10; i++) {
    mse(tanh(P.mmul(W1).add(b1)).mmul(W2).add(b2), product.add(1)).backward();
    frozen.step();
}
Check.that("no weight moved", W1.data().norm2Number().doubleValue() == 0 && W2.data().norm2Number().doubleValue() == 0 && b1.data().norm2Number().doubleValue() == 0);
Check.that("the output's bias did", Math.abs(b2.item()) > 0.1);

// test: exercise 4, logistic regression learns from zero
INDArray sign = pairs.getColumn(0, true).add(pairs.getColumn(1, true)).gt(0).castTo(DataType.DOUBLE);
Tensor logistic = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 3, 1));
Optimiser descent = Optimiser.of(new Sgd(0.5), logistic);
for (int i = 0; i < 200; i++) {
    binaryCrossEntropy(P.mmul(logistic), Tensor.of(sign)).backward();
    descent.step();
}
INDArray answered = pairs.mmul(logistic.data()).gt(0).castTo(DataType.DOUBLE);
Check.atLeast("accuracy", 1 - answered.sub(sign).norm1Number().doubleValue() / 64, 0.95);
