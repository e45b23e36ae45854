// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the sigmoid circuit, −0.53 and the gradients of its inputs
Check.close("1 · (−1/1.37²)", -1 / (1.37 * 1.37), -0.53279, 1e-5);
backward(f);
Check.close("σ(1)", f.value, 0.7310586, 1e-7);
Check.close("with all digits", onePlus.gradient, -0.5344466, 1e-7);
Check.close("exact", onePlus.gradient, -1 / (onePlus.value * onePlus.value), 1e-15);
Check.close("gradient of the score, σ(1 − σ)", score.gradient, 0.1966119, 1e-7);
double[] circuit = gradients(v -> sigmoid(add(add(mul(v[0], v[1]), mul(v[2], v[3])), v[4])), 2, -1, -3, -2, -3);
double[] printed = {-0.197, 0.393, -0.393, -0.590, 0.197};
Node[] fine = {w0, x0, w1, x1, w2};
for (int i = 0; i < 5; i++) {
    Check.close("input " + i, circuit[i], printed[i], 5e-4);
    Check.close("one sigmoid gate against four", circuit[i], fine[i].gradient, 1e-15);
}
Check.that("the coarse graph is smaller by 3 nodes", saved == 3);
Check.atMost("against central differences", NumericalGradient.maximumRelativeError(Nd4j.createFromArray(circuit), NumericalGradient.of(
        v -> 1 / (1 + Math.exp(-(v.getDouble(0) * v.getDouble(1) + v.getDouble(2) * v.getDouble(3) + v.getDouble(4)))),
        Nd4j.createFromArray(2.0, -1.0, -3.0, -2.0, -3.0))), 1e-8);

// test: gates for many values
java.util.Random draws = new java.util.Random(7);
for (int k = 0; k < 100; k++) {
    double l = draws.nextGaussian(), r = draws.nextGaussian();
    Check.that("add", Arrays.equals(gradients(v -> add(v[0], v[1]), l, r), new double[] {1, 1}));
    Check.that("multiply", Arrays.equals(gradients(v -> mul(v[0], v[1]), l, r), new double[] {r, l}));
    Check.that("max", Arrays.equals(gradients(v -> max(v[0], v[1]), l, r), l >= r ? new double[] {1, 0} : new double[] {0, 1}));
    Check.close("copy", gradients(v -> mul(v[0], v[0]), l)[0], 2 * l, 0);
    Check.close("exp", gradients(v -> exp(v[0]), l)[0], Math.exp(l), 0);
    Check.close("inverse", gradients(v -> inverse(v[0]), l)[0], -1 / (l * l), 0);
}
Check.that("max routes to the second input when that is larger",
        Arrays.equals(gradients(v -> mul(max(v[0], v[1]), 2), -5, -4), new double[] {0, 2}));
Check.close("at a tie the shares sum to the upstream gradient",
        Arrays.stream(gradients(v -> mul(max(v[0], v[1]), 2), 3, 3)).sum(), 2, 0);
Tensor tie = Tensor.parameter(Nd4j.scalar(3.0)), other = Tensor.parameter(Nd4j.scalar(3.0));
tie.maximum(other).backward();
Check.that("Tensor gives one half to each", tie.grad().getDouble(0) == 0.5 && other.grad().getDouble(0) == 0.5);

// test: inputs times 100 make the gradient of the weights times 100, and the largest rate 100² times smaller
double plain = gradients(v -> add(mul(v[0], 0.3), mul(v[1], -0.7)), 0.1, 0.2)[0];
double scaled = gradients(v -> add(mul(v[0], 30), mul(v[1], -70)), 0.1, 0.2)[0];
Check.close("100", scaled / plain, 100, 1e-9);
Check.atMost("just below 2 / mean x²", remaining(1, 0.95 * 2 / (3.5 / 3)), 0.1);
Check.atLeast("just above", remaining(1, 1.01 * 2 / (3.5 / 3)), 3);

// test: constants, unneeded branches and detached values
Node start = variable("x", 3), twice = mul(start, start);
for (int k = 0; k < 100; k++) {
    exp(mul(twice, k));
}
Check.that("unneeded nodes are not visited", graph(mul(twice, start)).size() == 3);
Check.that("a branch of constants is pruned", backward(add(mul(constant(2), constant(3)), start)) == 1);
Check.that("x² as a constant", gradients(v -> mul(constant(9), v[0]), 3)[0] == 9 && gradients(v -> mul(mul(v[0], v[0]), v[0]), 3)[0] == 27);
Check.that("a constant gets no gradient", constant(1).gradient == 0);

// test: forward accumulation equals reverse accumulation
for (int i = 0; i < 5; i++) {
    Check.close("input " + i, forward(i, 0.3, -0.2, 1.1, 0.7, -0.4),
            gradients(v -> sigmoid(add(add(mul(v[0], v[1]), mul(v[2], v[3])), v[4])), 0.3, -0.2, 1.1, 0.7, -0.4)[i], 1e-14);
}

// test: the cost in time
Check.close("growth of reverse accumulation when k doubles", reverse[last] / reverse[last - 1], 2, 0.05);
Check.close("many outputs: forward accumulation is twice the function", forwardOut[last] / aloneOut[last], 2, 1e-9);
Check.close("gates of the first function", alone[0], 3 * 8 - 1, 0);

// test: a long chain does not overflow the stack
Node deep = variable("x", 0.5), first = deep;
for (int k = 0; k < 100_000; k++) {
    deep = mul(deep, 1.0);
}
Check.that("100,000 multiplications", backward(deep) == 100_000 && first.gradient == 1);

// test: recomputation gives the same gradient for every interval, divisor of the length or not
double whole = checkpointed(0.1, 100, 1).gradient();
for (int s = 1; s <= 100; s++) {
    Cost cost = checkpointed(0.1, 100, s);
    Check.that("interval " + s, cost.gradient() == whole && cost.evaluations() < 200 && cost.stored() <= (100 + s - 1) / s + s);
}
Check.that("everything stored", costs[0].stored() == STEPS && costs[0].evaluations() == STEPS);
Check.that("no other interval stores less", Arrays.stream(costs).allMatch(cost -> cost.stored() >= costs[root].stored()));

// test: arrays: X ← G Wᵀ, W ← Xᵀ G, and a row receives the sum over the batch
Tensor X = Tensor.parameter(Nd4j.randn(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 5, 3)),
        W = Tensor.parameter(Nd4j.randn(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 3, 2)),
        bias = Tensor.parameter(Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 2));
org.nd4j.linalg.api.ndarray.INDArray G = Nd4j.randn(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 5, 2);
X.mmul(W).add(bias).backward(G);
Check.close("X", X.grad(), G.mmul(W.data().transpose()), 1e-12);
Check.close("W", W.grad(), X.data().transpose().mmul(G), 1e-12);
Check.close("bias", bias.grad(), G.sum(0), 1e-12);

// test: exercise 1
Check.that("(−3, 6, 0)", Arrays.equals(gradients(v -> mul(max(mul(v[0], v[1]), v[2]), 3), 2, -1, -4), new double[] {-3, 6, 0}));

// test: exercise 2, the derivative of the softplus is the sigmoid
Node log(Node u) { return gate("log", Math.log(u.value), new Node[] {u}, 1 / u.value); }
Check.close("σ(1)", gradients(v -> log(add(exp(v[0]), 1)), 1)[0], 0.7311, 5e-5);

// test: exercise 4, intervals that fit into 500 values
int smallest = 0, largestInterval = 0;
for (int s = 1; s <= 10_000; s++) {
    if (10_000.0 / s + s <= 500) {
        smallest = smallest == 0 ? s : smallest;
        largestInterval = s;
    }
}
Check.that("21 to 479", smallest == 21 && largestInterval == 479);
