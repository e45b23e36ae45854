// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: a step of training is (1 - ηλ)w - ηg exactly, and the bias is not decayed
INDArray stepX = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 2}});
INDArray stepY = Nd4j.createFromArray(new double[][] {{3}, {-1}});
Linear before = Linear.from(Nd4j.createFromArray(new double[][] {{2}, {-4}}));
train(before, new Problem(stepX, stepY, stepX, stepY), 0.25, 0, 0.1, 1);
// residuals (-1, -7), gradient (-0.5, -7); (1 - 0.025)·(2, -4) - 0.1·(-0.5, -7)
Check.close("w1", before.w().data().getDouble(0), 0.975 * 2 + 0.05, 1e-12);
Check.close("w2", before.w().data().getDouble(1), 0.975 * -4 + 0.7, 1e-12);
Check.close("b", before.b().item(), 0.4, 1e-12);

// test: at the penalised solution the gradient of the loss is -λw
for (double lambda : new double[] {0.1, 1, 10}) {
    INDArray w = penalised(lambda);
    INDArray gradient = d2j.train.NumericalGradient.of(v -> {
        INDArray difference = v.sub(wHat);
        return 0.5 * difference.transpose().mmul(H).mmul(difference).getDouble(0);
    }, w);
    Check.close("λ = " + lambda, gradient.add(w.mul(lambda)).norm2Number().doubleValue(), 0, 1e-6);
}
Check.close("λ = 0 changes nothing", penalised(0).distance2(wHat), 0, 1e-9);

// test: along an eigenvector with the eigenvalue h, the solution shrinks by h/(h + λ)
double h1 = (4.2 + Math.sqrt(1.8 * 1.8 + 4 * 1.6 * 1.6)) / 2;
INDArray u1 = Nd4j.createFromArray(new double[][] {{1.6}, {h1 - 3.0}});
Check.close("h/(h + 1)", u1.mul(penalised(1)).sumNumber().doubleValue() / u1.mul(wHat).sumNumber().doubleValue(), h1 / (h1 + 1), 1e-9);

// test: λ = 0 changes nothing, λ → ∞ leads to zero, and the norm falls in between
double previous = Double.POSITIVE_INFINITY;
for (double lambda : new double[] {0, 0.01, 0.1, 1, 10, 100, 1e4, 1e8}) {
    double now = penalised(lambda).norm2Number().doubleValue();
    Check.that("norm at " + lambda, now < previous);
    previous = now;
}
Check.close("at 10⁸", previous, 0, 1e-6);

// test: ηλ > 2 diverges, ηλ < 1 shrinks without changing sign
INDArray nothing = Nd4j.zeros(DataType.DOUBLE, 1, 1);
Problem empty = new Problem(nothing, nothing, nothing, nothing);
Linear wild = Linear.from(Nd4j.ones(DataType.DOUBLE, 1, 1)), calm = Linear.from(Nd4j.ones(DataType.DOUBLE, 1, 1));
train(wild, empty, 21, 0, 0.1, 20);
train(calm, empty, 5, 0, 0.1, 20);
Check.atLeast("|1 - 2.1|²⁰", Math.abs(wild.w().item()), 6.7);
Check.close("(1 - 0.5)²⁰", calm.w().item(), Math.pow(0.5, 20), 1e-15);

// test: training without decay fits the training set, and a start at zero generalises far better
Check.atMost("training loss", freeLoss[0][EPOCHS - 1], 0.05);
Check.atMost("start at zero relative to N(0, 1)", table.get("start at zero, λ = 0")[0] / table.get("Chinese edition, λ = 0")[0], 0.01);
Check.atMost("the English edition relative to the Chinese one", table.get("English edition, λ = 0")[0] / table.get("Chinese edition, λ = 0")[0], 0.01);

// test: weightDecay on the network's builder decays twice as much
MultiLayerNetwork global = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE)
    .updater(new Sgd(0.1)).weightDecay(0.5, true).list()
    .layer(new OutputLayer.Builder(new HalfSquaredError()).nIn(3).nOut(1).activation(Activation.IDENTITY).build()).build());
global.init();
global.setParam("0_W", smallW.dup());
global.fit(smallX, smallY);
Check.close("2 ηλw₁ = 0.10", stepped.get("Sgd, plain")[0] - global.getParam("0_W").getDouble(0), 0.10, 1e-9);

// test: exercise 1, half-life of a weight without gradient
Check.that("77 steps", Math.pow(0.991, 77) < 0.5 && Math.pow(0.991, 76) > 0.5);
Check.close("after 400 steps", Math.pow(0.991, 400), 0.027, 5e-4);

// test: exercise 2, the λ for ‖w‖² = 1
Check.close("‖w‖²", Math.pow(penalised(2.461).norm2Number().doubleValue(), 2), 1, 1e-3);

// test: exercise 3, the penalty as additional examples
double ridgeLambda = 0.7;
INDArray exampleX = Nd4j.createFromArray(new double[][] {{1, 2}, {0.5, -1}, {2, 0}});
INDArray exampleY = Nd4j.createFromArray(new double[][] {{1}, {2}, {3}});
INDArray extendedX = Nd4j.vstack(exampleX, identity(2).mul(Math.sqrt(3 * ridgeLambda)));
INDArray extendedY = Nd4j.vstack(exampleY, Nd4j.zeros(DataType.DOUBLE, 2, 1));
INDArray byExamples = InvertMatrix.invert(extendedX.transpose().mmul(extendedX), false).mmul(extendedX.transpose()).mmul(extendedY);
INDArray byPenalty = InvertMatrix.invert(exampleX.transpose().mmul(exampleX).div(3).add(identity(2).mul(ridgeLambda)), false)
    .mmul(exampleX.transpose().mmul(exampleY).div(3));
Check.close("the same weights", byExamples.distance2(byPenalty), 0, 1e-9);

// test: exercise 4, decaying the bias brings it back
Check.atMost("part due to the bias, relative", table.get("... and a decayed bias")[1] / table.get("Chinese edition, λ = 3")[1], 0.5);

// test: exercise 5, noise on the inputs is weight decay with λ = s²
Random noise = new Random(3);
double sum = 0;
for (int i = 0; i < 200_000; i++) {
    double e = 1.5 * (1 + 0.3 * noise.nextGaussian()) - 2 * (-1 + 0.3 * noise.nextGaussian()) - 1;
    sum += 0.5 * e * e / 200_000;
}
Check.close("mean loss with noise 0.3", sum, 0.5 * 2.5 * 2.5 + 0.5 * 0.09 * (1.5 * 1.5 + 4), 0.02);
