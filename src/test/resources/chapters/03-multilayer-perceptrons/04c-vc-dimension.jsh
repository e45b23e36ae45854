// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: a perceptron in d dimensions has the VC dimension d + 1
for (int d = 1; d <= 8; d++) {
    Check.that("d + 1 points are shattered in general position", cover(d + 1, d) == 1L << (d + 1));
    Check.that("d + 2 points are not", cover(d + 2, d) < 1L << (d + 2));
}
boolean everyLabelling = true;
for (int mask = 0; mask < 64; mask++) {
    for (int j = 0; j <= 5; j++) {
        double b = (mask & 1) == 1 ? 0.5 : -0.5, y = (mask >> j & 1) == 1 ? 1 : -1;
        everyLabelling &= (j == 0 ? b : y + b) * y > 0;
    }
}
Check.that("in 5 dimensions, the origin and the 5 unit vectors are shattered", everyLabelling);

// test: Cover's numbers for the plane are 4, 8, 14, 22, 32
Check.that("N = 2 to 6", Arrays.equals(LongStream.rangeClosed(2, 6).map(n -> cover((int) n, 2)).toArray(), new long[] {4, 8, 14, 22, 32}));

// test: three points of a triangle are shattered
Check.that("all 8", labellings(new double[][] {{0, 0}, {1, 0}, {0, 1}}).size() == 8);

// test: Cover's number is the distribution of coin tosses
for (int d : new int[] {1, 4, 9}) {
    for (int n = 2; n <= 25; n++) {
        Check.close("d = " + d + ", N = " + n, new BinomialDistribution(n - 1, 0.5).cumulativeProbability(d),
            cover(n, d) / Math.pow(2, n), 1e-12);
    }
    Check.close("one half at 2(d + 1) points", cover(2 * (d + 1), d) / Math.pow(2, 2 * (d + 1)), 0.5, 1e-12);
}

// test: the bound falls with the examples and rises with the dimension
Check.that("examples", bound(10_000, 21) < bound(1000, 21) && bound(10_000, 21) < bound(10_000, 100));

// test: exercise 1, three points on a line
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

// test: exercise 2, Cover's number for 10 points in space
Check.that("260", cover(10, 3) == 260);

// test: exercise 4, rectangles shatter four points
double[][] diamond = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
for (int mask = 1; mask < 16; mask++) {
    double[] range = {2, -2, 2, -2};
    for (int i = 0; i < 4; i++) {
        if ((mask >> i & 1) == 1) {
            range = new double[] {Math.min(range[0], diamond[i][0]), Math.max(range[1], diamond[i][0]),
                Math.min(range[2], diamond[i][1]), Math.max(range[3], diamond[i][1])};
        }
    }
    for (int i = 0; i < 4; i++) {
        boolean inside = diamond[i][0] >= range[0] && diamond[i][0] <= range[1] && diamond[i][1] >= range[2] && diamond[i][1] <= range[3];
        Check.that("labelling " + mask, inside == ((mask >> i & 1) == 1));
    }
}
