// What the chapter says of XOR and of threshold functions, and the answers to the exercises.

// test: functions of 4 inputs: 1882
Check.that("1882 of 65536", MAX_INPUTS < 4 || learnable[4] == 1882);
Check.that("AND, OR, NAND and majority are threshold functions", isThresholdFunction(cube(2), 0b1000)
        && isThresholdFunction(cube(2), 0b1110) && isThresholdFunction(cube(2), 0b0111) && isThresholdFunction(cube(3), 0b11101000));

// test: an exhaustive search over small weights finds the same threshold functions
java.util.Set<Long> byWeights = new HashSet<>();
for (int a = -2; a <= 2; a++) {
    for (int b = -2; b <= 2; b++) {
        for (int c = -2; c <= 2; c++) {
            for (double t = -6.5; t <= 6.5; t += 1) {
                long table = 0;
                for (int p = 0; p < 8; p++) {
                    if (a * (p >> 2 & 1) + b * (p >> 1 & 1) + c * (p & 1) + t > 0) {
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
    sameSet &= byWeights.contains(table) == isThresholdFunction(cube(3), table);
}
Check.that("the same set", sameSet);

// test: after each pass on XOR the weights are back at zero
Check.that("back at zero", Arrays.equals(w, new double[3]));

// test: OR, NAND and AND compute XOR
for (double[] x : corners) {
    Check.that("XOR", perceptron(and, perceptron(or, x), perceptron(nand, x)) == (x[0] != x[1] ? 1 : 0));
}

// test: product of signs: + in quadrants I and III, - in II and IV
int signProduct(double x1, double x2) {
    return (2 * perceptron(new double[] {1, 0, 0}, x1, x2) - 1) * (2 * perceptron(new double[] {0, 1, 0}, x1, x2) - 1);
}
Check.that("signs", signProduct(1, 1) == 1 && signProduct(-1, -1) == 1 && signProduct(-1, 1) == -1 && signProduct(1, -1) == -1);

// test: with the feature x1 x2 the perceptron learns XOR
double[][] lifted = Arrays.stream(cube(2)).map(x -> new double[] {x[0], x[1], x[0] * x[1]}).toArray(double[][]::new);
Check.that("separable in three dimensions", isThresholdFunction(lifted, 0b0110));

// test: the ReLU network gives exactly 0, 1, 1, 0
double[] byRelu = Arrays.stream(cube(2)).mapToDouble(x -> Math.max(0, x[0] + x[1]) - 2 * Math.max(0, x[0] + x[1] - 1)).toArray();
Check.that("0, 1, 1, 0", Arrays.equals(byRelu, new double[] {0, 1, 1, 0}));

// test: exercise 1, XOR from four NAND gates
int nandOf(int a, int b) {
    return perceptron(nand, a, b);
}
for (int p = 0; p < 4; p++) {
    int a = p & 1, b = p >> 1;
    int u = nandOf(a, b);
    Check.that("XOR of " + a + b, nandOf(nandOf(a, u), nandOf(b, u)) == (a ^ b));
}

// test: exercise 2, parity of three bits
Check.that("parity", !isThresholdFunction(cube(3), 0b10010110));

// test: exercise 3, parity of n bits with n hidden threshold units
for (int n = 1; n <= 6; n++) {
    for (int p = 0; p < 1 << n; p++) {
        int ones = Integer.bitCount(p);
        double sum = -0.5;
        for (int i = 1; i <= n; i++) {
            sum += (i % 2 == 1 ? 1 : -1) * perceptron(new double[] {1, 0.5 - i}, ones);
        }
        Check.that("parity of " + p, perceptron(new double[] {1, 0}, sum) == ones % 2);
    }
}

// test: exercise 4, random lines get one, two or three answers right
Random lines = new Random(1);
int[] howOften = new int[5];
for (int s = 0; s < 100_000; s++) {
    double[] line = {lines.nextGaussian(), lines.nextGaussian(), lines.nextGaussian()};
    int right = 0;
    for (double[] x : corners) {
        right += perceptron(line, x) == (x[0] != x[1] ? 1 : 0) ? 1 : 0;
    }
    howOften[right]++;
}
Check.that("never none or all", howOften[0] == 0 && howOften[4] == 0);
Check.close("one", howOften[1] / 1e5, 0.13, 0.01);
Check.close("three", howOften[3] / 1e5, 0.13, 0.01);
