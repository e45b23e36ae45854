// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: E(g - f)² = E(g - ḡ)² + (ḡ - f)² for arbitrary numbers
double[] four = {1.5, -0.3, 2.2, 4.1};
double gBar = Arrays.stream(four).average().orElseThrow();
Check.close("identity", Arrays.stream(four).map(v -> (v - 0.7) * (v - 0.7)).average().orElseThrow(),
    Arrays.stream(four).map(v -> (v - gBar) * (v - gBar)).average().orElseThrow() + (gBar - 0.7) * (gBar - 0.7), 1e-12);

// test: the decomposition holds exactly for every degree
for (int p = 0; p < degrees; p++) {
    Check.close("degree " + p, total[p] - bias2[p] - variance[p], 0, 1e-10);
}

// test: the minimum of the sum is at degree 3
Check.that("degree 3", IntStream.range(0, degrees).allMatch(p -> sum[p] >= sum[3]));

// test: more examples close the gap
Check.atLeast("gap at 15 relative to the gap at 500", (unseen[0] - learnt[0]) / (unseen[6] - learnt[6]), 20);

// test: in order, only the innovation remains
Check.close("one-step error", ordered, 1, 0.15);

// test: exercise 1, twice the inputs halve the variance
Check.close("σ²(9 + 1)/40", NOISE * NOISE * 10 / 40, 0.25, 1e-12);

// test: exercise 2, the worked example
Check.close("left", meanSquare(new double[] {1, 2, 3, 6}, new double[] {1, 1, 1, 1}), 7.5, 1e-12);
Check.close("right", meanSquare(new double[] {1, 2, 3, 6}, new double[] {3, 3, 3, 3}) + 4, 7.5, 1e-12);

// test: exercise 4, what remains of the bias of degree 3
Check.atMost("bias²", bias2[3], 5 * 4.0 / 20 / DATA_SETS);

// test: exercise 5, an average of independent fits has a smaller variance
RealMatrix cubic = features(design, 3);
double single = 0, ofTen = 0;
for (int s = 0; s < 200; s++) {
    double[] mean = new double[TRAIN_EXAMPLES];
    for (int m = 0; m < 10; m++) {
        double[] g = cubic.operate(fit(cubic, observe(f)));
        single += meanSquare(g, f) / 2000;
        mean = MathArrays.ebeAdd(mean, MathArrays.scale(0.1, g));
    }
    ofTen += meanSquare(mean, f) / 200;
}
Check.close("a tenth", ofTen / single, 0.1, 0.02);
