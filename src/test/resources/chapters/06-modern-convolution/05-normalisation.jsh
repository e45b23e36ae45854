// test: how much of its start a running mean keeps
Check.close("after 20 steps", Math.pow(0.9, 20), 0.12, 0.005);
Check.close("after 40 steps", Math.pow(0.9, 40), 0.015, 0.0005);

// test: the layer written here is the library's, but for the variance, which that corrects for its bias
Tensor batch = Tensor.of(Nd4j.randn(DataType.FLOAT, 6, 3, 4, 5).muli(2).addi(1));
BatchNorm ours = new BatchNorm(1, 3, 1, 1);
RunningStatistics theirs = new RunningStatistics(DataType.FLOAT, 3, 0.9);
Tensor one = Tensor.of(Nd4j.ones(DataType.FLOAT, 3)), none = Tensor.of(Nd4j.zeros(DataType.FLOAT, 3));
Check.close("training", ours.apply(batch, true).data(), batchNorm(batch, one, none, theirs, true).data(), 1e-4);
Check.close("running mean", ours.runningMean.reshape(3), theirs.mean(), 1e-5);
Check.close("running variance", ours.runningVariance.sub(0.9).mul(120.0 / 119).add(0.9).reshape(3), theirs.variance(), 1e-4);
ours.runningVariance = theirs.variance().reshape(1, 3, 1, 1);
Check.close("prediction", ours.apply(batch, false).data(), batchNorm(batch, one, none, theirs, false).data(), 1e-4);
Check.that("predicting changes no statistics", ours.runningVariance.equals(theirs.variance().reshape(1, 3, 1, 1)));

// test: vectors have a mean for each unit
BatchNorm vectors = new BatchNorm(1, 4);
INDArray normal = vectors.apply(Tensor.of(Nd4j.randn(DataType.FLOAT, 50, 4).muli(5).addi(3)), true).data();
Check.close("means", normal.mean(0), Nd4j.zeros(4), 1e-5);
Check.close("deviations", normal.std(false, 0), Nd4j.ones(4), 1e-4);

// test: layer normalisation is the library's, and groups are between layer and instance
Tensor rows = Tensor.of(Nd4j.randn(DataType.FLOAT, 5, 6));
Check.close("layerNorm", standardised(rows, 1).data(), layerNorm(rows, Tensor.of(Nd4j.ones(DataType.FLOAT, 6)),
        Tensor.of(Nd4j.zeros(DataType.FLOAT, 6)), EPSILON).data(), 1e-5);
Tensor images = Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 6, 3, 3).muli(2).addi(1));
Check.close("groups of one channel", grouped(images, 6).data(), standardised(images, 2, 3).data(), 1e-4);
Check.close("one group", grouped(images, 1).data(), standardised(images, 1, 2, 3).data(), 1e-4);
Check.close("the second of two groups", grouped(images, 2).range(3, 6, 1).data(),
        standardised(images.range(3, 6, 1), 1, 2, 3).data(), 1e-4);

// test: normalisations within an example do not care for the other examples
for (int groups : new int[] {1, 2, 6}) {
    Check.close(groups + " groups", grouped(images, groups).range(1, 2, 0).data(),
            grouped(images.range(1, 2, 0), groups).data(), 1e-5);
}

// test: c times the weights, the same loss, a c-th of the gradient
Check.close("loss", scaledLosses[2], scaledLosses[1], 1e-3);
Check.close("gradient", lengths[1] / lengths[2], 10, 0.1);

// test: the noise moves the mean of a channel by a third of its deviation from step to step, and its scale
double moved = 0, last = 0, smallest = 9, largest = 0;
for (int step = 0; step < 300; step++) {
    INDArray now = noisy(Tensor.of(Nd4j.zeros(DataType.FLOAT, 1, 1, 1, 1)), true).data();
    moved += step == 0 ? 0 : Math.abs(now.getDouble(0) - last);
    last = now.getDouble(0);
    double scale = noisy(Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1).muli(1e6)), true).data().getDouble(0) / 1e6;
    smallest = Math.min(smallest, scale);
    largest = Math.max(largest, scale);
}
Check.close("mean change", moved / 299, 1.0 / 3, 0.08);
Check.that("scales", smallest >= 0.89 && smallest < 1 && largest <= 1.36 && largest > 1.2);
Check.close("none in prediction mode", noisy(images, false).data(), images.data(), 0);

// test: exercise 1
Tensor matrix = Tensor.of(Nd4j.createFromArray(new double[][] {{1, 10}, {3, 30}}));
Check.close("columns", standardised(matrix, 0).data(), Nd4j.createFromArray(new double[][] {{-1, -1}, {1, 1}}), 1e-4);
Check.close("rows", standardised(matrix, 1).data(), Nd4j.createFromArray(new double[][] {{-1, 1}, {-1, 1}}), 1e-4);

// test: exercise 2, a bias before it has no effect and no gradient
Tensor bias = Tensor.parameter(Nd4j.createFromArray(5f, -2, 7));
Tensor shifted = standardised(batch.add(bias.reshape(1, 3, 1, 1)), 0, 2, 3);
Check.close("output", shifted.data(), standardised(batch, 0, 2, 3).data(), 1e-4);
shifted.pow(3).sum().backward();
Check.close("gradient", bias.grad(), Nd4j.zeros(3), 1e-3);

// test: exercise 3, a convolution and its normalisation are one convolution
BatchNorm folded = new BatchNorm(1, 8, 1, 1);
folded.runningMean = Nd4j.rand(DataType.FLOAT, 1, 8, 1, 1);
folded.runningVariance = Nd4j.rand(DataType.FLOAT, 1, 8, 1, 1).addi(0.5);
folded.gain.data().assign(Nd4j.rand(DataType.FLOAT, 1, 8, 1, 1));
folded.shift.data().assign(Nd4j.rand(DataType.FLOAT, 1, 8, 1, 1));
Tensor picture = Tensor.of(data.test().first(3).images());
Tensor factor = folded.gain.div(Tensor.of(folded.runningVariance).add(EPSILON).sqrt());
Tensor newBias = folded.shift.sub(factor.mul(Tensor.of(folded.runningMean))).reshape(8);
Check.close("one convolution", conv2d(picture, W.mul(factor.reshape(8, 1, 1, 1)), newBias, 3, 0).data(),
        folded.apply(conv2d(picture, W, null, 3, 0), false).data(), 1e-4);

// test: exercise 4, a batch of one
BatchNorm lonely = new BatchNorm(1, 5);
lonely.shift.data().assign(2);
Tensor input = Tensor.parameter(Nd4j.randn(DataType.FLOAT, 1, 5));
Tensor constant = lonely.apply(input, true);
Check.close("output", constant.data(), Nd4j.ones(1, 5).mul(2), 1e-6);
constant.square().sum().backward();
Check.close("gradient", input.grad(), Nd4j.zeros(1, 5), 1e-5);

// test: exercise 5, a step at a right angle makes the weights longer
Tensor w = Tensor.parameter(weights.data().dup());
crossEntropy(standardised(Tensor.of(X).mmul(w), 0).mmul(Tensor.of(plainDense.getParam("1_W"))), Y).backward();
double before = w.data().norm2Number().doubleValue(), after = w.data().sub(w.grad().mul(0.1)).norm2Number().doubleValue();
Check.that("longer", after > before);
Check.close("by Pythagoras", after * after, before * before + 0.01 * Math.pow(w.grad().norm2Number().doubleValue(), 2), 1e-2);
