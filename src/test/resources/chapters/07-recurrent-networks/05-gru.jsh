// test: exercise 1, the parameters of both forms
Check.close("reset before the product", 3 * (27 * 256 + 256 * 256 + 256), 218_112, 0);
for (boolean after : new boolean[] {false, true}) {
    MultiLayerNetwork counted = network(new GRU.Builder().nIn(27).nOut(256).resetAfter(after).build(), new Sgd(0.1), SEED, 256, 3);
    Check.close("layer with the reset after: " + after, counted.getLayer(0).numParams(), after ? 218_368 : 218_112, 0);
}

// test: exercise 2, the other convention is the opposite sign of the update gate's weights
Gru original = new Gru(Nd4j.randn(DataType.FLOAT, 5, 12), Nd4j.randn(DataType.FLOAT, 4, 12), Nd4j.randn(DataType.FLOAT, 12));
Tensor expectedState = original.step(X, H).detach();
Tensor opposite = sigmoid(original.linear("z", X, H).neg());
Tensor candidate = tanh(original.linear("h", X, sigmoid(original.linear("r", X, H)).mul(H)));
Check.close("the same state", opposite.rsub(1).mul(H).add(opposite.mul(candidate)).data(), expectedState.data(), 1e-6);

// test: exercise 3, a state stays between -1 and 1
Tensor wandering = H;
for (int t = 0; t < 50; t++) {
    wandering = original.step(Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 5).muli(10)), wandering);
}
Check.atMost("largest state", wandering.abs().max().item(), 1);

// test: exercise 4
Check.close("steps to one half", Math.log(0.5) / Math.log(0.95), 13.5, 0.05);

// test: exercise 5, an update gate of 1 lets no gradient reach the candidate
Gru shut = new Gru(Nd4j.randn(DataType.FLOAT, 5, 12), Nd4j.randn(DataType.FLOAT, 4, 12), Nd4j.zeros(DataType.FLOAT, 12));
shut.weights.get("bz").data().assign(100);
shut.step(X, H).sum().backward();
Check.close("gradient of the candidate's weights", shut.weights.get("xh").grad(), Nd4j.zeros(5, 4), 0);

// test: the two forms of the reset differ on the same weights
MultiLayerNetwork before = network(gru(5, 4), new Sgd(0.1), SEED, 4, 3);
MultiLayerNetwork after = network(new GRU.Builder().nIn(5).nOut(4).build(), new Sgd(0.1), SEED, 4, 3);
after.getParam("0_W").assign(before.getParam("0_W"));
after.getParam("0_RW").assign(before.getParam("0_RW"));
Check.atLeast("difference", after.feedForward(sequences).get(1).sub(before.feedForward(sequences).get(1)).amaxNumber().doubleValue(), 1e-4);

// test: training does not move a gate that is held
MultiLayerNetwork still = held(network(gru(2, 8), new Adam(0.1), SEED, 8, 2), 100, -100, 8);
for (int step = 0; step < 5; step++) {
    still.fit(Recall.over(6, step).next(8));
}
INDArray heldBiases = still.getParam("0_b").reshape(24);
Check.close("reset gate", heldBiases.get(NDArrayIndex.interval(0, 8)), Nd4j.zeros(8).add(100), 0);
Check.close("update gate", heldBiases.get(NDArrayIndex.interval(8, 16)), Nd4j.zeros(8).sub(100), 0);

// test: the book
if (book.isReal()) {
    Check.close("characters of the book", corpus.length, 173_428, 0);
}
