// test: exercise 1
Check.that("a head of 64 channels", new Head(64, 4, 4).W.length() + 16 == 9232);
Check.that("scores of the first map", ssd.scoreHeads.get(0).W.length() + ssd.scoreHeads.get(0).b.length() == 4624);

// test: exercise 2, the anchor that fits best
double[] sides = {10, 40};
double[] centres = {3.5 / 6, 0.5};
int[] maps = new int[2];
for (int i = 0; i < 2; i++) {
    INDArray overlap = Boxes.iou(ssd.anchors, Boxes.of(List.of(Box.ofCentre(centres[i], centres[i], sides[i] / 48, sides[i] / 48))));
    maps[i] = overlap.ravel().argMax().getInt(0);
}
Check.that("the first map, and the last", maps[0] < 144 && maps[1] >= 180);

// test: exercise 3
double[] chances = {0.9, 0.5, 0.1};
double[] ofFocal = {0.00105, 0.173, 1.865};
for (int i = 0; i < 3; i++) {
    Tensor two = Tensor.of(Nd4j.createFromArray(new float[] {(float) Math.log(chances[i]), (float) Math.log(1 - chances[i])}).reshape(1, 1, 2));
    INDArray zero = Nd4j.zeros(DataType.FLOAT, 1, 1);
    Check.close("focal loss of " + chances[i], focal(two, zero, 1).item(), ofFocal[i], 0.001);
    Check.close("cross-entropy of it", overAll(two, zero, 1).item(), -Math.log(chances[i]), 1e-5);
}

// test: exercise 4
Check.close("bias", Math.log(297), 5.7, 0.01);

// test: mining takes the worst, three for each object
float[] logits = {0, 0, 5, 0, 1, 0, 3, 0, 2, 0, 4, 0, 6, 0};
Tensor seven = Tensor.of(Nd4j.createFromArray(logits).reshape(1, 7, 2));
INDArray oneObject = Nd4j.createFromArray(new float[] {1, 0, 0, 0, 0, 0, 0}).reshape(1, 7);
double byHand = Math.log(2) + Stream.of(1, 2, 3).mapToDouble(x -> Math.log(1 + Math.exp(-x))).sum();
Check.close("the object and the three least sure of background", mined(seven, oneObject, 1).item(), byHand, 1e-4);

// test: labels become boxes again
Scene scene = shapes.train().get(0);
MultiDataSet single = batch(ssd, List.of(scene));
INDArray back = Boxes.decoded(ssd.anchors, single.getLabels(1).slice(0)).mul(48);
for (int k = 0; k < 184; k++) {
    int label = single.getLabels(0).getInt(0, k) - 1;
    Box box = Boxes.list(back.get(NDArrayIndex.interval(k, k + 1), NDArrayIndex.all())).get(0);
    Check.that("anchor " + k, label < 0 || scene.objects().stream().anyMatch(it -> it.label() == label && it.box().iou(box) > 0.999));
}

// test: the library's detector is this one, with hard negatives
SingleShot written = new SingleShot(48, 3, SHAPE_SIZES, (s, c, p) -> mined(s, c, p));
Ssd finished = new Ssd(48, 3, SHAPE_SIZES);
List<INDArray> ofWritten = written.optimiser(0.1).state();
for (int i = 0; i < finished.parameters().size(); i++) {
    finished.parameters().get(i).data().assign(ofWritten.get(i));
}
MultiDataSet labelled = batch(written, shapes.train().subList(0, 4)), theirs = finished.batch(shapes.train().subList(0, 4));
Check.close("labels: classes", theirs.getLabels(0), labelled.getLabels(0), 0);
Check.close("labels: offsets", theirs.getLabels(1), labelled.getLabels(1), 0);
List<Tensor> images = List.of(Tensor.of(labelled.getFeatures(0)));
List<Tensor> wanted = List.of(Tensor.of(labelled.getLabels(0)), Tensor.of(labelled.getLabels(1)));
Check.close("scores", finished.outputs(images, true).get(0).data(), written.outputs(images, true).get(0).data(), 1e-5);
Check.close("loss", finished.loss(finished.outputs(images, true), wanted, null).item(),
        written.loss(written.outputs(images, true), wanted, null).item(), 1e-4);
Check.that("detections", finished.find(scene).equals(find(written, scene)));
