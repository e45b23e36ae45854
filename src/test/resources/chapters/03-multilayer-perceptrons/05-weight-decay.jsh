// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: one step is (1 - ηλ)w - ηg exactly
INDArray stepX = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 2}});
INDArray stepY = Nd4j.createFromArray(new double[][] {{3}, {-1}});
DecayedLinearModel before = new DecayedLinearModel(Nd4j.createFromArray(new double[][] {{2}, {-4}}), 0.25);
before.step(stepX, stepY, 0.1);
// residuals (-1, -7), gradient (-0.5, -7); (1 - 0.025)·(2, -4) - 0.1·(-0.5, -7)
Check.close("w1", before.w.getDouble(0), 0.975 * 2 + 0.05, 1e-12);
Check.close("w2", before.w.getDouble(1), 0.975 * -4 + 0.7, 1e-12);
Check.close("b", before.b, 0.4, 1e-12);

// test: λ = 0 changes nothing, λ → ∞ leads to zero, and the norm falls in between
double previous = Double.POSITIVE_INFINITY;
for (double lambda : new double[] {0, 0.01, 0.1, 1, 10, 100, 1e4, 1e8}) {
    double now = penalised(lambda).norm2Number().doubleValue();
    Check.that("norm at " + lambda, now < previous);
    previous = now;
}
Check.close("at 10⁸", previous, 0, 1e-6);

// test: ηλ > 2 diverges, ηλ < 1 shrinks without changing sign
DecayedLinearModel wild = new DecayedLinearModel(Nd4j.ones(DataType.DOUBLE, 1, 1), 21);
DecayedLinearModel calm = new DecayedLinearModel(Nd4j.ones(DataType.DOUBLE, 1, 1), 5);
INDArray nothingX = Nd4j.zeros(DataType.DOUBLE, 1, 1);
for (int i = 0; i < 20; i++) {
    wild.step(nothingX, nothingX, 0.1);
    calm.step(nothingX, nothingX, 0.1);
    Check.that("no change of sign", calm.w.getDouble(0) > 0);
}
Check.atLeast("|1 - 2.1|²⁰", Math.abs(wild.w.getDouble(0)), 6.7);
Check.close("(1 - 0.5)²⁰", calm.w.getDouble(0), Math.pow(0.5, 20), 1e-15);

// test: soft thresholding
Check.close("3, 1", softThreshold(3, 1), 2, 0);
Check.close("-3, 1", softThreshold(-3, 1), -2, 0);
Check.close("0.5, 1", softThreshold(0.5, 1), 0, 0);
Check.close("elastic net", elasticNet(3, 1, 1), 1, 0);

// test: the proximal gradient method satisfies the conditions of the lasso
INDArray residual = sparseX.mmul(lasso).sub(sparseY);
INDArray lossGradient = sparseX.transpose().mmul(residual).div(sparseX.rows());
for (int j = 0; j < sparseX.columns(); j++) {
    double w = lasso.getDouble(j);
    double g = lossGradient.getDouble(j);
    if (w == 0) {
        Check.atMost("|gradient| where the weight is zero", Math.abs(g), 0.15 + 1e-3);
    } else {
        Check.close("gradient where it is not", g, -0.15 * Math.signum(w), 1e-2);
    }
}

// test: DL4J's l1 follows the subgradient and leaves no exact zeros
MultiLayerNetwork l1Network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(1)
    .updater(new Sgd(0.1)).l1(0.15).list()
    .layer(new OutputLayer.Builder(new LossMSE(Nd4j.createFromArray(0.5))).nIn(sparseX.columns()).nOut(1).hasBias(false)
        .activation(Activation.IDENTITY).build()).build());
l1Network.init();
for (int i = 0; i < 300; i++) {
    l1Network.fit(sparseX, sparseY);
}
INDArray l1Weights = l1Network.getParam("0_W");
Check.that("no exact zeros", exactZeros(l1Weights) == 0);
Check.atLeast("but most of the weights are small",
    Arrays.stream(l1Weights.toDoubleVector()).filter(v -> Math.abs(v) < 0.05).count(), 60);

// test: max-norm is a projection, applying it twice changes nothing
INDArray wide = Nd4j.createFromArray(new double[][] {{3, 0.1, -6}, {4, 0.2, 8}});
maxNorm(wide, 2);
INDArray once = wide.dup();
maxNorm(wide, 2);
Check.close("twice", wide.distance2(once), 0, 1e-6);
Check.close("(-6, 8) becomes (-1.2, 1.6)", Math.hypot(wide.getDouble(0, 2) + 1.2, wide.getDouble(1, 2) - 1.6), 0, 1e-6);
Check.close("(0.1, 0.2) stays", Math.hypot(wide.getDouble(0, 1) - 0.1, wide.getDouble(1, 1) - 0.2), 0, 1e-6);

// test: exercise 1, half-life of a weight without gradient
Check.that("77 steps", Math.pow(0.991, 77) < 0.5 && Math.pow(0.991, 76) > 0.5);
Check.close("after 400 steps", Math.pow(0.991, 400), 0.027, 5e-4);

// test: exercise 2, the λ for ‖w‖² = 1
Check.close("‖w‖²", Math.pow(penalised(2.461).norm2Number().doubleValue(), 2), 1, 1e-3);

// test: exercise 3, the penalty as additional examples
double ridgeLambda = 0.7;
INDArray exampleX = Nd4j.createFromArray(new double[][] {{1, 2}, {0.5, -1}, {2, 0}});
INDArray exampleY = Nd4j.createFromArray(new double[][] {{1}, {2}, {3}});
INDArray extendedX = Nd4j.vstack(exampleX, Nd4j.eye(2).castTo(DataType.DOUBLE).mul(Math.sqrt(3 * ridgeLambda)));
INDArray extendedY = Nd4j.vstack(exampleY, Nd4j.zeros(DataType.DOUBLE, 2, 1));
INDArray byExamples = InvertMatrix.invert(extendedX.transpose().mmul(extendedX), false).mmul(extendedX.transpose()).mmul(extendedY);
INDArray byPenalty = InvertMatrix.invert(exampleX.transpose().mmul(exampleX).div(3).add(Nd4j.eye(2).castTo(DataType.DOUBLE).mul(ridgeLambda)), false)
    .mmul(exampleX.transpose().mmul(exampleY).div(3));
Check.close("the same weights", byExamples.distance2(byPenalty), 0, 1e-9);

// test: exercise 5, noise on the inputs is weight decay with λ = s²
Random noise = new Random(3);
double sum = 0;
for (int i = 0; i < 200_000; i++) {
    double e = 1.5 * (1 + 0.3 * noise.nextGaussian()) - 2 * (-1 + 0.3 * noise.nextGaussian()) - 1;
    sum += 0.5 * e * e / 200_000;
}
Check.close("mean loss with noise 0.3", sum, 0.5 * 2.5 * 2.5 + 0.5 * 0.09 * (1.5 * 1.5 + 4), 0.02);

// test: exercise 6, a dense truth reverses the order of L1 and L2
INDArray denseTruth = Nd4j.randn(DataType.DOUBLE, WIDE, 1).muli(Math.sqrt(0.1));
INDArray denseY = sparseX.mmul(denseTruth).addi(Nd4j.randn(DataType.DOUBLE, FEW, 1).muli(0.5));
Check.that("L2 is better", proximalGradient(sparseX, denseY, 0, 0.15, 0.2, STEPS).squaredDistance(denseTruth)
    < proximalGradient(sparseX, denseY, 0.15, 0, 0.2, STEPS).squaredDistance(denseTruth));
