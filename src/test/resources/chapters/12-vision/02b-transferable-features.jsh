// test: exercise 3, what is left to train with four frozen convolutions
MultiLayerNetwork base = fresh(SEED), four = grafted(base, 4, true, SEED + 9);
Check.close("the dense layer", four.getLayer(7).numParams(), 645, 0);
Check.that("frozen up to the last convolution", IntStream.range(0, 6).allMatch(i ->
        four.getLayer(i).getClass().getSimpleName().startsWith("Frozen")));

// test: a graft keeps the first layers and draws the others anew
for (int kept = 1; kept <= 4; kept++) {
    MultiLayerNetwork graft = grafted(base, kept, false, SEED + 9);
    for (int k = 0; k < 4; k++) {
        String name = convolutions[k] + "_W";
        Check.that(kept + " kept, " + name, graft.getParam(name).equals(base.getParam(name)) == k < kept);
    }
    Check.that("the dense layer is new", !graft.getParam("7_W").equals(base.getParam("7_W")));
}

// test: frozen layers stay, the others move
MultiLayerNetwork frozen = grafted(base, 2, true, SEED + 9), tuned = grafted(base, 2, false, SEED + 9);
INDArray above = frozen.getParam("4_W").dup();
frozen.fit(x, y);
tuned.fit(x, y);
Check.close("second convolution, frozen", frozen.getParam("2_W"), base.getParam("2_W"), 0);
Check.atLeast("third, frozen below", frozen.getParam("4_W").sub(above).normmaxNumber().doubleValue(), 1e-5);
Check.atLeast("second convolution, tuned", tuned.getParam("2_W").sub(base.getParam("2_W")).normmaxNumber().doubleValue(), 1e-5);

// test: a graft of all layers with the base's own last layer is the base
MultiLayerNetwork whole = grafted(base, 4, false, SEED);
Check.close("outputs", whole.output(x), base.output(x), 0);

// test: a task has only its classes, numbered anew
MiniBatches some = task(photos.test(), testImages, List.of(7, 3, 5, 1, 9), 20);
long examples = 0;
for (org.nd4j.linalg.dataset.DataSet batch : some) {
    examples += batch.numExamples();
    Check.close("one class each", batch.getLabels().sum(1), Nd4j.ones(DataType.FLOAT, batch.numExamples()), 0);
}
Check.that("examples", examples > 0 && examples <= 20);

// test: halved images are means of four pixels
INDArray first = photos.test().images().slice(0);
double four00 = (first.getDouble(0, 0, 0) + first.getDouble(0, 0, 1) + first.getDouble(0, 1, 0) + first.getDouble(0, 1, 1)) / 4;
Check.close("a pixel", testImages.getDouble(0, 0, 0, 0), (four00 - 0.47) / 0.25, 1e-5);
