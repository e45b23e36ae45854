// test: answers to the exercises
Check.close("the norm with 1/2 of a midpoint", Math.pow(2 * Math.sqrt(0.5), 2), 2, 1e-12);
Check.close("16! 2^16", LongStream.rangeClosed(1, 16).asDoubleStream().reduce(1, (a, b) -> a * b) * 65_536, 1.4e18, 0.05e18);
Check.that("xy is convex in each and not together", deepest(x -> x.slice(0).mul(x.slice(1))) < -0.01
        && deepest(x -> x.slice(0).mul(3)) > -1e-9);
Check.atLeast("softplus", deepest(x -> softplus(x).sum()), -1e-9);
Check.atLeast("minus log of the sigmoid", deepest(x -> sigmoid(x).log().neg().sum()), -1e-9);
double[] positive = random.doubles(100, 0.1, 5).toArray();
Check.atLeast("logarithm of the mean", Math.log(Arrays.stream(positive).average().orElseThrow())
        - Arrays.stream(positive).map(Math::log).average().orElseThrow(), 0);

// test: random matrices are symmetric, and the elimination knows what is positive definite
double[][] drawn = randomHessian(4);
Check.that("symmetric", IntStream.range(0, 16).allMatch(k -> drawn[k / 4][k % 4] == drawn[k % 4][k / 4]));
Check.that("definite", isPositiveDefinite(new double[][] {{2, 1}, {1, 2}}) && !isPositiveDefinite(new double[][] {{1, 2}, {2, 1}}));

// test: the gradient and the Hessian of the saddle are those of the formula
Check.close("gradient", gradient(Nd4j.createFromArray(0.3, 0.7)), Nd4j.createFromArray(0.3, 0.7 * 0.7 * 0.7 - 0.7), 1e-9);
for (Surface surface : Surface.all()) {
    double[] place = {0.4, -0.6};
    INDArray slope = NumericalGradient.of(p -> surface.f().applyAsDouble(p.getDouble(0), p.getDouble(1)), Nd4j.createFromArray(place));
    Check.close(surface.name() + ": gradient", Nd4j.createFromArray(surface.gradient(place)), slope, 1e-4);
}

// test: projections onto a ball never move points apart
for (int trial = 0; trial < 200; trial++) {
    INDArray a = Nd4j.randn(DataType.DOUBLE, 5), b = Nd4j.randn(DataType.DOUBLE, 5);
    UnaryOperator<INDArray> onBall = x -> x.mul(Math.min(1, 1 / x.norm2Number().doubleValue()));
    Check.that("closer", onBall.apply(a).distance2(onBall.apply(b)) <= a.distance2(b) + 1e-12);
}
