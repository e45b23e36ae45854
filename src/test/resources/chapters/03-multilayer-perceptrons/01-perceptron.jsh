// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: scores 4, 1, -3 with weights 1, 3, 2 stay below the threshold 3
Check.close("score", affine(new double[] {1, 3, 2}, 0, new double[] {4, 1, -3}), 1, 0);
Check.that("declined", perceptron(new double[] {1, 3, 2}, -3, 4, 1, -3) == 0);

// test: NAND with w = (-2, -2), b = 3 has z = 3, 1, 1, -1
double[] nandScores = Arrays.stream(bits).mapToDouble(x -> affine(nandWeights, nandBias, new double[] {x[0], x[1]})).toArray();
Check.that("z", Arrays.equals(nandScores, new double[] {3, 1, 1, -1}));

// test: the step is 0 at 0
Check.that("step", step(0) == 0 && step(1e-300) == 1 && step(-1) == 0);

// test: (1, 0) and (-1, 0) need two updates, the bound is 2
Check.that("two updates", trainPerceptron(twoPoints, 1, 10).updates() == 2);
Check.close("r", radius(twoPoints), 1, 0);
Check.close("rho", margin(twoPoints, new double[] {1, 0, 0}), 1, 0);
Check.close("(r² + 1)/rho²", bound(twoPoints, new double[] {1, 0, 0}), 2, 0);

// test: an update raises y(wx + b) by ‖x‖² + 1
Run single = trainPerceptron(new Sample(new double[][] {{3, -4}}, new int[] {-1}), 1, 5);
Check.that("one update is enough for one example", single.updates() == 1 && single.converged());
Check.close("the functional margin", -affine(single.w(), single.b(), new double[] {3, -4}), 26, 1e-12);

// test: the order of the examples changes the updates, never beyond the bound
for (int s = 0; s < 10; s++) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, narrow.size()).boxed().toList());
    java.util.Collections.shuffle(order, new Random(s));
    Sample shuffled = new Sample(order.stream().map(i -> narrow.x()[i]).toArray(double[][]::new), order.stream().mapToInt(i -> narrow.y()[i]).toArray());
    Run run = trainPerceptron(shuffled, 1, 100_000);
    Check.that("converged in order " + s, run.converged());
    Check.atMost("updates in order " + s, run.updates(), bound(narrow, trueSeparator));
}

// test: a correct answer changes nothing
Check.close("gradient", norm(perceptronGradient(new double[] {1, 1}, 0, new double[] {1, 1}, 1)), 0, 0);

// test: an exhaustive search over small weights finds the same threshold functions
Set<Long> byWeights = new HashSet<>();
for (int a = -2; a <= 2; a++) {
    for (int b = -2; b <= 2; b++) {
        for (int c = -2; c <= 2; c++) {
            for (double t = -6.5; t <= 6.5; t += 1) {
                long table = 0;
                for (int p = 0; p < 8; p++) {
                    if (a * (p & 1) + b * (p >> 1 & 1) + c * (p >> 2 & 1) + t > 0) {
                        table |= 1L << p;
                    }
                }
                byWeights.add(table);
            }
        }
    }
}
Check.that("104 of 256", byWeights.size() == 104);
boolean sameSet = true;
for (long table = 0; table < 256; table++) {
    sameSet &= byWeights.contains(table) == isThresholdFunction(3, table);
}
Check.that("the same set", sameSet);

// test: no perceptron and no random line gets 4 of 4 on XOR, the perceptron's own weights at most 3
Check.that("XOR", !trainPerceptron(xor, 1, 1000).converged());
Check.that("at most 3", xorRun.path().stream().allMatch(v -> correct(xor, new double[] {v[0], v[1]}, v[2]) <= 3));
Check.that("OR gets 3", correct(xor, new double[] {1, 1}, -0.5) == 3);

// test: exercise 1, at least two of three bits
Check.that("majority is a threshold function", isThresholdFunction(3, 0b11101000));
for (int p = 0; p < 8; p++) {
    int ones = Integer.bitCount(p);
    Check.that("majority of " + p, perceptron(new double[] {1, 1, 1}, -1.5, p & 1, p >> 1 & 1, p >> 2 & 1) == (ones >= 2 ? 1 : 0));
}

// test: exercise 2, XOR from four NAND gates
int nandOf(int a, int b) {
    return perceptron(nandWeights, nandBias, a, b);
}
for (int[] x : bits) {
    int u = nandOf(x[0], x[1]);
    Check.that("XOR of " + x[0] + x[1], nandOf(nandOf(x[0], u), nandOf(x[1], u)) == (x[0] ^ x[1]));
}

// test: exercise 3, scaling the inputs by 100
Sample scaled = new Sample(Arrays.stream(cloud.x()).map(x -> new double[] {100 * x[0], 100 * x[1]}).toArray(double[][]::new), cloud.y());
double[] scaledSeparator = {trueSeparator[0], trueSeparator[1], 100 * trueSeparator[2]};
double scaledLength = norm(scaledSeparator);
double[] scaledUnit = Arrays.stream(scaledSeparator).map(v -> v / scaledLength).toArray();
Check.close("margin", margin(scaled, scaledUnit), 100 * margin(cloud, trueSeparator) / scaledLength, 1e-9);
Check.that("still separable", trainPerceptron(scaled, 1, 1_000_000).converged());

// test: exercise 4, one flipped label
int far = IntStream.range(0, cloud.size()).boxed().max((i, j) -> Double.compare(
    Math.abs(affine(new double[] {trueSeparator[0], trueSeparator[1]}, trueSeparator[2], cloud.x()[i])),
    Math.abs(affine(new double[] {trueSeparator[0], trueSeparator[1]}, trueSeparator[2], cloud.x()[j])))).orElseThrow();
int[] flippedLabels = cloud.y().clone();
flippedLabels[far] = -flippedLabels[far];
Sample flipped = new Sample(cloud.x(), flippedLabels);
Run flippedRun = trainPerceptron(flipped, 1, 500);
Check.that("does not converge", !flippedRun.converged());
int pocket = flippedRun.path().stream().mapToInt(v -> correct(flipped, new double[] {v[0], v[1]}, v[2])).max().orElseThrow();
Check.atLeast("the pocket algorithm", pocket, 95);

// test: exercise 5, parity of three bits
Check.that("parity", !isThresholdFunction(3, 0b10010110));

// test: exercise 6, parity of n bits with n hidden threshold units
for (int n = 1; n <= 6; n++) {
    for (int p = 0; p < 1 << n; p++) {
        int ones = Integer.bitCount(p);
        double sum = -0.5;
        for (int i = 1; i <= n; i++) {
            sum += (i % 2 == 1 ? 1 : -1) * step(ones - i + 0.5);
        }
        Check.that("parity of " + p, step(sum) == ones % 2);
    }
}
