// Worked numbers, the textbook's errors, and the answers to the exercises, asserted against what the chapter defines.

// test: two children, one is a girl: 1/3 by enumeration and by the formula
Space<String> children = new Space<>(List.of("BB", "BG", "GB", "GG"));
Check.close("enumerated", children.P("GG"::equals, f -> f.contains("G")), 1.0 / 3, 1e-15);
Check.close("(1/4)/(3/4)", 0.25 / 0.75, children.P("GG"::equals) / children.P(f -> f.contains("G")), 1e-15);
Check.close("elder", children.P("GG"::equals, f -> f.startsWith("G")), 0.5, 1e-15);

// test: axioms, the sum rule, the chain rule and Bayes' theorem for two dice
Predicate<Roll> C = r -> r.second() >= 5, none = r -> r.first() > 6;
Check.close("certain", dice.P(r -> true), 1, 0);
Check.close("impossible", dice.P(none), 0, 0);
Check.close("disjoint", dice.P(A.or(A.negate())), dice.P(A) + dice.P(A.negate()), 1e-15);
Check.close("sum rule", dice.P(A.or(B)), dice.P(A) + dice.P(B) - dice.P(A.and(B)), 1e-15);
Check.close("chain rule: P(ABC)", dice.P(A.and(B).and(C)), dice.P(C, A.and(B)) * dice.P(B, A) * dice.P(A), 1e-15);
Check.close("Bayes: P(A|B)", dice.P(A, B), dice.P(B, A) * dice.P(A) / dice.P(B), 1e-15);

// test: a random variable and a variable: 50 or 100, and 100
Pair payment = new Pair(new double[] {50, 100}, new double[] {0}, Nd4j.createFromArray(new double[][] {{0.5}, {0.5}}));
Check.close("random", payment.E(X), 75, 0);
Check.close("variance", payment.covariance(X, X), 625, 0);
Check.close("certain: no variance", new Pair(new double[] {100}, new double[] {0}, Nd4j.createFromArray(new double[][] {{1}})).covariance(X, X), 0, 0);

// test: draws follow the mass function
double[] counted = new double[6];
for (int i = 0; i < 20_000; i++) {
    counted[draw(die)]++;
}
for (int x = 0; x < 6; x++) {
    Check.close("face " + x, counted[x] / 20_000, die[x], 5 * Math.sqrt(die[x] * (1 - die[x]) / 20_000));
}

// test: the medical test from its joint table [health, first, second]
INDArray joint = Nd4j.create(DataType.DOUBLE, 2, 2, 2);
double[] health = {0.9985, 0.0015}, firstPositive = {0.01, 1}, secondPositive = {0.03, 0.98};
for (int h = 0; h < 2; h++) {
    for (int i = 0; i < 4; i++) {
        joint.putScalar(h, i / 2, i % 2, health[h] * (i / 2 == 1 ? firstPositive[h] : 1 - firstPositive[h])
                * (i % 2 == 1 ? secondPositive[h] : 1 - secondPositive[h]));
    }
}
Check.close("all", joint.sumNumber().doubleValue(), 1, 1e-12);
Check.close("one test", joint.sum(2).getDouble(1, 1) / joint.sum(0, 2).getDouble(1), afterOne, 1e-12);
Check.close("two tests", joint.getDouble(1, 1, 1) / joint.sum(0).getDouble(1, 1), afterTwo, 1e-12);
Check.close("the order of the tests does not matter", posterior(posterior(0.0015, 0.98, 0.03), 1, 0.01), afterTwo, 1e-12);

// test: marginals are equal, joints and conditionals are not
Check.close("P(x)", J1.sum(1), J2.sum(1), 1e-15);
Check.close("P(y)", J1.sum(0), J2.sum(0), 1e-15);
Check.that("different joints", !J1.equalsWithEps(J2, 0.1));
INDArray conditional = J2.divColumnVector(J2.sum(true, 1));
Check.close("conditional distributions sum to 1", conditional.sum(1), Nd4j.ones(DataType.DOUBLE, 2), 1e-15);
Check.close("P(x) P(y|x) is the joint", conditional.mulColumnVector(J2.sum(true, 1)), J2, 1e-15);

// test: rain, conditional independence, and the error "conditioning makes dependent"
INDArray Pxy = weather.sum(0);
Check.close("all probabilities", weather.sumNumber().doubleValue(), 1, 1e-12);
Check.close("rain tomorrow", Pxy.sum(1).getDouble(1), 0.32, 1e-12);
Check.close("rain tomorrow, given a wet street", Pxy.getDouble(1, 1) / Pxy.sum(0).getDouble(1), 0.176 / 0.34, 1e-12);
Check.close("rain today, given a wet street", weather.sum(1).getDouble(1, 1) / Pxy.sum(0).getDouble(1), 0.27 / 0.34, 1e-12);
INDArray threeCoins = Nd4j.valueArrayOf(new long[] {2, 2, 2}, 0.125, DataType.DOUBLE);
Check.atMost("three fair coins stay independent given the third", dependenceGiven(threeCoins, 0), 1e-15);

// test: variances of data
Check.close("mean", mean, 5, 1e-12);
Check.close("by m", variance, 4, 1e-12);
Check.close("by m − 1", marks.var().getDouble(0), 32 / 7.0, 1e-6);

// test: Cov(a + bX, c + dY) = bd Cov(X, Y) and correlations within [−1, 1], for many tables
SplittableRandom entries = new SplittableRandom(9);
for (int k = 0; k < 50; k++) {
    double[][] table = new double[3][4];
    double all = 0;
    for (double[] row : table) {
        for (int j = 0; j < 4; j++) {
            all += row[j] = entries.nextDouble();
        }
    }
    Pair pair = new Pair(new double[] {-1, 0.5, 4}, new double[] {0, 1, 2, 5}, Nd4j.createFromArray(table).div(all));
    double b = entries.nextDouble(-3, 3), d = entries.nextDouble(-3, 3);
    Check.close("bd Cov", pair.covariance((x, y) -> 7 + b * x, (x, y) -> d * y - 2), b * d * pair.covariance(X, Y), 1e-12);
    Check.atMost("correlation", Math.abs(pair.correlation(X, Y)), 1);
    Check.close("Var = E[X²] − E[X]²", pair.E((x, y) -> x * x) - Math.pow(pair.E(X), 2), pair.covariance(X, X), 1e-12);
    Check.close("E[bX + dY + 5]", pair.E((x, y) -> b * x + d * y + 5), b * pair.E(X) + d * pair.E(Y) + 5, 1e-12);
    Check.close("a rising line", pair.correlation(X, (x, y) -> 7 + 0.1 * x), 1, 1e-9);
    Check.close("a falling line", pair.correlation(X, (x, y) -> 7 - 4 * x), -1, 1e-9);
}
Check.atLeast("dependent: E[XY] − E[X] E[Y]", dependent.E((x, y) -> x * y) - dependent.E(X) * dependent.E(Y), 0.1);

// test: exercise 1, a girl born on a Tuesday: 13/27
record Child(boolean girl, int day) {}
record Siblings(Child elder, Child younger) {}
Space<Siblings> siblings = new Space<>(IntStream.range(0, 196).mapToObj(i -> new Siblings(
        new Child(i % 2 == 0, i / 2 % 7), new Child(i / 14 % 2 == 0, i / 28))).toList());
Predicate<Child> tuesdayGirl = child -> child.girl() && child.day() == 1;
Check.close("Tuesday", siblings.P(s -> s.elder().girl() && s.younger().girl(),
        s -> tuesdayGirl.test(s.elder()) || tuesdayGirl.test(s.younger())), 13.0 / 27, 1e-15);
Check.that("all families differ", siblings.outcomes().stream().distinct().count() == 196);

// test: exercise 2, the spam filter: 2/3
Check.close("posterior", posterior(posterior(0.4, 0.6, 0.05), 0.1, 0.4), 2.0 / 3, 1e-12);

// test: exercise 3, positive and negative
Check.close("0.0031", posterior(afterOne, 0.02, 0.97), 0.0031, 5e-5);

// test: exercise 4, X and 9 − X
double[] digits = IntStream.range(0, 10).asDoubleStream().toArray();
Pair opposite = new Pair(digits, new double[] {0}, Nd4j.valueArrayOf(new long[] {10, 1}, 0.1, DataType.DOUBLE));
Check.close("Cov", opposite.covariance(X, (x, y) -> 9 - x), -8.25, 1e-12);
Check.close("correlation", opposite.correlation(X, (x, y) -> 9 - x), -1, 1e-12);
