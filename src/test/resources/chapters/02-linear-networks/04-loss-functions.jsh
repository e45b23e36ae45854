// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

double at(Loss loss, double prediction, double label) {
    return curve(loss, Nd4j.createFromArray(prediction, 0), Nd4j.createFromArray(label, 1)).values().getDouble(0);
}
double slopeOf(Loss loss, double prediction, double label) {
    return curve(loss, Nd4j.createFromArray(prediction, 0), Nd4j.createFromArray(label, 1)).slopes().getDouble(0);
}
INDArray numerical(Loss loss, INDArray x, INDArray y) {
    return d2j.train.NumericalGradient.of(v -> loss.of(Tensor.of(v), Tensor.of(y)).sum().item(), x);
}

// test: slopes against central differences
INDArray somewhere = Nd4j.randn(DataType.DOUBLE, 40).mul(2), plusMinus = Transforms.sign(Nd4j.randn(DataType.DOUBLE, 40));
for (Loss loss : List.of(squared, absolute, huber, hinge, exponential, logistic, squaredMargin, focal(0.5), focal(2), focal(5))) {
    Check.atMost(loss.name(), curve(loss, somewhere, plusMinus).slopes().sub(numerical(loss, somewhere, plusMinus)).amaxNumber().doubleValue(), 1e-4);
}
INDArray zeroOrOne = plusMinus.add(1).div(2);
for (Loss loss : List.of(quadratic, entropic)) {
    Check.atMost(loss.name(), curve(loss, somewhere, zeroOrOne).slopes().sub(numerical(loss, somewhere, zeroOrOne)).amaxNumber().doubleValue(), 1e-8);
}

// test: Huber's loss at 0, 1, 2 and its slope, linear inside and ±1 outside
Check.that("0, 0.5, 1.5", at(huber, 0, 0) == 0 && at(huber, 1, 0) == 0.5 && at(huber, 2, 0) == 1.5 && at(huber, -2, 0) == 1.5);
Check.that("slopes", slopeOf(huber, 0.3, 0) == 0.3 && slopeOf(huber, 5, 0) == 1 && slopeOf(huber, -5, 0) == -1);
Check.close("both branches meet in value", at(huber, 1 + 1e-9, 0), at(huber, 1 - 1e-9, 0), 1e-8);
Check.close("and in slope", slopeOf(huber, 1 + 1e-9, 0), slopeOf(huber, 1 - 1e-9, 0), 1e-8);

// test: the slope of the absolute loss has one size, that of the squared loss grows with the error
Check.that("absolute", slopeOf(absolute, 0.001, 0) == 1 && slopeOf(absolute, 1000, 0) == 1 && slopeOf(absolute, -0.001, 0) == -1);
Check.that("squared", slopeOf(squared, 0.001, 0) == 0.001 && slopeOf(squared, 1000, 0) == 1000);
Check.close("Huber's minimiser", minimiser(huber), 5.25, 2e-3);

// test: the losses of Deep Learning 500 Questions, 2.6: 0-1, absolute, squared, log, exponential, hinge
Loss zeroOne = new Loss("0-1", (s, t) -> s.mul(t).lte(0));
Loss thresholded(double threshold) { return new Loss("threshold", (p, y) -> p.sub(y).abs().gte(threshold)); }
double constant(Loss loss, double prediction, double label) {
    return loss.of(Tensor.of(Nd4j.scalar(prediction)), Tensor.of(Nd4j.scalar(label))).item();
}
Check.that("0-1", constant(zeroOne, 2, 1) == 0 && constant(zeroOne, -2, 1) == 1 && constant(zeroOne, -3, -1) == 0 && constant(zeroOne, 0.1, -1) == 1);
Check.that("threshold", constant(thresholded(1), 1.5, 1) == 0 && constant(thresholded(1), 2, 1) == 1);
Check.close("exponential", at(exponential, 2, -1), Math.exp(2), 1e-12);
Check.that("hinge", at(hinge, 0.25, 1) == 0.75 && at(hinge, 2, 1) == 0 && at(hinge, 1, -1) == 2);
Check.that("the misprinted hinge punishes the right answers", Math.max(0, 3.0) == 3 && at(hinge, 3, 1) == 0);
Check.close("log", at(logistic, 0, 1), Math.log(2), 1e-15);
for (Loss loss : margins) {
    INDArray above = curve(loss, m, ones).values().mul(loss == logistic ? 1 / Math.log(2) : 1).sub(m.lte(0).castTo(DataType.DOUBLE));
    Check.atLeast(loss.name() + " lies above the 0-1 loss", above.minNumber().doubleValue(), -1e-12);
}

// test: maximum likelihood of a Gaussian: the mean, and the standard deviation with 1/n (exercise 5)
double[] sampled = {2, 4, 4, 4, 5, 5, 7, 9};
Tensor minusLogLikelihood(INDArray y, Tensor mu, Tensor sigma) {
    return Tensor.of(y).sub(mu).div(sigma).square().mul(0.5).add(sigma.log()).add(0.5 * Math.log(2 * Math.PI)).sum();
}
Tensor mean5 = Tensor.parameter(Nd4j.scalar(5.0)), deviation2 = Tensor.parameter(Nd4j.scalar(2.0));
minusLogLikelihood(Nd4j.createFromArray(sampled), mean5, deviation2).backward();
Check.close("the gradient vanishes at the mean 5", mean5.grad().getDouble(0), 0, 1e-12);
Check.close("and at the standard deviation 2", deviation2.grad().getDouble(0), 0, 1e-12);
Tensor mean3 = Tensor.parameter(Nd4j.scalar(3.0));
minusLogLikelihood(labels, mean3, Tensor.of(Nd4j.scalar(2.0))).backward();
Check.close("∂ln P/∂μ is (Σy − nμ)/σ²", -mean3.grad().getDouble(0), (35 - 15) / 4.0, 1e-12);
Check.atLeast("distance from the misprint (n/σ²)(μ − Σy)", Math.abs(-mean3.grad().getDouble(0) - 5.0 / 4 * (3 - 35)), 1);
Tensor fittedMean = Tensor.parameter(Nd4j.scalar(1.0)), fittedDeviation = Tensor.parameter(Nd4j.scalar(3.0));
Optimiser likelihood = Optimiser.of(new Sgd(0.2), fittedMean, fittedDeviation);
for (int i = 0; i < 1000; i++) {
    minusLogLikelihood(labels, fittedMean, fittedDeviation).backward();
    likelihood.step();
}
Check.close("mean", fittedMean.item(), 7, 1e-4);
Check.close("standard deviation", fittedDeviation.item(), Math.sqrt(27.5), 1e-4);

// test: likelihood 0.7 and log loss 0.356675 of (0.1, 0.1, 0.7, 0.1)
double[] oneHot = {0, 0, 1, 0}, predicted = {0.1, 0.1, 0.7, 0.1};
double likelihoodOfLabel = 1;
for (int j = 0; j < 4; j++) {
    likelihoodOfLabel *= Math.pow(predicted[j], oneHot[j]);
}
Check.close("likelihood", likelihoodOfLabel, 0.7, 1e-12);
Check.close("log loss", entropy(oneHot, predicted), 0.356675, 1e-6);
Check.close("for a one-hot label KL equals the cross-entropy", divergence(oneHot, predicted), entropy(oneHot, predicted), 0);
Check.close("two classes: Bernoulli", entropy(new double[] {1, 0}, new double[] {0.7, 0.3}), at(entropic, Math.log(0.7 / 0.3), 1), 1e-12);
Check.close("KL(p‖u)", divergence(p, uniform), 0.0852996, 1e-6);
Check.close("KL(u‖p), another number", divergence(uniform, p), 0.097455, 1e-6);
Random many = new Random(1);
for (int k = 0; k < 1000; k++) {
    double[] q = {many.nextDouble(), many.nextDouble(), many.nextDouble()};
    double total = q[0] + q[1] + q[2];
    Check.that("never negative", divergence(p, new double[] {q[0] / total, q[1] / total, q[2] / total}) >= 0);
}

// test: softmax of (1, 2, 3) and of (3, 1, −3), cross-entropy 0.40760596, its value and its gradient
Check.close("(1, 2, 3)", softmax(scores).data(), Nd4j.createFromArray(0.09003057, 0.24472847, 0.66524096).reshape(1, 3), 1e-8);
Check.close("(3, 1, −3)", softmax(Tensor.of(Nd4j.createFromArray(3.0, 1.0, -3.0).reshape(1, 3))).data(),
        Nd4j.createFromArray(0.878878, 0.118943, 0.002179).reshape(1, 3), 1e-6);
Check.close("cross-entropy", crossEntropy(scores, third).item(), 0.40760596, 1e-8);
Tensor swapped = Tensor.parameter(Nd4j.createFromArray(2.0, 1.0, 3.0).reshape(1, 3));
Tensor ofSwapped = crossEntropy(swapped, third);
ofSwapped.backward();
Check.close("the value depends on the true class only", ofSwapped.item(), 0.40760596, 1e-8);
Check.atLeast("the gradient on all", swapped.grad().sub(scores.grad()).amaxNumber().doubleValue(), 0.1);
Check.close("scores of 1000 do not overflow",
        crossEntropy(Tensor.of(Nd4j.createFromArray(1000.0, 0.0).reshape(1, 2)), Nd4j.createFromArray(0.0, 1.0).reshape(1, 2)).item(), 1000, 1e-9);

// test: quadratic cost and cross-entropy: steps below one half, and labels ±1 instead of 0 and 1
double stepsAbove(Loss loss, int start) {
    return outputs(loss).getRow(start).gte(0.5).castTo(DataType.INT).sumNumber().doubleValue();
}
Check.that("36 and 232, 8 and 17", stepsAbove(quadratic, 0) == 36 && stepsAbove(quadratic, 1) == 232 && stepsAbove(entropic, 0) == 8 && stepsAbove(entropic, 1) == 17);
Check.close("cross-entropy and log loss", at(entropic, 0.7, 1), at(logistic, 0.7, 1), 1e-12);
Check.close("cross-entropy, label 1: −0.12 and −0.02", slopeAt(entropic, twoOutputs, 1), Nd4j.createFromArray(-0.12, -0.02), 1e-12);

// test: the gradient of the cross-entropy by the weights is error times input
INDArray inputs = Nd4j.randn(DataType.DOUBLE, 20, 3), zeroOneLabels = Nd4j.rand(DataType.DOUBLE, 20, 1).gt(0.5).castTo(DataType.DOUBLE);
Tensor weights = Tensor.parameter(Nd4j.randn(DataType.DOUBLE, 3, 1));
Tensor linear = Tensor.of(inputs).mmul(weights);
entropic.of(linear, Tensor.of(zeroOneLabels)).mean().backward();
Check.close("Xᵀ(σ − y)/n", weights.grad(), inputs.transpose().mmul(Transforms.sigmoid(inputs.mmul(weights.data())).sub(zeroOneLabels)).div(20), 1e-12);

// test: focal loss with γ = 2 is 100 times smaller at p = 0.9, and 1000 times at p = 1 − 10^−1.5 (exercise 4)
double scoreOf(double probability) { return Math.log(probability / (1 - probability)); }
Check.close("100", at(logistic, scoreOf(0.9), 1) / at(focal(2), scoreOf(0.9), 1), 100, 1e-9);
double p1000 = 1 - Math.pow(10, -1.5);
Check.close("0.968", p1000, 0.968, 5e-4);
Check.close("1000", at(logistic, scoreOf(p1000), 1) / at(focal(2), scoreOf(p1000), 1), 1000, 1e-8);
for (double s = -3; s <= 3; s += 0.5) {
    Check.close("γ = 0", slopeOf(focal(0), s, -1), slopeOf(logistic, s, -1), 1e-12);
}
Check.close("share of the background, γ = 0", ofBackground[0] / (ofBackground[0] + ofObjects[0]), 0.85, 0.03);
Check.close("share of the background, γ = 2", ofBackground[3] / (ofBackground[3] + ofObjects[3]), 0.25, 0.04);

// test: the losses of ND4J for distributions, and SameDiff's Huber loss
INDArray distribution = softmax(Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 3))).data();
double mcxent = new LossMCXENT().computeScore(distribution, o.dup(), Activation.SOFTMAX.getActivationFunction(), null, true);
Check.close("LossMCXENT", mcxent, crossEntropy(Tensor.of(o), distribution).item(), 1e-6);
double kld = 0;
INDArray q = softmax(Tensor.of(o)).data();
for (int i = 0; i < 6; i++) {
    kld += divergence(distribution.getRow(i).toDoubleVector(), q.getRow(i).toDoubleVector()) / 6;
}
Check.close("LossKLD", new LossKLD().computeScore(distribution, o.dup(), Activation.SOFTMAX.getActivationFunction(), null, true), kld, 1e-6);
Loss squaredHinge = new Loss("squared hinge", (s, t) -> relu(s.mul(t).rsub(1)).square());
Check.close("LossSquaredHinge", new Row(new LossSquaredHinge(), Activation.IDENTITY, squaredHinge, signs).ratio(o), 1, 1e-6);
org.nd4j.autodiff.samediff.SameDiff sd = org.nd4j.autodiff.samediff.SameDiff.create();
sd.loss().huberLoss("huber", sd.constant("y", real), sd.var("o", o.dup()), null, 1.0);
sd.setLossVariables("huber");
Check.close("SameDiff's Huber loss is the mean over all entries", sd.outputSingle(Map.of(), "huber").getDouble(0), curve(huber, o, real).values().meanNumber().doubleValue(), 1e-9);
Check.close("its gradient", sd.calculateGradients(Map.of(), "o").get("o"), curve(huber, o, real).slopes().div(18), 1e-8);

// test: exercise 1, the corner of Huber's loss at δ
Loss huberAt(double delta) {
    return new Loss("Huber", (p, y) -> where(p.sub(y).abs().lte(delta), p.sub(y).square().mul(0.5), p.sub(y).abs().sub(delta / 2).mul(delta)));
}
Check.close("value", at(huberAt(2), 2 + 1e-9, 0), 2, 1e-8);
Check.close("slope", slopeOf(huberAt(2), 2 + 1e-9, 0), 2, 1e-8);

// test: exercise 2, the pinball loss asks for a quantile
Loss pinball = new Loss("pinball", (p, y) -> y.sub(p).mul(0.9).maximum(p.sub(y).mul(0.1)));
Check.close("0.9 quantile", minimiser(pinball), 16.5, 2e-3);

// test: exercise 3, the largest gradient of the quadratic cost
Check.close("4/27", slopeAt(quadratic, a, 0).maxNumber().doubleValue(), 4 / 27.0, 1e-5);

// test: softmax of (s, 0) is the log loss
for (double s = -3; s <= 3; s += 0.5) {
    Tensor pairOfScores = Tensor.of(Nd4j.createFromArray(s, 0.0).reshape(1, 2));
    Check.close("first class", crossEntropy(pairOfScores, Nd4j.createFromArray(1.0, 0.0).reshape(1, 2)).item(), at(logistic, s, 1), 1e-12);
    Check.close("second class", crossEntropy(pairOfScores, Nd4j.createFromArray(0.0, 1.0).reshape(1, 2)).item(), at(logistic, s, -1), 1e-12);
}
