// test: answers to the exercises
double forgetting = 0.1, average = 0;
double[] steps = new double[60];
for (int step = 1; step <= 60; step++) {
    double g = step % 3 == 1 ? 3 : -1;
    average = forgetting * average + (1 - forgetting) * g * g;
    steps[step - 1] = -g / Math.sqrt(average);
}
Check.close("the large gradient", steps[57], -1.05, 0.01);
Check.close("three steps together", steps[57] + steps[58] + steps[59], 0.68, 0.01);
Check.close("AdamW on a weight without gradient", Math.pow(1 - 1e-4, 1000), 0.905, 0.001);
Check.close("AdaMax's denominator", 4 * Math.pow(0.999, 999), 1.47, 0.01);
long[] sizes = Stream.of(new Sgd(1), new Momentum(1, 0.9), new Nesterovs(1, 0.9), new Lars(1, 0.9, 1, 0), new Adam(1), new AdaMax(1),
        new Nadam(1), new AMSGrad(1)).mapToLong(updater -> updater.stateSize(1)).toArray();
Check.that("numbers for each weight", Arrays.equals(sizes, new long[] {0, 1, 1, 1, 2, 2, 2, 3}));

// test: LARS does not notice the scale of gradients, and grows with the weights
Lars scaled = new Lars(1, 0, 0.01, 0);
INDArray weight = Nd4j.randn(DataType.DOUBLE, 6), slope = Nd4j.randn(DataType.DOUBLE, 6), louder = slope.mul(1000), ofLargeWeights = slope.div(10);
scaled.apply(weight, slope, 1, 0, 0);
scaled.apply(weight, louder, 1, 0, 0);
scaled.apply(weight.mul(10), ofLargeWeights, 1, 0, 0);
Check.close("a louder loss", louder, slope, 1e-9);
Check.close("ten times the weights", ofLargeWeights, slope.mul(10), 1e-9);

// test: Nadam's first step in ND4J
Check.close("60 η", nadam(1, false).step(Nd4j.createFromArray(2.0, 2.0).reshape(1, 2), 1).getDouble(0), 1.9 / Math.sqrt(0.001), 1e-3);
Check.close("1.9 η", nadam(1, true).step(Nd4j.createFromArray(2.0, 2.0).reshape(1, 2), 1).getDouble(0), 1.9, 1e-3);
