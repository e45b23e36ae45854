/** The weights [6, 1], bias last, of a network that was trained from the chapter's start. */
INDArray trainedWith(org.nd4j.linalg.lossfunctions.ILossFunction loss, double rate, INDArray targets, int batchSize) {
    var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(SEED).updater(new Sgd(rate)).list()
            .layer(new OutputLayer.Builder(loss).nIn(5).nOut(1).activation(Activation.IDENTITY).build()).build());
    network.init();
    network.setParam("0_W", start.dup());
    network.fit(MiniBatches.of(trainX, targets, batchSize).shuffled(SEED).iterator(), EPOCHS);
    return Nd4j.vstack(network.getParam("0_W"), network.getParam("0_b").reshape(1, 1));
}

double errorOf(INDArray weights) {
    return rootMeanSquare(withOnes(testX).mmul(weights.castTo(DataType.DOUBLE)).castTo(DataType.FLOAT).sub(testY));
}

// test: the listener hears of every iteration, and the Trainer's history has a value for each epoch
Check.close("losses recorded", batchLosses.length, EPOCHS * batches.batches(), 0);
Check.close("epochs", history.values("train loss").length, EPOCHS, 0);
Check.close("the loss is half the mean squared error", history.last("train loss"), history.last("train mean squared error") / 2, 1e-3);
Check.close("Trainer and fit arrive at the same weights", second.params(), net.params(), 1e-5);

// test: the columns of the training examples have mean 0 and standard deviation 1
Check.close("means", trainX.mean(0), Nd4j.zeros(DataType.FLOAT, 5), 1e-4);
Check.close("deviations", trainX.std(false, 0), Nd4j.ones(DataType.FLOAT, 5), 1e-3);

// test: DL4J's MSE with half the rate is our loss (exercise 1)
INDArray halved = trainedWith(new org.nd4j.linalg.lossfunctions.impl.LossMSE(), LEARNING_RATE / 2, trainY, BATCH_SIZE);
Check.close("half the rate", halved, Nd4j.vstack(w, b), 1e-4);
INDArray kept = trainedWith(new org.nd4j.linalg.lossfunctions.impl.LossMSE(), LEARNING_RATE, trainY, BATCH_SIZE);
Check.atLeast("the same rate", kept.sub(halved).amaxNumber().doubleValue(), 1e-3);

// test: three outputs have 18 parameters (exercise 2)
var three = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
        .layer(new OutputLayer.Builder(new HalfSquaredError()).nIn(5).nOut(3).activation(Activation.IDENTITY).build()).build());
three.init();
Check.close("parameters", three.numParams(), 18, 0);

// test: batch sizes (exercise 3)
double smallBatches = errorOf(trainedWith(new HalfSquaredError(), LEARNING_RATE, trainY, 4));
double oneBatch = errorOf(trainedWith(new HalfSquaredError(), LEARNING_RATE, trainY, trainX.rows()));
Check.that("20 steps on all examples are too few", oneBatch > testError + 0.2);
Check.close("batches of 4", smallBatches, closedForm, 0.2);
if (airfoil.isReal()) {
    Check.close("one batch, in decibels", oneBatch, 6.01, 0.05);
    Check.close("batches of 4, in decibels", smallBatches, 4.83, 0.03);
}

// test: the other folds (exercise 4)
double[] errors = new double[5], trainErrors = new double[5];
for (int k = 0; k < 5; k++) {
    KFold.Fold part = KFold.of(airfoil.table().rowCount(), 5, SEED).get(k);
    Standardisation own = Standardisation.of(Nd4j.pullRows(airfoil.features(), 1, part.train()));
    INDArray Xk = withOnes(own.apply(Nd4j.pullRows(airfoil.features(), 1, part.train())));
    INDArray Vk = withOnes(own.apply(Nd4j.pullRows(airfoil.features(), 1, part.validation())));
    INDArray yk = Nd4j.pullRows(airfoil.targets(), 1, part.train()).castTo(DataType.DOUBLE);
    INDArray vk = Nd4j.pullRows(airfoil.targets(), 1, part.validation()).castTo(DataType.DOUBLE);
    INDArray wk = Nd4j.linalg().solve(Xk.transpose().mmul(Xk), Xk.transpose().mmul(yk));
    errors[k] = rootMeanSquare(Vk.mmul(wk).sub(vk));
    trainErrors[k] = rootMeanSquare(Xk.mmul(wk).sub(yk));
}
Check.close("the first is the chapter's", errors[0], closedForm, 1e-3);
if (airfoil.isReal()) {
    Check.close("worst fold", Arrays.stream(errors).max().getAsDouble(), 5.06, 0.01);
    Check.close("best fold", Arrays.stream(errors).min().getAsDouble(), 4.64, 0.01);
}
Check.that("test errors scatter around the training error", Arrays.stream(errors).max().getAsDouble() > trainErrors[0]);

// test: dividing the targets leaves the predictions as they are (exercise 5)
double sigma = trainLevel.std(false).getDouble(0);
double divided = rootMeanSquare(withOnes(testX).mmul(trainedWith(new HalfSquaredError(), LEARNING_RATE, trainY.div(sigma), BATCH_SIZE)
        .castTo(DataType.DOUBLE)).mul(sigma).castTo(DataType.FLOAT).sub(testY));
Check.close("error in decibels", divided, testError, 1e-2);
if (airfoil.isReal()) {
    Check.close("standard deviation", sigma, 6.9, 0.1);
}
