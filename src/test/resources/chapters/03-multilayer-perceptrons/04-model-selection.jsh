// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: splits of 6 : 2 : 2 and 7 : 3
Check.that("6 : 2 : 2", Arrays.equals(Arrays.stream(split(10, new Random(1), 6, 2, 2)).mapToInt(p -> p.length).toArray(), new int[] {6, 2, 2}));
Check.that("7 : 3", Arrays.equals(Arrays.stream(split(10, new Random(1), 7, 3)).mapToInt(p -> p.length).toArray(), new int[] {7, 3}));

// test: a polynomial of degree 3 without noise is found exactly
Data exact = new Data(design, Arrays.stream(design).map(x -> truth(x)).toArray());
Check.close("error of degree 3", error(fit(features(exact.x(), 3), exact.y()), exact), 0, 1e-20);
Check.that("error of degree 2", error(fit(features(exact.x(), 2), exact.y()), exact) > 0.1);

// test: the basis spans the polynomials of its degree
double[] t = {-2, -1, 0, 0.5, 2};
double[][] legendre = features(t, 2);
for (int i = 0; i < t.length; i++) {
    Check.close("P2", legendre[i][2], (3 * Math.pow(t[i] / 2, 2) - 1) / 2, 1e-12);
}

// test: as many parameters as examples interpolate
Data five = draw(5, new Random(8));
Check.close("training error", error(fit(features(five.x(), 4), five.y()), five), 0, 1e-12);

// test: cross-validation is the mean of the errors of its folds
int[][] two = {{0, 1}, {2, 3}};
Data four = new Data(new double[] {0, 1, 2, -1}, new double[] {1, 3, 5, 7});
double byHand = 0.5 * (meanSquaredError(new double[] {6, 6}, new double[] {1, 3}) + meanSquaredError(new double[] {2, 2}, new double[] {5, 7}));
Check.close("degree 0, two folds", crossValidation(four, 0, two), byHand, 1e-12);

// test: leave-one-out for a constant is the enlarged variance
double[] values = {1, 2, 4, 7};
Data constant = new Data(new double[] {-1, 0, 1, 2}, values);
double mean = 3.5;
double expected = Arrays.stream(values).map(v -> Math.pow((v - mean) / 0.75, 2)).average().orElseThrow();
Check.close("leave-one-out", leaveOneOut(constant, 0), expected, 1e-12);

// test: E(g - f)² = E(g - ḡ)² + (ḡ - f)² for arbitrary numbers
double[] g = {1.5, -0.3, 2.2, 4.1};
double f = 0.7;
double gBar = Arrays.stream(g).average().orElseThrow();
Check.close("identity", Arrays.stream(g).map(v -> (v - f) * (v - f)).average().orElseThrow(),
    Arrays.stream(g).map(v -> (v - gBar) * (v - gBar)).average().orElseThrow() + (gBar - f) * (gBar - f), 1e-12);

// test: 2-d perceptron: VC dimension 3, N-d perceptron: N + 1
for (int d = 1; d <= 8; d++) {
    Check.that("d + 1 points are shattered in general position", cover(d + 1, d) == 1L << (d + 1));
    Check.that("d + 2 points are not", cover(d + 2, d) < 1L << (d + 2));
}

// test: exercise 3, the number of fits
Check.that("10 folds, 9 degrees", folds(20, 10, new Random(1)).length * 9 == 90 && folds(20, 20, new Random(1)).length * 9 == 180);

// test: exercise 4, three points on a line
Set<Integer> onLine = new HashSet<>();
for (double cut = -0.5; cut <= 2.5; cut++) {
    int labels = 0;
    for (int i = 0; i < 3; i++) {
        labels |= i > cut ? 1 << i : 0;
    }
    onLine.add(labels);
    onLine.add(~labels & 7);
}
Check.that("six labellings, without + - +", onLine.size() == 6 && !onLine.contains(0b101) && !onLine.contains(0b010));

// test: exercise 5, Cover's number for 10 points in space
Check.that("260", cover(10, 3) == 260);

// test: exercise 6, twice the inputs halve the variance
Check.close("σ²(9 + 1)/40", NOISE * NOISE * 10 / 40, 0.25, 1e-12);
