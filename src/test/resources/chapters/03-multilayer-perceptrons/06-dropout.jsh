// test: p = 0 changes nothing, p = 1 drops everything, p = 0.5 halves or doubles
Check.that("p = 0", dropout(counting, 0, true).data().equals(counting.data()));
Check.close("p = 1", dropout(counting, 1, true).sum().item(), 0, 0);
INDArray half = dropout(counting, 0.5, true).data();
for (int i = 0; i < 16; i++) {
    Check.that("0 or twice " + i, half.getDouble(i) == 0 || half.getDouble(i) == 2 * i);
}
Check.that("nothing outside training", dropout(counting, 0.5, false).data().equals(counting.data()));

// test: a unit of value 6 under p = 0.25 becomes 0 or 8, with mean 6 and variance 12
INDArray sixes = dropout(Tensor.of(Nd4j.ones(DataType.DOUBLE, 60_000).muli(6)), 0.25, true).data();
Check.that("only 0 and 8 occur", Arrays.stream(sixes.toDoubleVector()).allMatch(v -> v == 0 || Math.abs(v - 8) < 1e-12));
Check.close("mean", sixes.meanNumber().doubleValue(), 6, 0.1);
Check.close("variance", sixes.varNumber().doubleValue(), 12, 0.4);

// test: the share of dropped units is p, and every example has a mask of its own
INDArray masks = dropoutMask(0.3, DataType.DOUBLE, 200, 200);
Check.close("dropped", masks.eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue(), 0.3, 0.015);
Check.that("rows differ", !masks.getRow(0).equals(masks.getRow(1)));

// test: the library's dropout does the same
INDArray library = d2j.autograd.Functions.dropout(threes, 0.2, true).data();
Check.close("mean", library.meanNumber().doubleValue(), 3, 5 * 1.5 / Math.sqrt(DRAWS));
Check.close("variance", library.varNumber().doubleValue() / 2.25, 1, 0.15);

// test: inference is deterministic
INDArray X2 = Nd4j.rand(DataType.FLOAT, 4, 784);
Check.that("predict", byHand.predict(X2).equals(byHand.predict(X2)));

// test: with the same masks, the gradients by Tensor and by DL4J are the same
/** Multiplies by a mask that is given, where DL4J would draw one. */
class GivenMask implements IDropout {
    final INDArray mask;

    GivenMask(INDArray mask) {
        this.mask = mask;
    }

    public INDArray applyDropout(INDArray input, INDArray result, int iteration, int epoch,
            org.deeplearning4j.nn.workspace.LayerWorkspaceMgr workspaces) {
        return result.assign(input.mul(mask));
    }

    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        return gradAtInput.assign(gradAtOutput.mul(mask));
    }

    public void clear() {
    }

    public IDropout clone() {
        return new GivenMask(mask);
    }
}
INDArray Xb = train.first(BATCH_SIZE).features(), Yb = train.first(BATCH_SIZE).labels();
INDArray M1 = dropoutMask(DROP_1, DataType.FLOAT, BATCH_SIZE, HIDDEN), M2 = dropoutMask(DROP_2, DataType.FLOAT, BATCH_SIZE, HIDDEN);
MultiLayerNetwork masked = network(SEED, new GivenMask(M1), new GivenMask(M2));
for (int l = 0; l < 3; l++) {
    masked.setParam(l + "_W", start[l].dup());
}
masked.setInput(Xb);
masked.setLabels(Yb);
masked.computeGradientAndScore();
Tensor[] T = Arrays.stream(start).map(s -> Tensor.parameter(s.dup())).toArray(Tensor[]::new);
Tensor H1 = relu(Tensor.of(Xb).mmul(T[0])).mul(Tensor.of(M1));
Tensor H2 = relu(H1.mmul(T[1])).mul(Tensor.of(M2));
crossEntropy(H2.mmul(T[2]), Yb).backward();
for (int l = 0; l < 3; l++) {
    // DL4J sums over the batch and divides in the updater.
    Check.close("gradient of W" + (l + 1), T[l].grad(), masked.gradient().gradientForVariable().get(l + "_W").div(BATCH_SIZE), 1e-5);
}

// test: Gaussian noise is a penalty n sigma² ‖w‖²
double noisyError = 0;
for (int draw = 0; draw < draws; draw++) {
    noisyError += squaredError(gaussianNoise(X, 0.5)) / draws;
}
Check.close("mean error over its prediction", noisyError / (squaredError(X) + n * 0.25 * w.square().sum().item()), 1, 0.06);

// test: it is the geometric mean and not the arithmetic one
Check.atLeast("largest difference", testMode.sub(arithmetic).amaxNumber().doubleValue(), 1e-3);

// test: exercise 5, and DL4J's noises of the same names: mean 3, variance 2.25
INDArray row = threes.data().reshape(1, DRAWS).castTo(DataType.FLOAT);
INDArray byDl4j(IDropout noise, INDArray h) {
    return noise.applyDropout(h.dup(), h.ulike(), 0, 0, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
}
for (INDArray disturbed : List.of(byDl4j(new Dropout(0.8), row), byDl4j(new GaussianDropout(0.2), row), byDl4j(new GaussianNoise(1.5), row),
        gaussianDropout(threes, 0.2).data(), gaussianNoise(threes, 1.5).data())) {
    Check.close("mean of disturbed threes", disturbed.meanNumber().doubleValue(), 3, 5 * 1.5 / Math.sqrt(DRAWS));
    Check.close("their variance", disturbed.varNumber().doubleValue(), 2.25, 0.3);
}

// test: DropConnect's mean output is that of the undropped layer; DL4J's is half of it in training
Tensor H4 = Tensor.of(Nd4j.rand(DataType.DOUBLE, 1, 20)), W4 = Tensor.of(Nd4j.randn(DataType.DOUBLE, 20, 2));
INDArray mean4 = Nd4j.zeros(DataType.DOUBLE, 1, 2);
for (int i = 0; i < 3000; i++) {
    mean4.addi(dropConnect(H4, W4, 0.5).data().div(3000));
}
Check.close("mean of 3,000 draws", mean4, H4.mmul(W4).data(), 0.35);
Check.close("ours", ourMean, 1, 0.08);
Check.close("DL4J's in training", trainMean, 0.5, 0.04);
Check.close("DL4J's in test mode", testMean, 1, 1e-6);
