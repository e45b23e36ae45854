// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: Huber's loss at 0, 1, 2 and its slope, linear inside and ±1 outside
Check.that("0, 0.5, 1.5", huber.of(0, 0) == 0 && huber.of(0, 1) == 0.5 && huber.of(0, 2) == 1.5);
Check.that("slopes", huber.slopeAt(0, 0.3) == 0.3 && huber.slopeAt(0, 5) == 1 && huber.slopeAt(0, -5) == -1);

// test: the slope of the absolute loss has one size, that of the squared loss grows with the error
Check.that("absolute", absolute.slopeAt(0, 0.001) == 1 && absolute.slopeAt(0, 1000) == 1 && absolute.slopeAt(0, -0.001) == -1);
Check.that("squared", squared.slopeAt(0, 0.001) == 0.001 && squared.slopeAt(0, 1000) == 1000);

// test: the losses of Deep Learning 500 Questions, 2.6: 0-1, absolute, squared, log, exponential, hinge
Check.that("0-1", zeroOne.of(1, 2) == 0 && zeroOne.of(1, -2) == 1);
Check.that("threshold", thresholded(1, 1.5, 1) == 0 && thresholded(1, 2, 1) == 1);
Check.close("exponential", exponential.of(-1, 2), Math.exp(2), 1e-12);
Check.that("hinge", hinge.of(1, 0.25) == 0.75 && hinge.of(1, 2) == 0 && hinge.of(-1, 1) == 2);
Check.close("log", logistic.of(1, 0), Math.log(2), 1e-15);

// test: maximum likelihood of a Gaussian: the mean, and the standard deviation with 1/n
double[] sample = {2, 4, 4, 4, 5, 5, 7, 9};
INDArray zero = NumericalGradient.of(v -> logLikelihood(sample, v.getDouble(0), v.getDouble(1)), Nd4j.createFromArray(5.0, 2.0));
Check.atMost("the gradient vanishes at mean 5 and standard deviation 2", zero.amaxNumber().doubleValue(), 1e-7);

// test: likelihood 0.7 and log loss 0.356675 of (0.1, 0.1, 0.7, 0.1)
Check.close("log loss", crossEntropy(new double[] {0, 0, 1, 0}, new double[] {0.1, 0.1, 0.7, 0.1}), 0.356675, 1e-6);
Check.close("two classes: Bernoulli", crossEntropy(new double[] {1, 0}, new double[] {0.7, 0.3}), entropyCost.of(1, Math.log(0.7 / 0.3)), 1e-12);

// test: softmax of (1, 2, 3) and of (3, 1, −3)
Check.atMost("(1, 2, 3)", softmax(scores).sub(Nd4j.createFromArray(0.09003057, 0.24472847, 0.66524096).reshape(1, 3)).amaxNumber().doubleValue(), 1e-8);
INDArray other = softmax(Nd4j.createFromArray(3.0, 1.0, -3.0).reshape(1, 3));
Check.atMost("(3, 1, −3)", other.sub(Nd4j.createFromArray(0.878878, 0.118943, 0.002179).reshape(1, 3)).amaxNumber().doubleValue(), 1e-6);
Check.close("cross-entropy 0.40760596", softmaxCrossEntropy(scores, third), 0.40760596, 1e-8);

// test: the value of the cross-entropy depends on the true class only, its gradient on all
INDArray swapped = Nd4j.createFromArray(2.0, 1.0, 3.0).reshape(1, 3);
Check.close("value", softmaxCrossEntropy(swapped, third), softmaxCrossEntropy(scores, third), 1e-12);
Check.atLeast("gradient", softmaxGradient(swapped, third).sub(softmaxGradient(scores, third)).amaxNumber().doubleValue(), 0.1);

// test: quadratic cost and cross-entropy at 0.88 and 0.98
Check.close("target 1, 0.88", Math.abs(quadraticSlope(0.88, 1)), 0.012672, 1e-12);
Check.close("target 1, 0.98", Math.abs(quadraticSlope(0.98, 1)), 0.000392, 1e-12);
Check.close("target 0, 0.88", quadraticSlope(0.88, 0), 0.092928, 1e-12);
Check.close("target 0, 0.98", quadraticSlope(0.98, 0), 0.019208, 1e-12);
Check.close("cross-entropy", crossEntropySlope(0.88, 1), -0.12, 1e-12);
Check.close("cross-entropy", crossEntropySlope(0.98, 1), -0.02, 1e-12);

// test: focal loss with γ = 2 is 100 times smaller at p = 0.9, and 1000 times at p = 1 − 10^−1.5
double scoreOf(double probability) { return Math.log(probability / (1 - probability)); }
Check.close("100", logistic.of(1, scoreOf(0.9)) / focal(2).of(1, scoreOf(0.9)), 100, 1e-9);
Check.close("1000", logistic.of(1, scoreOf(1 - Math.pow(10, -1.5))) / focal(2).of(1, scoreOf(1 - Math.pow(10, -1.5))), 1000, 1e-8);
for (double s = -3; s <= 3; s += 0.5) {
    Check.close("γ = 0", focal(0).slopeAt(-1, s), logistic.slopeAt(-1, s), 1e-12);
}

// test: centre loss and its update on three points
INDArray points = Nd4j.create(new double[][] {{1, 0}, {3, 0}, {0, 2}}), Y3 = Nd4j.create(new double[][] {{1, 0}, {1, 0}, {0, 1}});
INDArray c0 = Nd4j.create(new double[][] {{1, 1}, {0, 0}});
Check.close("½(0 + 1 + 4 + 1 + 4)", centreLoss(points, Y3.mmul(c0)), 5, 1e-12);
INDArray c1 = updatedCentres(c0, points, Y3, 1);
Check.atMost("class 0: (1, 1) − ((1−1) + (1−3), 1 + 1)/3, class 1: (0, 0) − (0, −2)/2",
        c1.sub(Nd4j.create(new double[][] {{1 + 2 / 3.0, 1 - 2 / 3.0}, {0, 1}})).amaxNumber().doubleValue(), 1e-12);

// test: triplets that keep the margin give no gradient (exercise 6)
INDArray anchor = Nd4j.create(new double[][] {{0, 0}}), near = Nd4j.create(new double[][] {{1, 0}}), far = Nd4j.create(new double[][] {{3, 0}});
Check.close("loss", tripletLoss(anchor, near, far, 1), 0, 0);
Check.close("gradient", tripletGradients(anchor, near, far, 1)[0].amaxNumber().doubleValue(), 0, 0);
Check.close("near and far exchanged: 9 − 1 + 1", tripletLoss(anchor, far, near, 1), 9, 1e-12);

// test: N-pair loss of orthogonal unit vectors, ln(1 + (N − 1)/e)
Check.close("N = 4", nPairLoss(Nd4j.eye(4).castTo(DataType.DOUBLE), Nd4j.eye(4).castTo(DataType.DOUBLE)), Math.log(1 + 3 / Math.E), 1e-12);

// test: exercise 2, the pinball loss asks for a quantile
Loss pinball = new Loss("pinball", (y, p) -> y > p ? 0.9 * (y - p) : 0.1 * (p - y), (y, p) -> y > p ? -0.9 : 0.1);
Check.close("0.9 quantile", minimiser(pinball), 16.5, 2e-3);

// test: exercise 3, the largest gradient of the quadratic cost
double largestGradient = 0;
for (double a = 0; a <= 1; a += 1e-4) {
    largestGradient = Math.max(largestGradient, quadraticSlope(a, 0));
}
Check.close("4/27", largestGradient, 4 / 27.0, 1e-7);

// test: exercise 4, softmax of (s, 0) is the log loss
for (double s = -3; s <= 3; s += 0.5) {
    INDArray pairOfScores = Nd4j.createFromArray(s, 0.0).reshape(1, 2);
    Check.close("first class", softmaxCrossEntropy(pairOfScores, Nd4j.createFromArray(1.0, 0.0).reshape(1, 2)), logistic.of(1, s), 1e-12);
    Check.close("second class", softmaxCrossEntropy(pairOfScores, Nd4j.createFromArray(0.0, 1.0).reshape(1, 2)), logistic.of(-1, s), 1e-12);
}
