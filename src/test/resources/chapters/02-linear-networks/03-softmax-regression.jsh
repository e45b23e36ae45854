// test: softmax, cross-entropy and gradient of the scores (1, 2, 3)
INDArray o123 = Nd4j.create(new double[][] {{1, 2, 3}}), class2 = Nd4j.create(new double[][] {{0, 0, 1}});
Check.close("softmax", softmax(o123), Nd4j.create(new double[][] {{0.09003057, 0.24472847, 0.66524096}}), 1e-8);
Check.close("cross-entropy", crossEntropy(o123, class2), 0.40760596, 1e-8);
Check.close("gradient", softmax(o123).sub(class2), NumericalGradient.of(v -> crossEntropy(v, class2), o123), 1e-8);

// test: the loss depends on the true class alone, the gradient on all scores
INDArray a = Nd4j.create(new double[][] {{0, 0, Math.log(2)}});
INDArray second = Nd4j.create(new double[][] {{0, 1, 0}});
INDArray swapped = Nd4j.create(new double[][] {{Math.log(2), 0, 0}});
Check.close("the same true probability, the same loss", crossEntropy(a, second), crossEntropy(swapped, second), 1e-12);
Check.close("loss of the exercise", crossEntropy(a, second), Math.log(4), 1e-12);
Check.close("gradient of the exercise", softmax(a).sub(second), Nd4j.create(new double[][] {{0.25, -0.75, 0.5}}), 1e-12);
Check.close("gradient sums to zero", softmax(a).sub(second).sumNumber().doubleValue(), 0, 1e-12);

// test: the softmax keeps the order of the scores and ignores a constant
INDArray random = Nd4j.randn(DataType.DOUBLE, 20, 6);
Check.that("order", Arrays.equals(softmax(random).argMax(1).toIntVector(), random.argMax(1).toIntVector()));
Check.close("constant", softmax(random.add(12)), softmax(random), 1e-12);
Check.close("logarithm", logSoftmax(random), Transforms.log(softmax(random)), 1e-12);

// test: extreme scores neither overflow nor give infinite losses
INDArray extreme = Nd4j.create(new float[][] {{1e4f, -1e4f, 0}});
Check.close("probabilities", softmax(extreme), Nd4j.create(new float[][] {{1, 0, 0}}), 0);
Check.close("loss", crossEntropy(extreme, Nd4j.create(new float[][] {{0, 1, 0}})), 2e4, 1e-2);

// test: cross-entropy is least where prediction and target agree
INDArray target = softmax(Nd4j.randn(DataType.DOUBLE, 1, 4));
double least = crossEntropy(Transforms.log(target), target);
for (int k = 0; k < 5; k++) {
    Check.that("any other prediction is worse", crossEntropy(Transforms.log(target).add(Nd4j.randn(DataType.DOUBLE, 1, 4)), target) > least);
}

// test: two scores make a sigmoid
double difference = 1.3;
Check.close("sigmoid", softmax(Nd4j.create(new double[][] {{2 + difference, 2}})).getDouble(0), 1 / (1 + Math.exp(-difference)), 1e-12);

// test: smoothed labels are distributions with the optimal margin log((1 - ε)(q - 1) / ε)
INDArray smooth = smoothed(oneHot(new int[] {3}, 10).castTo(DataType.DOUBLE), 0.1);
Check.close("sum", smooth.sumNumber().doubleValue(), 1, 1e-12);
Check.close("true class", smooth.getDouble(3), 0.9, 1e-12);
Check.close("another", smooth.getDouble(4), 0.1 / 9, 1e-12);
Check.close("margin", Math.log(0.9 / (0.1 / 9)), 4.3944491547, 1e-9);
Check.close("1,000 classes", Math.log(0.9 * 999 / 0.1), 9.10, 0.005);
Check.close("spread over all", Math.log(0.9001 / 0.0001), 9.11, 0.01);

// test: one-hot margins grow without end, smoothed ones stop
Check.that("grows", hardMargin[9999] > hardMargin[4999] + 0.5);
Check.close("stops", softMargin[9999] - softMargin[4999], 0, 1e-6);

// test: a step of the model is gradient descent on the mean loss, and returns the loss and the scores before it
var stepped = new SoftmaxRegression(start);
stepped.setLearningRate(0.5);
INDArray Xt = train.first(5).features(), Yt = train.first(5).labels();
INDArray expected = start.sub(gradient(Xt, Yt, start).mul(0.5));
Step taken = stepped.step(Xt, Yt);
Check.close("new weights", stepped.W, expected, 1e-5);
Check.close("new biases", stepped.b, softmax(Xt.mmul(start)).sub(Yt).mean(true, 0).mul(-0.5), 1e-5);
Check.close("loss", taken.loss(), crossEntropy(Xt.mmul(start), Yt), 1e-6);
Check.close("scores", taken.outputs().get(0), Xt.mmul(start), 1e-6);

// test: one-hot labels, ours and the library's, and the loss before training
Check.close("labels", oneHot(IntStream.range(0, 256).map(train::label).toArray(), 10), someY, 0);
Check.close("log 10", crossEntropy(someX.mmul(start), someY), Math.log(10), 0.1);

// test: pixels from 0 to 255 make the gradient 255 times larger
INDArray residual = softmax(someX.mmul(Nd4j.zeros(DataType.FLOAT, 784, 10))).sub(someY);
Check.close("ratio", someX.mul(255).transpose().mmul(residual).norm2Number().doubleValue()
        / someX.transpose().mmul(residual).norm2Number().doubleValue(), 255, 0.01);

// test: raw bytes with the same learning rate do not diverge, but the loss is in the hundreds (exercise 5)
var raw = new SoftmaxRegression(start);
double rawLoss = 0;
int rawSteps = 0;
for (DataSet batch : train.first(Math.min(train.size(), 3000)).batches(64)) {
    rawLoss += raw.step(batch.getFeatures().mul(255), batch.getLabels()).loss();
    rawSteps++;
}
Check.atLeast("mean loss", rawLoss / rawSteps, 100);
Check.atLeast("accuracy", Accuracy.of(raw.predict(test.first(1000).features().mul(255)), test.first(1000).labels()), 0.3);
Check.that("no weight is infinite", Double.isFinite(raw.W.sumNumber().doubleValue()));

// test: label smoothing's promise on 200 images
LabelledImages few200 = train.range(0, 200);
var separated = trainedOn(few200.features(), few200.labels());
Check.close("all 200 are right", Accuracy.of(separated.predict(few200.features()), few200.labels()), 1, 0);

// test: least squares gives scores that are no probabilities
Check.that("below 0 and above 1", squaresScores.minNumber().doubleValue() < 0 && squaresScores.maxNumber().doubleValue() > 1);
Check.atLeast("accuracy of least squares", squaresAccuracy, data.isReal() ? 0.75 : 0.4);

// test: a sum of the careless targets 0.9 and nine times 0.1
Check.close("1.8", 0.9 + 9 * 0.1, 1.8, 1e-12);

// test: the confusion matrix of a perfect classifier is the identity
Trainable oracle = new Trainable() {
    @Override
    public Step step(INDArray x, INDArray y) {
        return new Step(0);
    }

    @Override
    public INDArray predict(INDArray x) {
        return test.first(50).labels();
    }
};
double[][] perfect = confusion(oracle, test.first(50));
Check.that("diagonal", IntStream.range(0, 10).allMatch(i -> perfect[i][i] == 1 || Arrays.stream(perfect[i]).sum() == 0));
