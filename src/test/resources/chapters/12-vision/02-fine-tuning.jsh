// test: exercise 1, what is trained
Check.that("the head", 128 * target.size() + target.size() == 258);
Check.that("all layers", fresh(target.size(), 1e-3, SEED).numParams() == 130_434);

// test: exercise 3, VGG16 without its head
int[][] ofVgg16 = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};
long ofVgg = 0, channelsBefore = 3;
for (int[] block : ofVgg16) {
    for (int channels : block) {
        ofVgg += 9 * channelsBefore * channels + channels;
        channelsBefore = channels;
    }
}
Check.close("parameters of VGG16 without its head", ofVgg, 14_714_688, 0);
Check.that("its plan has 13 convolutions", vggPlan(ofVgg16, 224, 224).split("Conv2D").length == 14);

// test: a frozen body stays as it was, and the head moves
MultiLayerNetwork still = transferred(true, 0, 1e-2, SEED);
INDArray headBefore = still.getParam("8_W").dup();
still.fit(batches(draw(SEED), 20).iterator().next());
for (int layer : weighted) {
    Check.close("layer " + layer, still.getParam(layer + "_W"), pretrained.getParam(layer + "_W"), 0);
}
Check.atLeast("the head moved by", still.getParam("8_W").sub(headBefore).amaxNumber().doubleValue(), 1e-3);

// test: fine-tuning begins with the old weights and moves them
MultiLayerNetwork moving = transferred(false, 1e-4, 1e-3, SEED);
Check.close("at the beginning", moving.getParam("6_W"), pretrained.getParam("6_W"), 0);
moving.fit(batches(draw(SEED), 20).iterator().next());
Check.atLeast("after a step", moving.getParam("6_W").sub(pretrained.getParam("6_W")).amaxNumber().doubleValue(), 1e-5);

// test: the draws differ, and none holds an image of the source
Check.that("two draws", !draw(SEED)[0].equals(draw(SEED + 1)[0]));
Check.that("each draw has as many of both", draw(SEED)[1].sum(0).toDoubleVector()[0] == draw(SEED)[1].sum(0).toDoubleVector()[1]);
Check.that("source and target share no class", source.stream().noneMatch(target::contains) && source.size() + target.size() == 10);

// test: an imported network has maps that are not empty
Check.atLeast("mean of the maps", maps.meanNumber().doubleValue(), 1e-3);
