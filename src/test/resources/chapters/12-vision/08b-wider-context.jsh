// test: exercise 1, fields of five convolutions
Check.that("rates 1 to 16, and 1", receptiveField(stacked(1, 2, 4, 8, 16)) == 63 && receptiveField(stacked(1, 1, 1, 1, 1)) == 11);

// test: exercise 2, one way to each pixel
INDArray once = ways(stacked(1, 3, 9), 31);
Check.close("most ways", once.maxNumber().doubleValue(), 1, 0);
Check.close("pixels", once.sumNumber().doubleValue(), 27 * 27, 0);

// test: exercise 3, taps that meet the map
double met(int rate) {
    Tensor map = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 12, 16)), kernel = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 3, 3));
    return conv2d(map, kernel, null, 1, rate, rate, 1).mean().item() / 9;
}
Check.close("rate 2", met(2), 0.81, 0.005);
Check.close("rate 6", met(6), 0.5, 1e-6);
Check.close("rate 12", met(12), 0.17, 0.005);

// test: exercise 4, parameters of the pyramids
long parameters(String name) {
    return ModelSummary.of(configurations.get(name), photo).parameters();
}
Check.close("ASPP", parameters("ASPP") - parameters("dilated"), 70_048, 0);
Check.close("pyramid pooling", parameters("PSP") - parameters("dilated"), 67_760, 0);
Check.close("the finer enlargement", parameters("pooled") - parameters("dilated"), 11 * 11 * (16 * 16 - 8 * 8), 0);

// test: exercise 6, a dilated convolution in four parts
for (int top = 0; top < 2; top++) {
    for (int left = 0; left < 2; left++) {
        int[] rows = IntStream.iterate(top, i -> i < 12, i -> i + 2).toArray();
        int[] columns = IntStream.iterate(left, i -> i < 16, i -> i + 2).toArray();
        Check.close("part " + top + left, dilated(Tensor.of(maps), W, 2).gather(2, rows).gather(3, columns).data(),
                dilated(Tensor.of(maps).gather(2, rows).gather(3, columns), W, 1).data(), 1e-4);
    }
}

// test: ways by hand, two ordinary convolutions
INDArray two = ways(stacked(1, 1), 5);
Check.close("the middle and a corner", two.getDouble(2, 2) * 10 + two.getDouble(0, 0), 91, 0);

// test: the windows of the experiment
Check.that("the innermost is 8 x 8", Nd4j.ones(1, HEIGHT, WIDTH).get(window(0, 0)).length() == 64);
Check.that("the widest is the image", Nd4j.ones(1, 3, HEIGHT, WIDTH).get(window(28, 3)).length() == 3L * HEIGHT * WIDTH);

// test: means over one cell are the mean, repeated
GraphBuilder alone = settings().graphBuilder().addInputs("x").setInputTypes(InputType.convolutional(HEIGHT / 4, WIDTH / 4, 2));
ComputationGraph ofMeans = new ComputationGraph(alone.setOutputs(means(alone, "m", "x", 1, 2)).build());
ofMeans.init();
ofMeans.getParam("m-conv_W").assign(Nd4j.eye(2).reshape(2, 2, 1, 1));
INDArray some = Nd4j.rand(DataType.FLOAT, 1, 2, HEIGHT / 4, WIDTH / 4), repeated = ofMeans.output(some)[0];
Check.close("a corner", repeated.getDouble(0, 1, 0, 0), some.slice(0).slice(1).meanNumber().doubleValue(), 1e-5);
Check.atMost("the rest", repeated.slice(0).slice(1).stdNumber().doubleValue(), 1e-6);
