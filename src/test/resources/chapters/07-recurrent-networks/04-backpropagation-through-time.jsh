// test: the terms of the last step's loss add up to its gradient by Whh
INDArray weights = Whh.dup();
INDArray numericalByWhh = NumericalGradient.of(w -> {
    INDArray lastState = states(Wxh, w)[STEPS];
    return 0.5 * Math.pow(lastState.mmul(Whq).sub(Y[STEPS]).norm2Number().doubleValue(), 2);
}, weights);
Check.close("gradient by Whh", sum(terms(weights)), numericalByWhh, 1e-5);

// test: exercise 3, the derivative of w^T h by w
double w0 = 0.9, h0 = 2;
Check.close("T w^(T-1) h", (Math.pow(w0 + 1e-6, 10) - Math.pow(w0 - 1e-6, 10)) * h0 / 2e-6, 10 * Math.pow(w0, 9) * h0, 1e-6);

// test: a linear network's derivative is a power of the weights
double[] linear = stretch(0.5, true, 5);
Check.that("five values, each smaller than the one before", linear.length == 5
        && IntStream.range(1, 5).allMatch(i -> linear[i] < linear[i - 1]));

// test: the recall data have their answer in the first step and nothing of it later
DataSet data = recall(5, 10, new Random(3));
Check.close("first symbol", data.getFeatures().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4), NDArrayIndex.point(0)).dup(),
        data.getLabels(), 0);
Check.close("answers in later steps", data.getFeatures().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4),
        NDArrayIndex.interval(1, 6)).sumNumber().doubleValue(), 0, 0);
