// Worked numbers, the textbook's errors, and the answers to the exercises, asserted against what the chapter defines.

// test: two children, one is a girl: 1/3 by enumeration and by the formula
Space<String> children = new Space<>(List.of("BB", "BG", "GB", "GG"));
Check.close("enumerated", children.P("GG"::equals, f -> f.contains("G")), 1.0 / 3, 1e-15);
Check.close("(1/4)/(3/4)", 0.25 / 0.75, children.P("GG"::equals) / children.P(f -> f.contains("G")), 1e-15);
Check.close("elder", children.P("GG"::equals, f -> f.startsWith("G")), 0.5, 1e-15);

// test: a girl born on a Tuesday: 13/27
record Child(boolean girl, int day) {}
record Siblings(Child elder, Child younger) {}
Space<Siblings> siblings = new Space<>(IntStream.range(0, 196).mapToObj(i -> new Siblings(
        new Child(i % 2 == 0, i / 2 % 7), new Child(i / 14 % 2 == 0, i / 28))).toList());
Predicate<Child> tuesdayGirl = child -> child.girl() && child.day() == 1;
Check.close("Tuesday", siblings.P(s -> s.elder().girl() && s.younger().girl(),
        s -> tuesdayGirl.test(s.elder()) || tuesdayGirl.test(s.younger())), 13.0 / 27, 1e-15);
Check.that("all families differ", siblings.outcomes().stream().distinct().count() == 196);

// test: a random variable and a variable: 50 or 100, and 100
Check.close("random", payment.mean(), 75, 0);
Check.close("variance", payment.variance(), 625, 0);
Check.close("certain", dirac(100).mean(), 100, 0);

// test: the conditions of a mass function are 0 ≤ P ≤ 1 and ΣP = 1, not ΣP ≤ 1
Check.that("sum below 1", refused(0.3, 0.3) && refused() && refused(1.1) && refused(Double.NaN));
Check.that("valid ones are not refused", !refused(1) && !refused(0.25, 0, 0.75));
boolean areaRefused = false;
try {
    new Continuous(x -> 0.4, 0, 1, 2);
} catch (IllegalArgumentException e) {
    areaRefused = true;
}
Check.that("a density with area 0.8 is refused", areaRefused);

// test: distribution functions are monotone from 0 to 1, and quantiles invert them
for (Distribution d : List.of(die, ten, triangle, gaussian(-1, 3), exponential(0.5), laplace(2, 3), mixture, uniform(2, 5))) {
    double last = 0;
    for (double x = -30; x <= 60; x += 0.37) {
        Check.that("monotone", d.cdf(x) >= last - 1e-9 && d.cdf(x) <= 1 + 1e-9);
        last = d.cdf(x);
    }
    for (double u = 0.05; u < 1; u += 0.1) {
        double q = d.quantile(u);
        Check.that("first x with F(x) ≥ u", d.cdf(q) >= u - 1e-6 && d.cdf(q - 1e-3) < u + 1e-9);
    }
}

// test: masses of the normal within 1, 2 and 3 σ, for any μ and σ; printed 68.3, 95.5 (95.45) and 99.73 %
for (double sigma : new double[] {0.1, 1, 7}) {
    Continuous g = gaussian(-3, sigma);
    Check.close("1σ", g.cdf(-3 + sigma) - g.cdf(-3 - sigma), 0.68269, 1e-5);
    Check.close("2σ", g.cdf(-3 + 2 * sigma) - g.cdf(-3 - 2 * sigma), 0.95450, 1e-5);
    Check.close("3σ", g.cdf(-3 + 3 * sigma) - g.cdf(-3 - 3 * sigma), 0.99730, 1e-5);
    Check.close("σ² is the variance, σ the standard deviation", g.variance(), sigma * sigma, 1e-8 * sigma * sigma);
}

// test: ten coordinates within one σ: 0.0220
Check.close("box", Math.pow(standardNormal.cdf(1) - standardNormal.cdf(-1), 10), 0.0220, 5e-5);

// test: σ form and precision form of the density, in one dimension and in three
for (double x = -4; x <= 4; x += 0.5) {
    double beta = 1 / (1.7 * 1.7);
    Check.close("1-D", Math.sqrt(beta / (2 * Math.PI)) * Math.exp(-beta * (x - 0.3) * (x - 0.3) / 2), gaussian(0.3, 1.7).p(x), 1e-15);
}
INDArray three = Nd4j.createFromArray(new double[][] {{0.2, -1, 0.5}, {1, 1, 1}});
INDArray diagonal = Nd4j.diag(Nd4j.createFromArray(4.0, 1.0, 0.25));
INDArray product = densities(three, Nd4j.createFromArray(0.0, 1.0, -1.0), diagonal);
for (int i = 0; i < 2; i++) {
    Check.close("independent coordinates: a product of densities", product.getDouble(i), gaussian(0, 0.5).p(three.getDouble(i, 0))
            * gaussian(1, 1).p(three.getDouble(i, 1)) * gaussian(-1, 2).p(three.getDouble(i, 2)), 1e-12);
}

// test: Bernoulli, categorical and binomial moments for many parameters
for (double phi = 0; phi <= 1.0001; phi += 0.125) {
    Check.close("E", bernoulli(phi).mean(), phi, 1e-15);
    Check.close("Var", bernoulli(phi).variance(), phi * (1 - phi), 1e-15);
    Check.close("n φ", binomial(7, phi).mean(), 7 * phi, 1e-12);
    Check.close("n φ (1 − φ)", binomial(7, phi).variance(), 7 * phi * (1 - phi), 1e-12);
}
Check.that("the last probability is what remains", Math.abs(categorical(0.1, 0.2, 0.3).p(3) - 0.4) < 1e-15);
boolean tooMuch = false;
try {
    categorical(0.7, 0.6);
} catch (IllegalArgumentException e) {
    tooMuch = true;
}
Check.that("free probabilities above 1 are refused", tooMuch);
Check.close("multinomial 5!/(1! 3! 1!) 0.2 0.5³ 0.3", multinomial(new int[] {1, 3, 1}, 0.2, 0.5, 0.3), 0.15, 1e-12);
Discrete fair = new Discrete(new double[] {0, 1, 2, 3, 4, 5}, new double[] {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0});
Check.close("two dice show 7", sum(fair, fair).p(5), 1 / 6.0, 1e-12);
Check.close("variance of a sum of two dice", sum(fair, fair).variance(), 35 / 6.0, 1e-12);

// test: exponential and Laplace densities at their points of the definition
Check.close("λ at 0", exponential(3).p(0), 3, 0);
Check.close("0 below 0", exponential(3).p(-1e-9), 0, 0);
Check.close("1/2γ at μ", laplace(2, 0.25).p(2), 2, 0);
Check.close("e⁻¹/2γ at μ ± γ", laplace(2, 0.25).p(2.25), 2 / Math.E, 1e-15);
Check.close("symmetric", laplace(2, 0.25).cdf(2), 0.5, 1e-9);

// test: rain, conditional independence, and the error "conditioning makes dependent"
Check.close("P(X = 1)", weather.sum(0).sum(1).getDouble(1), 0.32, 1e-12);
Check.close("all probabilities", weather.sumNumber().doubleValue(), 1, 1e-12);
INDArray product3 = Nd4j.valueArrayOf(new long[] {2, 2, 2}, 0.125, DataType.DOUBLE);
Check.atMost("three fair coins stay independent given the third", dependence(slice(product3, 0)), 1e-15);

// test: Cov(a + bX, c + dY) = bd Cov(X, Y) and correlations within [−1, 1], for many tables
SplittableRandom tables = new SplittableRandom(9);
for (int k = 0; k < 50; k++) {
    double[][] P = new double[3][4];
    double all = 0;
    for (double[] row : P) {
        for (int j = 0; j < 4; j++) {
            all += row[j] = tables.nextDouble();
        }
    }
    Pair pair = new Pair(new double[] {-1, 0.5, 4}, new double[] {0, 1, 2, 5}, Nd4j.createFromArray(P).div(all));
    double b = tables.nextDouble(-3, 3), d = tables.nextDouble(-3, 3);
    Check.close("bd Cov", pair.covariance((x, y) -> 7 + b * x, (x, y) -> d * y - 2), b * d * pair.covariance(X, Y), 1e-12);
    Check.atMost("correlation", Math.abs(pair.correlation(X, Y)), 1);
    Check.close("Var = E[X²] − E[X]²", pair.E((x, y) -> x * x) - Math.pow(pair.E(X), 2), pair.variance(X), 1e-12);
}

// test: Dirac: the expectation of f is f(μ), and so is the limit of ever narrower Gaussians
Check.close("f(μ)", dirac(0.7).expectation(x -> x * x * x), 0.343, 1e-15);
double previous = 1;
for (double sigma = 1; sigma > 1e-3; sigma /= 2) {
    double error = Math.abs(gaussian(0.7, sigma).expectation(Math::sin) - Math.sin(0.7));
    Check.that("closer", error < previous);
    previous = error;
}

// test: Jensen needs convexity
Check.that("sin", gap(uniform(0, Math.PI), Math::sin) < 0 && gap(uniform(Math.PI, 2 * Math.PI), Math::sin) > 0);
Check.close("E[exp X] − exp E[X] of the picture", gap(twoValues, Math::exp), (Math.exp(-1) + Math.exp(2)) / 2 - Math.exp(0.5), 1e-12);

// test: Berry and Esseen hold for the exact binomial distribution, n up to 64
for (int n = 1; n <= 64; n *= 2) {
    Discrete d = binomial(n, 0.1);
    double distance = 0;
    for (int k = 0; k <= n; k++) {
        double F = standardNormal.cdf((k - 0.1 * n) / Math.sqrt(0.09 * n));
        distance = Math.max(distance, Math.max(Math.abs(d.cdf(k) - F), Math.abs(d.cdf(k - 1) - F)));
    }
    Check.atMost("n = " + n, distance, 0.4748 * 0.82 / 0.3 / Math.sqrt(n));
}

// test: exercise 2, the spam filter: 2/3
double spam = 0.4 * 0.6 * 0.1, ham = 0.6 * 0.05 * 0.4;
Check.close("posterior", spam / (spam + ham), 2.0 / 3, 1e-12);

// test: exercise 4, the rectifier
Check.close("E[Y]", standardNormal.expectation(x -> Math.max(x, 0)), 0.3989, 5e-5);
Check.close("E[Y²]", standardNormal.expectation(x -> Math.pow(Math.max(x, 0), 2)), 0.5, 1e-9);
Check.close("Var Y", 0.5 - Math.pow(standardNormal.expectation(x -> Math.max(x, 0)), 2), 0.3408, 5e-5);

// test: exercise 5, X and 1 − X
Distribution u01 = uniform(0, 1);
Check.close("Cov", u01.expectation(x -> (x - 0.5) * (0.5 - x)), -1 / 12.0, 1e-12);

// test: exercise 6, speeds
Discrete speed = new Discrete(new double[] {60, 120}, new double[] {0.5, 0.5});
Check.close("80 km/h", 1 / speed.expectation(v -> 1 / v), 80, 1e-9);
Check.that("E[1/v] ≥ 1/E[v]", gap(speed, v -> 1 / v) > 0);

// test: exercise 7, Berry and Esseen for the rare event
double ratio = bernoulli(0.1).expectation(x -> Math.pow(Math.abs(x - 0.1), 3)) / Math.pow(0.09, 1.5);
Check.close("third moment", ratio, 0.82 / 0.3, 1e-12);
Check.close("n", Math.ceil(Math.pow(0.4748 * ratio / 0.01, 2)), 16843, 0);
