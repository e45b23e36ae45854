// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the sigmoid circuit, −0.53 and the gradients of its inputs
Check.close("1 · (−1/1.37²)", -1 / (1.37 * 1.37), -0.53279, 1e-5);
Check.close("exact", onePlus.gradient, -1 / (onePlus.value * onePlus.value), 1e-15);
double[] circuit = gradients(v -> v[0].times(v[1]).plus(v[2].times(v[3])).plus(v[4]).sigmoid(), 2, -1, -3, -2, -3);
double[] printed = {-0.197, 0.393, -0.393, -0.590, 0.197};
for (int i = 0; i < 5; i++) {
    Check.close("input " + i, circuit[i], printed[i], 5e-4);
}

// test: gates for many values
java.util.Random draws = new java.util.Random(7);
for (int k = 0; k < 100; k++) {
    double l = draws.nextGaussian(), r = draws.nextGaussian();
    Check.that("add", Arrays.equals(gradients(v -> v[0].plus(v[1]), l, r), new double[] {1, 1}));
    Check.that("multiply", Arrays.equals(gradients(v -> v[0].times(v[1]), l, r), new double[] {r, l}));
    Check.that("max", Arrays.equals(gradients(v -> v[0].max(v[1]), l, r), l >= r ? new double[] {1, 0} : new double[] {0, 1}));
    Check.close("copy", gradients(v -> v[0].times(v[0]), l)[0], 2 * l, 0);
    Check.close("exp", gradients(v -> v[0].exp(), l)[0], Math.exp(l), 0);
    Check.close("inverse", gradients(v -> v[0].inverse(), l)[0], -1 / (l * l), 0);
}

// test: inputs times 100 make the gradient of the weights times 100
Check.close("100", scaled[0] / plain[0], 100, 1e-9);

// test: forward accumulation equals reverse accumulation for sums, products, exponentials, inverses
for (int i = 0; i < 5; i++) {
    Check.close("input " + i, forward(i, 0.3, -0.2, 1.1, 0.7, -0.4),
            gradients(v -> v[0].times(v[1]).plus(v[2].times(v[3])).plus(v[4]).times(-1).exp().plus(1).inverse(), 0.3, -0.2, 1.1, 0.7, -0.4)[i], 1e-14);
}

// test: a long chain does not overflow the stack
Node deep = Node.variable("x", 0.5), start = deep;
for (int k = 0; k < 100_000; k++) {
    deep = deep.times(1.0);
}
Check.that("100,000 multiplications", deep.backward() == 100_000 && start.gradient == 1);

// test: recomputation gives the same gradient for every interval, divisor of the length or not
double whole = gradientWithCheckpoints(0.1, 100, 1).gradient();
for (int s = 1; s <= 100; s++) {
    Cost cost = gradientWithCheckpoints(0.1, 100, s);
    Check.that("interval " + s, cost.gradient() == whole && cost.evaluations() < 200 && cost.stored() <= (100 + s - 1) / s + s);
}

// test: scalar derivatives of the logistic map agree in three ways
for (int k = 1; k <= 6; k++) {
    Formula l = logisticFormula(k);
    Check.close("value", l.at(0.3), logisticAutomatic(k, 0.3)[0], 1e-12);
    Check.close("symbolic", l.derivative().at(0.3), logisticAutomatic(k, 0.3)[1], 1e-9);
    Check.close("numerical", (l.at(0.3 + 1e-6) - l.at(0.3 - 1e-6)) / 2e-6, logisticAutomatic(k, 0.3)[1], 1e-3);
}

// test: graph and session, the numbers of Deep Learning 500 Questions, chapter 12
Check.that("8 + 9 = 17", sd.outputSingle(Map.of(), "sum").getInt(0) == 17);
Check.that("[4, 5] * [6, 7] = [24, 35]", sd.outputSingle(Map.of(), "elementwise").equals(Nd4j.createFromArray(24.0, 35.0)));
Check.close("1 · 5.2", sd.outputSingle(Map.of("factor", Nd4j.scalar(5.2)), "scaled").getDouble(0), 5.2, 0);
Check.close("2 · 3", sd.outputSingle(Map.of(), "six").getDouble(0), 6, 0);
Check.that("[None, 2] with a batch of 10 gives [10, 2]",
        Arrays.equals(sd.outputSingle(Map.of("batch", Nd4j.ones(DataType.DOUBLE, 10, 2)), "rows").shape(), new long[] {10, 2}));

// test: exercise 1
Check.that("(−3, 6, 0)", Arrays.equals(gradients(v -> v[0].times(v[1]).max(v[2]).times(3), 2, -1, -4), new double[] {-3, 6, 0}));

// test: exercise 2, the derivative of softplus is the sigmoid
Node argument = Node.variable("x", 1), before = argument.exp().plus(1);
Node softplus = Node.gate("log", Math.log(before.value), new Node[] {before}, 1 / before.value);
softplus.backward();
Check.close("σ(1)", argument.gradient, 0.7311, 5e-5);

// test: exercise 4, intervals that fit into 500 values
int smallest = 0, largestInterval = 0;
for (int s = 1; s <= 10_000; s++) {
    if (10_000.0 / s + s <= 500) {
        smallest = smallest == 0 ? s : smallest;
        largestInterval = s;
    }
}
Check.that("21 to 479", smallest == 21 && largestInterval == 479);
