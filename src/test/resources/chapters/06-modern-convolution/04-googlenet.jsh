// test: shares in the text
Check.close("block and 3 x 3", 163_328 / 442_368.0, 0.37, 0.005);
Check.close("block and 5 x 5", 163_328 / 1_228_800.0, 0.13, 0.005);
Check.close("5 x 5 from 192 to 32", 25 * 192 * 32, 153_600, 0);
Check.close("behind a reduction to 16", 25 * 16 * 32, 12_800, 0);
Check.close("VGG-16's parameters over GoogLeNet's", 138_357_544 / 6_998_552.0, 20, 0.5);
Check.close("4c as printed", 497.5 / 463, 1.07, 0.01);
long kernels(String part) {
    return book.layers().stream().filter(layer -> layer.kind().startsWith("Convolution")
            && layer.name().startsWith(part)).count();
}
Check.that("57 convolutions, six in each block", kernels("") == 57 && kernels("4c") == 6);

// test: a block by hand has the channels of the table, in its order
Check.that("8, 16, 4 and 4", Arrays.equals(inception(Tensor.of(Nd4j.rand(2, 24, 6, 6)), "3a").shape(), new long[] {2, 32, 6, 6}));

// test: the block is cheaper than what it is compared with
long adds(Inception block) {
    return cost(block, 192, 28).multiplyAdds();
}
Check.that("in this order", adds(ways.get("block 3a")) < adds(ways.get("block, not reduced"))
        && adds(ways.get("block, not reduced")) < adds(ways.get("plain 3 x 3"))
        && adds(ways.get("plain 3 x 3")) < adds(ways.get("plain 5 x 5")));

// test: a composed kernel is 5 x 5, and a single one at its middle changes nothing
Tensor same = Tensor.of(Nd4j.create(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, new int[] {1, 1, 3, 3}));
Tensor someKernel = Tensor.of(Nd4j.randn(1, 1, 3, 3));
Check.close("3 x 3 in the middle", composed(someKernel, same).range(1, 4, 2).range(1, 4, 3).data(), someKernel.data(), 1e-6);

// test: the nearest factorisation loses what the singular values say, and less with more channels
double[] losses = new double[12];
for (int r = 1; r <= 12; r++) {
    losses[r - 1] = loss(random, r);
    Check.that("fewer lost with " + r, r == 1 || losses[r - 1] < losses[r - 2]);
}
Check.atMost("nothing is lost at full rank", losses[11], 1e-4);
Tensor[] thin = factors(Nd4j.randn(6, 2, 3, 3), 6);
Check.that("shapes", Arrays.equals(thin[0].shape(), new long[] {6, 2, 3, 1}) && Arrays.equals(thin[1].shape(), new long[] {6, 6, 1, 3}));

// test: exercise 1
ModelSummary last5b = cost(Inception.v1(384, 192, 384, 48, 128, 128), 832, 7);
Check.close("weights", last5b.parameters() - (384 + 192 + 384 + 48 + 128 + 128), 1_442_816, 0);
Check.close("by the answer's formula", 832 * (384 + 192 + 48 + 128) + 9 * 192 * 384 + 25 * 48 * 128, 1_442_816, 0);

// test: exercise 2
Check.close("auxiliary classifier", 65_664 + 2_098_176 + 1_025_000, 3_188_840, 0);
Check.close("of the whole", 3_188_840 / 6_998_552.0, 0.46, 0.01);
Check.that("its maps", (14 - 5) / 3 + 1 == 4);

// test: exercise 3, two padded convolutions and their composition agree inside only
Tensor padded = conv2d(conv2d(maps, first, null, 1, 1), second, null, 1, 1);
Tensor once = conv2d(maps, composed(first, second), null, 1, 2);
Check.close("inside", padded.range(1, 11, 2).range(1, 11, 3).data(), once.range(1, 11, 2).range(1, 11, 3).data(), 1e-3);
Check.atLeast("at the border", padded.sub(once).abs().max().item(), 0.1);

// test: any 5 x 5 kernel by way of nine channels
INDArray anyFive = Nd4j.randn(1, 1, 5, 5), shifts = Nd4j.zeros(9, 1, 3, 3), rest = Nd4j.zeros(1, 9, 3, 3);
for (int row = 0; row < 5; row++) {
    for (int column = 0; column < 5; column++) {
        int a = Math.min(2, row), b = Math.min(2, column);
        shifts.putScalar(new int[] {3 * a + b, 0, a, b}, 1);
        rest.putScalar(new int[] {0, 3 * a + b, row - a, column - b}, anyFive.getDouble(0, 0, row, column));
    }
}
Check.close("composed", composed(Tensor.of(shifts), Tensor.of(rest)).data(), anyFive, 1e-5);

// test: exercise 4
Check.close("7 x 7", 49 * 192 * 192, 1_806_336, 0);
Check.close("three 3 x 3", 27.0 / 49, 0.55, 0.005);
Check.close("two lines", 14.0 / 49, 0.29, 0.005);

// test: the network of the budget has nine blocks
Check.that("nine", googLeNet.getConfiguration().getVertices().keySet().stream()
        .filter(name -> name.matches("[345][a-e]")).count() == 9);
