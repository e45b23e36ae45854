// test: the share of a separable convolution's work, by formula
for (int out : new int[] {16, 256}) {
    double share = (multiplyAdds(49, 3, 64, 64, 64) + multiplyAdds(49, 1, 64, out, 1)) / multiplyAdds(49, 3, 64, out, 1);
    Check.close("share at " + out, share, 1.0 / out + 1.0 / 9, 1e-9);
}
Check.close("groups divide", multiplyAdds(49, 3, 64, 64, 8) * 8, multiplyAdds(49, 3, 64, 64, 1), 0);
Check.close("256 channels", 1.0 / 256 + 1.0 / 9, 0.1150, 5e-5);

// test: the counts of the text
Check.close("AlexNet", alexNet, 60_965_224, 0);
Check.close("times fewer", (double) alexNet / squeezeNet.parameters(), 48.8, 0.05);
Check.close("fire2", squeezeNet.grouped(layer -> layer.name().split("-")[0]).layer("fire2").parameters(), 11_920, 0);
Check.close("ordinary", counts.get("MobileNet, ordinary").parameters(), 29_294_088, 0);
Check.close("share of 1 x 1", pointwise(mobileNet) / (double) mobileNet.multiplyAdds(), 0.9486, 5e-5);
Check.close("Xception with statistics", counts.get("Xception").parameters() + counts.get("Xception").statistics(), 22_910_480, 0);

// test: the answers
ModelSummary half = ModelSummary.of(MobileNet.configuration(settings(1, new Sgd(0.1)), imageNet, 1000, 0.5), imageNet);
Check.close("parameters at half width", half.parameters(), 1_331_592, 0);
Check.close("their share", half.parameters() / (double) mobileNet.parameters(), 0.315, 5e-4);
Check.close("multiply-adds at half width", half.multiplyAdds() / 1e6, 149.5, 0.05);
Check.close("their share", half.multiplyAdds() / (double) mobileNet.multiplyAdds(), 0.263, 5e-4);
Check.close("inverted residual", 56 * 56 * (2 * 24 * 144 + 9 * 144), 25_740_288, 0);
Check.close("share of its depthwise part", 9 * 144.0 / (2 * 24 * 144 + 9 * 144), 0.158, 5e-4);
Check.close("wide MobileNet v2", ModelSummary.of(MobileNetV2.configuration(settings(1, new Sgd(0.1)), imageNet, 1000, 1.4), imageNet)
        .parameters(), 6_108_776, 0);

// test: ReLU6, and shapes of the blocks from scratch
INDArray clipped = relu6(Tensor.of(Nd4j.createFromArray(-1f, 3f, 7f))).data();
Check.close("ReLU6", clipped, Nd4j.createFromArray(0f, 3f, 6f), 0);
Tensor maps = Tensor.of(Nd4j.randn(DataType.FLOAT, 2, 4, 8, 8));
Check.that("keeps", Arrays.equals(inverted("block00", maps, 1).shape(), new long[] {2, 4, 8, 8}));
Check.that("halves", Arrays.equals(inverted("block10", maps, 2).shape(), new long[] {2, 6, 4, 4}));

// test: the way back is right where nothing is cut off
INDArray all = thereAndBack(2000);
Check.atMost("error in 2000 dimensions", all.sub(spiral).norm2Number().doubleValue() / spiral.norm2Number().doubleValue(), 0.12);
