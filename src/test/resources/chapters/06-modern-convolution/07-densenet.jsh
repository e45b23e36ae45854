// test: the block and the transition of exercise 1
long layerOf(long in, long growth) {
    return 2 * in + 9 * in * growth + growth;
}
Check.close("block of two layers", layerOf(3, 10) + layerOf(13, 10), 1_492, 0);
Check.close("transition", 2 * 23 + 23 * 10 + 10, 286, 0);
ModelSummary ofTiny = ModelSummary.of(tiny.getConfiguration(), InputType.convolutional(8, 8, 3));
Check.close("the block in DL4J", ofTiny.layers().stream().filter(layer -> layer.name().startsWith("block0"))
        .mapToLong(ModelSummary.Layer::parameters).sum(), 1_492, 0);
Check.that("its shape", ofTiny.layer("block0-join1").shape().equals("23 × 8 × 8"));
Check.that("and the transition's", ofTiny.layer("transition0-pool").shape().equals("11 × 4 × 4"));

// test: exercises 2 and 3
Check.close("channels for blocks of 8 layers",
        (((64 + 256) / 2 + 256) / 2 + 256) / 2 + 256, 488, 0);
InputType colour = InputType.convolutional(96, 96, 3);
Check.close("for images in colour", ModelSummary.of(
        DenseNet.denseNet(settings(new Sgd(0.1)), colour, 10), colour).parameters(), 764_498, 0);

// test: the formulas are the sums that they stand for
for (int L : new int[] {1, 4, 12}) {
    long sum = 0, numbers = 0;
    for (int l = 1; l <= L; l++) {
        sum += 9L * l * 12 * 12;
        numbers += 2L * 64 * l * 12;
    }
    Check.close("weights of " + L, weights(L, 12), sum, 0);
    Check.close("numbers of " + L, joinedAndNormalised(L, 12, 64), numbers, 0);
}
Check.close("12 layers", weights(12, 12), 101_088, 0);
Check.close("their memory", joinedAndNormalised(12, 12, 1024), 1_916_928, 0);
Check.close("as many numbers as weights", joinedAndNormalised(12, 12, 54), weights(12, 12), 0);

// test: the gradient of the block's input, too, is the same with recomputation
Check.that("it is there", arriving[0].amaxNumber().doubleValue() > 0);
Tensor first = Tensor.parameter(input.dup());
List<Tensor> once = new ArrayList<>(List.of(first));
for (int l = 0; l < LAYERS; l++) {
    once.add(layer(l, once));
}
concat(1, once.toArray(Tensor[]::new)).backward(fromAbove);
Check.close("gradient of the input", arriving[0], first.grad(), 1e-3 * Math.max(1, first.grad().amaxNumber().doubleValue()));

// test: exercise 5
Check.close("one part of work more than three", 4 / 3.0 - 1, 1 / 3.0, 1e-9);
