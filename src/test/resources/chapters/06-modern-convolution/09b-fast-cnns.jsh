// test: a shuffle is a permutation, and the other shuffle undoes it
Tensor numbers = Tensor.of(Nd4j.arange(12).castTo(DataType.FLOAT).reshape(1, 12, 1, 1));
int[] dealt = shuffle(numbers, 3).data().reshape(12).toIntVector();
Check.that("as the library's vertex", Arrays.equals(dealt, ChannelSelection.shuffle(12, 3).getChannels()));
Check.close("back", shuffle(shuffle(numbers, 3), 4).data(), numbers.data(), 0);
int[] six = shuffle(Tensor.of(Nd4j.arange(6).castTo(DataType.FLOAT).reshape(1, 6, 1, 1)), 3).data().reshape(6).toIntVector();
Check.that("exercise 1", Arrays.equals(six, new int[] {0, 2, 4, 1, 3, 5}));

// test: its gradient goes back to where a channel came from
Tensor x = Tensor.parameter(Nd4j.randn(DataType.FLOAT, 2, 6, 3, 3));
INDArray weights = Nd4j.randn(DataType.FLOAT, 2, 6, 3, 3);
shuffle(x, 2).mul(Tensor.of(weights)).sum().backward();
Check.close("gradient", x.grad(), shuffle(Tensor.of(weights), 3).data(), 1e-6);

// test: how far layers see
Check.that("one layer", reach(64, 16, 1, true) == 4);
Check.that("two", reach(64, 16, 2, true) == 16);
Check.that("three", reach(64, 16, 3, true) == 64);
Check.that("8 groups of 8 in two layers", reach(64, 8, 2, true) == 64);

// test: memory accesses
Check.close("128 to 128", accesses(3136, 128, 128, 1), 819_200, 0);
Check.close("64 to 256", accesses(3136, 64, 256, 1), 1_019_904, 0);
Check.close("2 groups", accesses(3136, 128, 256, 2), 1_220_608, 0);
Check.close("4 groups", accesses(3136, 128, 512, 4), 2_023_424, 0);
Check.close("exercise 3", accesses(49, 512, 512, 1), 312_320, 0);
Check.close("its weights", 512 * 512 / accesses(49, 512, 512, 1), 0.84, 0.005);
Check.close("the other", accesses(3136, 64, 64, 1), 405_504, 0);
Check.close("as many multiply-adds", 49.0 * 512 * 512, 3136.0 * 64 * 64, 0);
Check.close("exercise 4", accesses(784, 64, 64, 1), 104_448, 0);

// test: all pieces of a picture have the same multiply-adds
long work(int channels, Piece piece) {
    GraphBuilder graph = settings(1, 0.1).graphBuilder().addInputs("x").setInputTypes(InputType.convolutional(28, 28, channels));
    var built = graph.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), piece.addTo(graph, "piece", "x"))
            .addLayer("out", new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build(), "mean")
            .setOutputs("out").build();
    return ModelSummary.of(built, InputType.convolutional(28, 28, channels)).multiplyAdds() - 2 * ModelSummary.of(built,
            InputType.convolutional(28, 28, channels)).layer("mean").dimensions()[0];
}
for (Piece piece : List.of(pair(64, 64, 1))) {
    Check.close("two convolutions", work(64, piece), 2 * 784 * 64 * 64, 0);
}
Check.close("32:128", work(32, pair(32, 128, 1)), 2 * 784 * 64 * 64, 0);
Check.close("16:256", work(16, pair(16, 256, 1)), 2 * 784 * 64 * 64, 0);
Check.close("4 groups", work(128, pair(128, 128, 4)), 2 * 784 * 64 * 64, 0);
Check.close("16 groups", work(256, pair(256, 256, 16)), 2 * 784 * 64 * 64, 0);
for (Piece piece : List.of(sideBySide(1), sideBySide(8), elementWise(true, true), elementWise(false, false))) {
    Check.close("one convolution", work(64, piece), 784 * 64 * 64, 0);
}

// test: the tables of the papers
Check.close("g = 3", first.get(3).multiplyAdds() / 1e6, 137.5, 0.05);
Check.close("g = 8", first.get(8).parameters(), 2_434_768, 0);
Check.close("0.5", second.get(0.5).parameters(), 1_366_792, 0);
Check.close("1.5", second.get(1.5).parameters(), 3_503_624, 0);
Check.close("2", second.get(2.0).parameters(), 7_393_996, 0);
Check.close("2, multiply-adds", second.get(2.0).multiplyAdds() / 1e6, 583.3, 0.05);
Check.close("ResNeXt-50", resNeXt.parameters(), 25_028_904, 0);

// test: the numbers that the timed pieces touch, beside those of two convolutions of 64 channels
Check.close("16:256", accesses(784, 16, 256, 1) / accesses(784, 64, 64, 1), 2.1, 0.05);
Check.close("4 groups of 128", accesses(784, 128, 128, 4) / accesses(784, 64, 64, 1), 2, 0.05);
Check.close("16 groups of 256", accesses(784, 256, 256, 16) / accesses(784, 64, 64, 1), 3.9, 0.05);
