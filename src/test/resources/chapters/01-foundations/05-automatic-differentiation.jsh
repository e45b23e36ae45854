// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: scalar derivatives of the logistic map agree in three ways
for (int k = 1; k <= 6; k++) {
    Formula l = logisticFormula(k);
    Check.close("value", l.at(0.3), logisticAutomatic(k, 0.3)[0], 1e-12);
    Check.close("symbolic", l.derivative().at(0.3), logisticAutomatic(k, 0.3)[1], 1e-9);
    Check.close("numerical", (l.at(0.3 + 1e-6) - l.at(0.3 - 1e-6)) / 2e-6, logisticAutomatic(k, 0.3)[1], 1e-3);
}
Check.close("the formula doubles with every turn", formula[9] / formula[8], 2, 0.05);
Check.close("symbols of the derivative", symbolic[9], 70_663, 0);

// test: graph and session, the numbers of Deep Learning 500 Questions, chapter 12
Check.that("8 + 9 = 17", sd.outputSingle(Map.of(), "sum").getInt(0) == 17);
sd.constant("v", Nd4j.createFromArray(4.0, 5.0)).mul("elementwise", sd.constant("w", Nd4j.createFromArray(6.0, 7.0)));
Check.that("[4, 5] * [6, 7] = [24, 35]", sd.outputSingle(Map.of(), "elementwise").equals(Nd4j.createFromArray(24.0, 35.0)));
Check.close("1 · 5.2", sd.outputSingle(Map.of("factor", Nd4j.scalar(5.2)), "scaled").getDouble(0), 5.2, 0);
sd.var("three", Nd4j.scalar(3.0)).mul("six", sd.constant("two", Nd4j.scalar(2.0)));
Check.close("2 · 3", sd.outputSingle(Map.of(), "six").getDouble(0), 6, 0);
for (int rows : new int[] {10, 3}) {
    Check.that("[None, 2] with a batch", Arrays.equals(
            sd.outputSingle(Map.of("batch", Nd4j.ones(DataType.DOUBLE, rows, 2)), "rows").shape(), new long[] {rows, 2}));
}
Check.that("a symbolic sum has no value before its run", SameDiff.create().constant("n", 1).add("m", 1.0).getArr(false) == null);
boolean placeholderMissing = false;
try {
    sd.outputSingle(Map.of(), "scaled");
} catch (IllegalArgumentException | IllegalStateException e) {
    placeholderMissing = true;
}
Check.that("a run without a needed placeholder fails", placeholderMissing);

// test: a linear layer 2 → 2, softmax, cross-entropy and Adam as a graph: 200 batches of 5, saved at 100 and 200
SameDiff model = SameDiff.create();
SDVariable features = model.placeHolder("x", DataType.FLOAT, -1, 2), labels = model.placeHolder("y", DataType.FLOAT, -1, 2);
SDVariable scores = features.mmul(model.var("W", Nd4j.zeros(DataType.FLOAT, 2, 2)))
        .add("logits", model.var("b", Nd4j.zeros(DataType.FLOAT, 1, 2)));
model.loss().softmaxCrossEntropy("loss", labels, scores, null);
model.setLossVariables("loss");
model.setTrainingConfig(TrainingConfig.builder().updater(new org.nd4j.linalg.learning.config.Adam(0.05))
        .dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
DataSet examples(int n) {
    INDArray drawn = Nd4j.randn(DataType.FLOAT, n, 2);
    INDArray above = drawn.getColumn(1).gt(drawn.getColumn(0)).castTo(DataType.FLOAT).reshape(n, 1);
    return new DataSet(drawn, Nd4j.hstack(above.rsub(1), above));
}
DataSet unseen = examples(1000);
Path snapshots = Files.createTempDirectory("samediff");
for (int iteration = 1; iteration <= 200; iteration++) {
    model.fit(examples(5));
    if (iteration % 100 == 0) {
        model.save(snapshots.resolve("model-" + iteration + ".fb").toFile(), true);
    }
}
INDArray logits(SameDiff of) {
    return of.outputSingle(Map.of("x", unseen.getFeatures()), "logits");
}
double hits = logits(model).argMax(1).eq(unseen.getLabels().argMax(1)).castTo(DataType.FLOAT).meanNumber().doubleValue();
Check.atLeast("accuracy after 200 mini-batches of 5", hits, 0.95);
Check.that("the last snapshot gives the same outputs",
        logits(SameDiff.load(snapshots.resolve("model-200.fb").toFile(), true)).equals(logits(model)));
Check.that("the earlier one is another model",
        !logits(SameDiff.load(snapshots.resolve("model-100.fb").toFile(), true)).equals(logits(model)));
for (String name : List.of("model-100.fb", "model-200.fb")) {
    Files.delete(snapshots.resolve(name));
}
Files.delete(snapshots);

// test: SameDiff's and Tensor's gradients of a network with a hidden layer
INDArray rows8 = Nd4j.randn(DataType.DOUBLE, 8, 4), classes8 = Nd4j.zeros(DataType.DOUBLE, 8, 3);
for (int i = 0; i < 8; i++) {
    classes8.putScalar(i, i % 3, 1);
}
Tensor W1 = Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 4, 6)), b1 = Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 1, 6)),
        W2 = Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 6, 3)), b2 = Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 1, 3));
crossEntropy(tanh(Tensor.of(rows8).mmul(W1).add(b1)).mmul(W2).add(b2), classes8).backward();
SameDiff net = SameDiff.create();
SDVariable hidden = net.math().tanh(net.placeHolder("x", DataType.DOUBLE, -1, 4).mmul(net.var("W1", W1.data().dup())).add(net.var("b1", b1.data().dup())));
SDVariable outputs = hidden.mmul(net.var("W2", W2.data().dup())).add("o", net.var("b2", b2.data().dup()));
net.loss().softmaxCrossEntropy("loss", net.placeHolder("y", DataType.DOUBLE, -1, 3), outputs, null);
net.setLossVariables("loss");
Map<String, INDArray> theirs = net.calculateGradients(Map.of("x", rows8, "y", classes8), "W1", "b1", "W2", "b2");
Map<String, Tensor> ours = Map.of("W1", W1, "b1", b1, "W2", W2, "b2", b2);
ours.forEach((name, tensor) -> Check.close(name, theirs.get(name), tensor.grad(), 1e-12));

// test: detach and control flow
Check.close("whole", Tensor.gradients(p.mul(p).mul(p), p).get(0).item(), 27, 1e-12);
Check.that("noGrad records nothing", !silent.requiresGrad());
Check.atMost("tanh' = 1 − tanh²", first.data().sub(f.data().mul(f.data()).rsub(1)).amaxNumber().doubleValue(), 1e-12);
Check.atMost("tanh'' = −2 tanh tanh'", second.data().add(f.data().mul(first.data()).mul(2)).amaxNumber().doubleValue(), 1e-12);

// test: exercise 1, twice backward
Tensor again = Tensor.parameter(Nd4j.createFromArray(0.0, 1, 2, 3)), value = again.mul(again).sum().mul(2);
value.backward(true);
value.backward();
Check.close("8x", again.grad(), again.data().mul(8), 1e-12);
String freed = "";
try {
    value.backward();
} catch (IllegalStateException e) {
    freed = e.getMessage();
}
System.out.println(freed);
Check.that("the message speaks of it", freed.toLowerCase().contains("free") || freed.contains("backward"));

// test: exercise 2, the derivative of the sine
Check.atMost("cosine", Tensor.gradients(at.sin().sum(), at).get(0).data().sub(at.cos().data()).amaxNumber().doubleValue(), 1e-15);

// test: exercise 3
Check.close("3", Tensor.gradients(p.detach().mul(p), p).get(0).item(), 3, 0);
Check.close("1", Tensor.gradients(p.mul(p).detach().add(p), p).get(0).item(), 1, 0);

// test: exercise 4
double slopeOfDoubling(double of) {
    Tensor start = Tensor.parameter(Nd4j.scalar(of));
    return Tensor.gradients(doubling(start), start).get(0).item();
}
Check.that("4096, 4, 400", slopeOfDoubling(0.3) == 4096 && slopeOfDoubling(300) == 4 && slopeOfDoubling(-300) == 400);

// test: exercise 5, second derivatives of x²y
Tensor two = Tensor.parameter(Nd4j.createFromArray(1.0, 2.0));
Tensor slopes = Tensor.gradients(two.slice(0).square().mul(two.slice(1)), two).get(0);
Check.close("(4, 2)", Tensor.gradients(slopes.slice(0), two).get(0).data(), Nd4j.createFromArray(4.0, 2.0), 1e-12);
Check.close("(2, 0)", Tensor.gradients(slopes.slice(1), two).get(0).data(), Nd4j.createFromArray(2.0, 0.0), 1e-12);
