// test: VGG-11, layer by layer
long[] counts = {640, 0, 73_856, 0, 295_168, 590_080, 0, 1_180_160, 2_359_808, 0, 2_359_808, 2_359_808, 0,
    102_764_544, 16_781_312, 40_970};
for (int l = 0; l < counts.length; l++) {
    Check.close("parameters of layer " + l, vgg11.layers().get(l).parameters(), counts[l], 0);
}
Check.close("convolutions", Arrays.stream(counts).limit(13).sum(), 9_219_328, 0);
Check.close("first dense layer, of all", 102_764_544.0 / vgg11.parameters(), 0.8, 0.005);
Check.that("shape before the dense layers", vgg11.layers().get(12).shape().equals("512 × 7 × 7"));

// test: VGG-16, block by block
ModelSummary blocks = byBlocks(vgg16);
Map<String, Long> printed = Map.of("block 1", 1_792L + 36_928, "block 2", 73_856L + 147_584,
        "block 3", 295_168L + 2 * 590_080, "block 4", 1_180_160L + 2 * 2_359_808, "block 5", 3L * 2_359_808,
        "dense", 102_764_544L + 16_781_312 + 4_097_000);
printed.forEach((name, count) -> Check.close(name, blocks.layer(name).parameters(), count, 0));
Check.close("multiply-adds", vgg16.multiplyAdds(), 15_470_264_320L, 0);
Check.close("over those of AlexNet's original", vgg16.multiplyAdds() / 724_406_816.0, 21, 0.5);

// test: the other members of the family, and the exercises
long family(int classes, InputType input, int... convolutions) {
    int[] width = {64, 128, 256, 512, 512};
    List<Vgg.Block> list = new ArrayList<>();
    for (int b = 0; b < 5; b++) {
        list.add(new Vgg.Block(convolutions[b], width[b]));
    }
    return ModelSummary.of(
            Vgg.configuration(settings(1, new Sgd(0.1)), input, classes, list, 4096), input).parameters();
}
Check.close("VGG-13", family(1000, colour, 2, 2, 2, 2, 2), 133_047_848, 0);
Check.close("exercise 2, VGG-19", family(1000, colour, 2, 2, 4, 4, 4), 143_667_240, 0);
Check.close("exercise 1", family(10, InputType.convolutional(32, 32, 3), 2, 2, 3, 3, 3), 33_638_218, 0);
Check.close("ten classes at full size", family(10, colour, 2, 2, 3, 3, 3), 134_301_514, 0);
Check.close("exercise 4", 1 - 27 / 49.0, 0.45, 0.005);

// test: receptive fields are in the middle, and exercise 5
Check.close("seven", seen(field(7)), 49, 0);
Check.close("corner of three", three3.getDouble(2, 2), 0, 0);
Tensor image = Tensor.parameter(Nd4j.ones(DataType.FLOAT, 1, 1, 20, 20));
Tensor ones = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 1, 3, 3));
Tensor behind = conv2d(avgPool2d(conv2d(image, ones, null, 1, 1), 2), ones, null, 1, 1);
behind.slice(5, 2).slice(5, 2).sum().backward();
Check.close("exercise 5", Math.sqrt(seen(image.grad())), 8, 0);

// test: the networks of the experiment have the blocks that their names say
MultiLayerConfiguration three = plain(3, 3, 6, 1);
Check.close("convolutions", three.getConfs().stream()
        .filter(conf -> conf.getLayer() instanceof ConvolutionLayer).count(), 9, 0);
ModelSummary shapes = ModelSummary.of(three, shape);
Check.that("last maps", shapes.layers().get(11).shape().equals("24 × 3 × 3"));
