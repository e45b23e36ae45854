// test: exercise 1, a pole that nobody sees
long[][] pole = {{90, 0}, {10, 0}};
Check.close("pixel accuracy", pixelAccuracy(pole), 0.9, 1e-12);
Check.close("mean IoU", meanOf(overlaps(pole)), 0.45, 1e-12);

// test: exercise 2, IoU and F1
Random chance = new Random(7);
for (int i = 0; i < 20; i++) {
    double t = chance.nextInt(50), a = 1 + chance.nextInt(50), m = chance.nextInt(50), iou = t / (t + a + m);
    Check.close("F1 from IoU", 2 * t / (2 * t + a + m), 2 * iou / (1 + iou), 1e-12);
}

// test: exercise 3, weights of the layers that enlarge
long enlarging(ComputationGraph graph) {
    return graph.paramTable().entrySet().stream().filter(it -> it.getKey().startsWith("up") || it.getKey().startsWith("scores"))
            .mapToLong(it -> it.getValue().length()).sum();
}
Check.close("two additions", enlarging(fcn), 5_808, 0);
Check.close("none", enlarging(coarse), 30_976, 0);

// test: exercise 5, the paper's sizes
int size = 572;
for (int level = 0; level < 4; level++) {
    size = (size - 4) / 2;
}
size -= 4;
for (int level = 0; level < 4; level++) {
    size = 2 * size - 4;
}
Check.close("output", size, 388, 0);

// test: confusion, counted by hand
long[][] counted = {{3, 1, 0}, {2, 4, 0}, {0, 0, 0}};
double[] overlap = overlaps(counted);
Check.close("first class", overlap[0], 0.5, 1e-12);
Check.close("second class", overlap[1], 4 / 7.0, 1e-12);
Check.that("a class that occurs nowhere is left out", Double.isNaN(overlap[2]));
Check.close("mean", meanOf(overlap), (0.5 + 4 / 7.0) / 2, 1e-12);

// test: perfect scores make a perfect confusion, and void counts nowhere
long[][] perfect = new long[classes.size()][classes.size()];
double valid = 0;
for (MultiDataSet batch : data.validation().batches(4)) {
    valid += batch.getLabelsMaskArray(0).sumNumber().doubleValue();
}
Iterator<MultiDataSet> truths = data.validation().batches(16).iterator();
long[][] known = confusion(x -> truths.next().getLabels(0), data.validation());
Check.close("pixel accuracy", pixelAccuracy(known), 1, 0);
Check.close("mean IoU", meanOf(overlaps(known)), 1, 0);
Check.close("pixels", Arrays.stream(known).flatMapToLong(Arrays::stream).sum(), valid, 0);

// test: the rate rises over a fifth of the epochs and falls in a line
ISchedule tenEpochs = OneCycle.linear(ScheduleType.EPOCH, 1, 10);
Check.close("first", tenEpochs.valueAt(0, 0), 0.25, 1e-9);
Check.close("third", tenEpochs.valueAt(0, 2), 0.9375, 1e-9);
Check.close("last", tenEpochs.valueAt(0, 9), 0.0625, 1e-9);

// test: void pixels give no gradient
MultiDataSet masked = data.train().batch(0);
masked.getLabelsMaskArray(0).assign(0);
Tensor none = Tensor.parameter(org.nd4j.linalg.factory.Nd4j.randn(DataType.FLOAT, 1, HEIGHT, WIDTH, classes.size()));
crossEntropy(none, masked.getLabels(0).permute(0, 2, 3, 1).dup('c'), data.train().batch(0).getLabelsMaskArray(0).reshape(1, HEIGHT, WIDTH), 0).backward();
INDArray perPixel = none.grad().norm1(3).mul(data.train().batch(0).getLabelsMaskArray(0).reshape(1, HEIGHT, WIDTH).rsub(1));
Check.close("sum over void pixels", perPixel.sumNumber().doubleValue(), 0, 0);

// test: a bilinear start passes an even map on
ComputationGraph even = network(Fcn.configuration(settings(new Sgd(0.1)), photo, 3, List.of(4), 0));
even.getParam("score0_W").assign(0);
even.getParam("score0_b").assign(org.nd4j.linalg.factory.Nd4j.createFromArray(new float[] {1, 2, 3}).reshape(1, 3));
INDArray inside = even.feedForward(org.nd4j.linalg.factory.Nd4j.rand(DataType.FLOAT, 1, 3, HEIGHT, WIDTH), false).get("scores");
Check.close("the second class in the middle", inside.getDouble(0, 1, HEIGHT / 2, WIDTH / 2), 2, 1e-5);
