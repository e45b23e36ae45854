// test: exercise 1
Check.close("majority of three", Math.pow(0.8, 3) + 3 * 0.8 * 0.8 * 0.2, 0.896, 1e-12);

// test: exercise 2
Check.close("β for 500 steps", (1 + 0.996008) / (1 - 0.996008), 500, 0.1);

// test: exercise 3, the running mean
double running = 0, plain = 0;
for (int k = 1; k <= 7; k++) {
    running += (k * k - running) / k;
    plain += k * k / 7.0;
}
Check.close("running mean", running, plain, 1e-12);

// test: exercise 5
Check.that("228 steps", Math.pow(0.98, 228) < 0.01 && Math.pow(0.98, 227) >= 0.01);

// test: exercise 6
double[] says = {0.9, 0.6, 0};
double middle = Arrays.stream(says).average().orElseThrow();
Check.close("members", Arrays.stream(says).map(p -> (1 - p) * (1 - p)).average().orElseThrow(), 0.39, 1e-9);
Check.close("diversity", Arrays.stream(says).map(p -> (p - middle) * (p - middle)).average().orElseThrow(), 0.14, 1e-9);
Check.close("ensemble", (1 - middle) * (1 - middle), 0.25, 1e-9);

// test: views move images by one pixel, and mirror each by itself
INDArray two = Nd4j.zeros(DataType.FLOAT, 2, 1, 28, 28);
two.putScalar(new int[] {0, 0, 5, 3}, 1);
two.putScalar(new int[] {1, 0, 9, 20}, 1);
Check.close("down", shifted(two, 1, 0).getDouble(0, 0, 6, 3), 1, 0);
Check.close("left", shifted(two, 0, -1).getDouble(1, 0, 9, 19), 1, 0);
Check.close("mirrored", mirrored(two).getDouble(0, 0, 5, 24), 1, 0);
Check.close("the second, too", mirrored(two).getDouble(1, 0, 9, 7), 1, 0);
Check.close("nothing else", mirrored(two).sumNumber().doubleValue(), 2, 0);
Check.close("twice", mirrored(mirrored(two)), two, 0);

// test: statistics that are measured again are those of the layer's inputs, and weights stay
MultiLayerNetwork some = members.get(0).get(0), again = remeasured(some.clone());
INDArray into = again.feedForwardToLayer(0, data.train().first(2000).images(), false).get(1);
Check.close("mean of the first", again.getParam("1_mean").reshape(8), into.mean(0, 2, 3), 1e-4);
Check.close("weights", again.getParam("0_W"), some.getParam("0_W"), 0);
Check.atMost("accuracy has hardly moved", Math.abs(Accuracy.of(answers(again, tests), testLabels) - Accuracy.of(answers(some, tests), testLabels)), data.isReal() && EPOCHS >= 9 ? 0.05 : 1);

// test: an ensemble of one is its member
Check.close("one", mean(List.of(said.get(0).get(0))), said.get(0).get(0), 0);
