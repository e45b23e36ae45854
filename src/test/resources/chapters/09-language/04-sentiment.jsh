// test: the data
Check.close("held out", test.stream().filter(r -> r.label() == 1).count(), test.size() / 2.0, 0);
Check.that("labels", labels(List.of(new Review("good", 1), new Review("bad", 0))).equals(Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}})));

// test: sentences are cut and padded
INDArray two = words(List.of(new Review("the film", 1), new Review("the ".repeat(100), 0)));
Check.that("shape", Arrays.equals(two.shape(), new long[] {2, LENGTH}));
Check.close("first padding", two.getInt(0, 2), PAD, 0);
Check.that("no padding in a long sentence", two.getInt(1, LENGTH - 1) != PAD);

// test: naive Bayes by hand
Check.close("a word that nobody wrote votes by the sums alone", vote("xyzzy"), Math.log(sums[0] / sums[1]), 1e-9);
Check.that("dull is no praise", vote("dull") < 0);

// test: exercise 1
Check.close("convolutions", 64 * (3 + 4 + 5) * 50 + 3 * 64, 38_592, 0);
Check.close("together", 38_592 + 192 * 2 + 2, 38_978, 0);
Check.close("TextCNN here", cnn.numParams(), (long) vocabulary.size() * DIMENSIONS
        + FILTERS * 12L * DIMENSIONS + 3L * FILTERS + 3L * FILTERS * 2 + 2, 0);

// test: frozen vectors stay, others learn
for (String start : List.of("frozen", "trained")) {
    ComputationGraph net = textCnn(start, 5);
    INDArray kept = net.getLayer("embedding").getParam("W").dup();
    Trainable.of(net).step(few, labels(test.subList(0, 32)));
    double moved = net.getLayer("embedding").getParam("W").sub(kept).amaxNumber().doubleValue();
    Check.that(start + " vectors " + moved, start.equals("frozen") == (moved == 0));
}
