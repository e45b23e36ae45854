// Worked numbers, the textbook's errors, and the answers to the exercises, asserted against what the chapter defines.

boolean refused(double... P) {
    try {
        Discrete.of(P);
        return false;
    } catch (IllegalArgumentException e) {
        return true;
    }
}
double gap(Distribution X, DoubleUnaryOperator f) {        // E[f(X)] − f(E[X])
    return X.expectation(f) - f.applyAsDouble(X.mean());
}
double average(double... x) {
    return Arrays.stream(x).average().getAsDouble();
}

// test: the conditions of a mass function are 0 ≤ P ≤ 1 and ΣP = 1, not ΣP ≤ 1
Check.that("sum below 1", refused(0.3, 0.3) && refused() && refused(1.1) && refused(Double.NaN) && refused(0.5, 0.4));
Check.that("1.2 and −0.2, whose sum is 1", refused(1.2, -0.2));
Check.that("valid ones are not refused", !refused(1) && !refused(0.25, 0, 0.75));

// test: distribution functions are monotone from 0 to 1, as far as Simpson's rule sees corners of the density
for (Distribution d : List.of(die, ten, triangle, gaussian(-1, 3), exponential(0.5), laplace(2, 3), mixture, uniform(2, 5))) {
    double lastF = 0;
    for (double x = -30; x <= 60; x += 1.37) {
        Check.that("monotone", d.cdf(x) >= lastF - 1e-4 && d.cdf(x) <= 1 + 1e-4);
        lastF = d.cdf(x);
    }
}
Check.close("F before the first value", die.cdf(0.99), 0, 0);
Check.close("F jumps at a value by its mass", die.cdf(6) - die.cdf(5.99), 0.5, 1e-12);
Check.close("the uniform density on [0, 1/2] exceeds 1", uniform(0, 0.5).p().applyAsDouble(0.2), 2, 0);
Check.close("its area up to 1/8", uniform(0, 0.5).cdf(0.125), 0.25, 1e-3);

// test: Bernoulli, categorical and binomial moments for many parameters
for (double phi = 0; phi <= 1.0001; phi += 0.125) {
    Discrete coin = Discrete.of(1 - phi, phi);
    Check.close("E", coin.mean(), phi, 1e-15);
    Check.close("Var", coin.variance(), phi * (1 - phi), 1e-15);
    Check.close("n φ", binomial(7, phi).mean(), 7 * phi, 1e-12);
    Check.close("n φ (1 − φ)", binomial(7, phi).variance(), 7 * phi * (1 - phi), 1e-12);
    for (int x = 0; x <= 1; x++) {
        Check.close("φˣ(1 − φ)¹⁻ˣ", coin.P()[x], Math.pow(phi, x) * Math.pow(1 - phi, 1 - x), 1e-15);
    }
}
Discrete categorical(double... free) {
    double[] P = Arrays.copyOf(free, free.length + 1);
    P[free.length] = 1 - Arrays.stream(free).sum();
    return Discrete.of(P);
}
Check.close("the last probability is what remains", categorical(0.1, 0.2, 0.3).P()[3], 0.4, 1e-15);
boolean tooMuch = false;
try {
    categorical(0.7, 0.6);
} catch (IllegalArgumentException e) {
    tooMuch = true;
}
Check.that("free probabilities above 1 are refused", tooMuch);
Discrete fair = Discrete.of(1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0);
Check.close("two dice show 7", sum(fair, fair).P()[5], 1 / 6.0, 1e-12);
Check.close("variance of a sum of two dice", sum(fair, fair).variance(), 35 / 6.0, 1e-12);
INDArray classes = Nd4j.choice(Nd4j.createFromArray(0.0, 1.0, 2.0), Nd4j.createFromArray(0.2, 0.5, 0.3), Nd4j.create(DataType.DOUBLE, 20_000));
Check.close("ND4J's categorical draws", classes.eq(1).castTo(DataType.DOUBLE).meanNumber().doubleValue(), 0.5, 0.02);
Check.close("ND4J's Bernoulli draws", Nd4j.random().bernoulli(0.3, DataType.DOUBLE, 20_000).meanNumber().doubleValue(), 0.3, 0.02);

// test: the multinomial distribution sums to 1, is the binomial for k = 2, and its means are n p (exercise 3)
double factorial(int n) {
    return IntStream.rangeClosed(1, n).asDoubleStream().reduce(1, (x, y) -> x * y);
}
double multinomial(int[] n, double... p) {
    double probability = factorial(IntStream.of(n).sum());
    for (int i = 0; i < n.length; i++) {
        probability *= Math.pow(p[i], n[i]) / factorial(n[i]);
    }
    return probability;
}
Check.close("5!/(1! 3! 1!) 0.2 0.5³ 0.3", multinomial(new int[] {1, 3, 1}, 0.2, 0.5, 0.3), 0.15, 1e-12);
double totalP = 0, expectedSecond = 0;
for (int i = 0; i <= 5; i++) {
    for (int j = 0; i + j <= 5; j++) {
        double q = multinomial(new int[] {i, j, 5 - i - j}, 0.2, 0.5, 0.3);
        totalP += q;
        expectedSecond += q * j;
    }
}
Check.close("sum over all counts", totalP, 1, 1e-12);
Check.close("E[n₂] = n p₂", expectedSecond, 2.5, 1e-12);
for (int k = 0; k <= 10; k++) {
    Check.close("k = 2", multinomial(new int[] {k, 10 - k}, 0.3, 0.7), ten.P()[k], 1e-12);
}

// test: masses of the normal within 1, 2 and 3 σ, for any μ and σ; printed 68.3, 95.5 (95.45) and 99.73 %
for (double sigma : new double[] {0.1, 1, 7}) {
    Continuous g = gaussian(-3, sigma);
    Check.close("1σ", g.cdf(-3 + sigma) - g.cdf(-3 - sigma), 0.68269, 1e-5);
    Check.close("2σ", g.cdf(-3 + 2 * sigma) - g.cdf(-3 - 2 * sigma), 0.95450, 1e-5);
    Check.close("3σ", g.cdf(-3 + 3 * sigma) - g.cdf(-3 - 3 * sigma), 0.99730, 1e-5);
    Check.close("σ² is the variance, σ the standard deviation", g.variance(), sigma * sigma, 1e-8 * sigma * sigma);
}
Check.close("... by ND4J's error function", Nd4j.math().erf(Nd4j.createFromArray(Math.sqrt(0.5))).getDouble(0), masses[0], 1e-6);

// test: inflection of the normal at μ ± σ
double bend(double x) {
    return (normal.p().applyAsDouble(x + 1e-3) - 2 * normal.p().applyAsDouble(x) + normal.p().applyAsDouble(x - 1e-3)) * 1e6;
}
Check.close("second derivative at μ + σ", bend(3), 0, 1e-6);
Check.that("it changes its sign there", bend(2.9) < 0 && bend(3.1) > 0);

// test: σ form and precision form of the density, in one dimension and in two
for (double x = -4; x <= 4; x += 0.5) {
    double beta = 1 / (1.7 * 1.7);
    Check.close("1-D", Math.sqrt(beta / (2 * Math.PI)) * Math.exp(-beta * (x - 0.3) * (x - 0.3) / 2), gaussian(0.3, 1.7).p().applyAsDouble(x), 1e-15);
}
INDArray beta = org.nd4j.linalg.inverse.InvertMatrix.invert(Sigma, false);
for (int i = 0; i < 50; i++) {
    INDArray d = few.getRow(i, true).sub(mu);
    double q = d.mmul(beta).mmul(d.transpose()).getDouble(0);
    Check.close("2-D", Math.exp(-q / 2) / Math.sqrt(Math.pow(2 * Math.PI, 2) * det), density(few.getDouble(i, 0), few.getDouble(i, 1)), 1e-12);
}
double volume = 0;
for (double x = -11; x < 13; x += 0.05) {
    for (double y = -9; y < 8; y += 0.05) {
        volume += density(x, y) * 0.0025;
    }
}
Check.close("the density has the volume 1", volume, 1, 1e-6);
Check.close("with √det β (2π)² instead of √det β / 2π it would be (2π)³", volume * Math.pow(2 * Math.PI, 3), 248.05, 0.01);

// test: the Cholesky factor, and the covariance of sums is A Σ Aᵀ, also written as a double sum
Check.close("L Lᵀ", L.mmul(L.transpose()), Sigma, 1e-12);
INDArray combine = Nd4j.createFromArray(new double[][] {{1, 2}, {-3, 0.5}}), sampled = covariance(cloud),
        combined = covariance(cloud.mmul(combine.transpose()));
Check.close("bilinearity", combined, combine.mmul(sampled).mmul(combine.transpose()), 1e-9);
double byDoubleSum = 0;
for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
        byDoubleSum += combine.getDouble(0, i) * combine.getDouble(1, j) * sampled.getDouble(i, j);
    }
}
Check.close("double sum", combined.getDouble(0, 1), byDoubleSum, 1e-9);
Check.close("mean of the draws", cloud.mean(0), mu, 5 * Math.sqrt(2.0 / DRAWS));
Check.atMost("the first coordinate alone is Gaussian", distance(cloud.getColumn(0).toDoubleVector(),
        x -> standard.cumulativeProbability((x - 1) / Math.sqrt(2))), bound);

// test: exponential and Laplace densities at their points of the definition, and their moments
Check.close("λ at 0", exponential(3).p().applyAsDouble(0), 3, 0);
Check.close("0 below 0", exponential(3).p().applyAsDouble(-1e-9), 0, 0);
Check.close("1/2γ at μ", laplace(2, 0.25).p().applyAsDouble(2), 2, 0);
Check.close("e⁻¹/2γ at μ ± γ", laplace(2, 0.25).p().applyAsDouble(2.25), 2 / Math.E, 1e-15);
Check.close("symmetric", laplace(2, 0.25).cdf(2), 0.5, 1e-7);
Check.close("1/λ", exponential(2).mean(), 0.5, 1e-7);
Check.close("1/λ²", exponential(2).variance(), 0.25, 1e-7);
Check.close("μ", laplace(1, 0.5).mean(), 1, 1e-7);
Check.close("2γ²", laplace(1, 0.5).variance(), 0.5, 1e-7);
Check.close("Laplace over Gaussian at 6σ", unit.get("Laplace").p().applyAsDouble(6) / unit.get("Gaussian").p().applyAsDouble(6), 24_000, 1000);
unit.forEach((name, X) -> Check.close(name + " has the variance 1", X.variance(), 1, 1e-6));
Check.atMost("ND4J's Gaussian draws", distance(Nd4j.random().normal(1, 2, DataType.DOUBLE, DRAWS).toDoubleVector(),
        x -> standard.cumulativeProbability((x - 1) / 2)), bound);
Check.atMost("ND4J's exponential draws", distance(Nd4j.random().exponential(2, DataType.DOUBLE, DRAWS).toDoubleVector(),
        x -> x < 0 ? 0 : 1 - Math.exp(-2 * x)), bound);

// test: Dirac: the expectation of f is f(μ), and so is the limit of ever narrower Gaussians
Discrete dirac = new Discrete(new double[] {0.7}, new double[] {1});
Check.close("f(μ)", dirac.expectation(x -> x * x * x), 0.343, 1e-15);
Check.close("variance", dirac.variance(), 0, 0);
Check.close("mass between a < μ < b", dirac.cdf(1.5) - dirac.cdf(0.5), 1, 0);
double previous = 1;
for (double sigma = 1; sigma > 1e-3; sigma /= 2) {
    double error = Math.abs(gaussian(0.7, sigma).expectation(Math::sin) - Math.sin(0.7));
    Check.that("closer", error < previous);
    previous = error;
}

// test: empirical distribution
Check.close("its mean is the average", empirical.mean(), average(examples), 1e-12);
Check.close("each example has mass 1/m", empirical.P()[7], 1 / 30.0, 1e-15);

// test: moments and posterior of the mixture
Check.close("mean Σ P(c) μ_c", mixture.mean(), 0.1, 1e-8);
Check.close("variance Σ P(c)(σ_c² + μ_c²) − mean²", mixture.variance(), 0.3 * (0.25 + 4) + 0.7 * (1 + 1) - 0.01, 1e-7);
Check.close("posterior of the left class at −2", posterior(-2), 0.9872, 1e-4);
Check.atMost("... and at 1", posterior(1), 1e-6);
Check.that("far to the left the wider class wins", posterior(-6) < posterior(-4) && posterior(-6) < 0.1);
Check.that("a valley", mixture.p().applyAsDouble(-0.8) < mixture.p().applyAsDouble(-2) && mixture.p().applyAsDouble(-0.8) < mixture.p().applyAsDouble(1));

// test: Jensen needs convexity
for (Distribution d : List.of(die, ten, exponential(1), uniform(0.5, 3), mixture)) {
    Check.that("convex: x², exp(0.3x), |x|", gap(d, x -> x * x) > 0 && gap(d, x -> Math.exp(0.3 * x)) > 0 && gap(d, Math::abs) > -1e-8);
    Check.close("linear: equality", gap(d, x -> 3 - 2 * x), 0, 1e-6);
}
Check.close("x²: the gap is the variance", gap(ten, x -> x * x), ten.variance(), 1e-12);
Check.that("concave: ln goes the other way", gap(uniform(0.5, 3), Math::log) < 0);
Check.that("sin", gap(uniform(0, Math.PI), Math::sin) < 0 && gap(uniform(Math.PI, 2 * Math.PI), Math::sin) > 0);
Check.close("E[exp X] of the two values", two.expectation(Math::exp), 3.8785, 1e-4);
Check.close("E[exp X] of the standard normal is √e", gaussian(0, 1).expectation(Math::exp), Math.sqrt(Math.E), 1e-7);
double divergence(double[] P, double[] Q) {
    return IntStream.range(0, P.length).mapToDouble(i -> P[i] * Math.log(P[i] / Q[i])).sum();
}
Check.atLeast("different distributions", divergence(new double[] {0.2, 0.5, 0.3}, new double[] {0.3, 0.3, 0.4}), 0.01);
Check.close("equal ones", divergence(new double[] {0.2, 0.8}, new double[] {0.2, 0.8}), 0, 0);

// test: Berry and Esseen hold for the exact binomial distribution, n up to 64, and for the samples
for (int n = 1; n <= 64; n *= 2) {
    Discrete d = binomial(n, 0.1);
    double exact = 0;
    for (int k = 0; k <= n; k++) {
        double F = standard.cumulativeProbability((k - 0.1 * n) / Math.sqrt(0.09 * n));
        exact = Math.max(exact, Math.max(Math.abs(d.cdf(k) - F), Math.abs(d.cdf(k - 1) - F)));
    }
    Check.atMost("n = " + n, exact, 0.4748 * 0.82 / 0.3 / Math.sqrt(n));
    int index = Integer.numberOfTrailingZeros(n);
    Check.close("measured, n = " + n, measured.get("rare event")[index], exact, bound);
}
populations.forEach((name, X) -> {
    double m = X.mean(), third = X.expectation(x -> Math.pow(Math.abs(x - m), 3)) / Math.pow(X.variance(), 1.5);
    for (int k = 0; k < sizes.length; k++) {
        Check.atMost(name, measured.get(name)[k], 0.4748 * third / Math.sqrt(sizes[k]) + bound);
    }
});
Check.atMost("uniform: distance at n = 16", measured.get("uniform")[4], 2 * 1.36 / Math.sqrt(DRAWS));
Check.atLeast("exponential, n = 32: tail over the normal's", tail(standardised("exponential", 5)) / (1 - standard.cumulativeProbability(3)), 2);
Check.close("uniform: at n = 64 the quartile range is 1.349 σ/√n", quartileRange("uniform")[6], 1.349 * Math.sqrt(1 / 12.0 / 64), 0.3 / Math.sqrt(DRAWS));

// test: exercise 1, ten coordinates within one σ: 0.0220
Check.close("box", Math.pow(masses[0], 10), 0.0220, 5e-5);

// test: exercise 2, the rectifier
Continuous standardNormal = gaussian(0, 1);
Check.close("E[Y]", standardNormal.expectation(x -> Math.max(x, 0)), 0.3989, 5e-5);
Check.close("E[Y²]", standardNormal.expectation(x -> Math.pow(Math.max(x, 0), 2)), 0.5, 1e-7);
Check.close("Var Y", 0.5 - Math.pow(standardNormal.expectation(x -> Math.max(x, 0)), 2), 0.3408, 5e-5);

// test: exercise 4, speeds
Discrete speed = new Discrete(new double[] {60, 120}, new double[] {0.5, 0.5});
Check.close("80 km/h", 1 / speed.expectation(v -> 1 / v), 80, 1e-9);
Check.that("E[1/v] ≥ 1/E[v]", gap(speed, v -> 1 / v) > 0);

// test: exercise 5, Berry and Esseen for the rare event
double ratio = populations.get("rare event").expectation(x -> Math.pow(Math.abs(x - 0.1), 3)) / Math.pow(0.09, 1.5);
Check.close("third moment", ratio, 0.82 / 0.3, 1e-12);
Check.close("n", Math.ceil(Math.pow(0.4748 * ratio / 0.01, 2)), 16843, 0);
