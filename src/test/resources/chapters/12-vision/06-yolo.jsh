// test: exercises 1 and 2
Check.that("numbers of a grid", 7 * 7 * (5 * 2 + 20) == 1470 && S * S * (5 * 3 + C) == 648);
Check.that("dense layers", dense.W1.length() + dense.b1.length() + dense.W2.length() + dense.b2.length() == 710_356);
Check.that("the convolution", convolutional.W.length() + convolutional.b.length() == 845);

// test: exercise 3
double[] widths = {0.25, 0.81};
double[] withRoots = {0.00049, 0.00015};
for (int i = 0; i < 2; i++) {
    double root = Math.sqrt(widths[i] + 0.01) - Math.sqrt(widths[i]);
    Check.close("with roots", 5 * root * root, withRoots[i], 1e-5);
}

// test: exercise 4, the least of both confidence terms
double least = IntStream.range(0, 10_000).mapToDouble(i -> i / 10_000.0)
        .boxed().min(Comparator.comparingDouble(c -> Math.pow(0.5 - c, 2) + 0.5 * 71 * c * c)).get();
Check.close("half weight", least, 0.0137, 1e-4);
Check.close("full weight", 0.5 / 72, 0.0069, 1e-4);

// test: whoever answers with the labels is perfect
class Oracle extends Yolo {
    INDArray label;

    Oracle() {
        super(1, PAPER);
    }

    Tensor grid(Tensor X, boolean training) {
        Tensor known = Tensor.of(label.reshape(1, S, S, 4 + C));
        Tensor classes = known.range(4, 4 + C, 3);
        return concat(3, known.range(0, 4, 3), classes.sum(true, 3), classes);
    }
}
Oracle oracle = new Oracle();
AveragePrecision perfect = AveragePrecision.of(C, shapes.test(), scene -> {
    oracle.label = label(scene);
    return find(oracle, scene);
});
Check.close("average precision of the truth", perfect.voc2012(0.75), 1, 1e-6);
oracle.label = label(shapes.test().get(0));
Tensor known = Tensor.of(oracle.label.reshape(1, S, S, 4 + C));
Check.close("and its loss", oracle.loss(List.of(oracle.grid(known, false)), List.of(known), null).item(), 0, 1e-8);

// test: of two boxes the one that overlaps more is responsible
Check.close("the first", handTargets.responsible().data().getDouble(0, 1, 0, 0), 1, 0);
Check.close("not the second", handTargets.responsible().data().getDouble(0, 1, 0, 1), 0, 0);
Check.close("its goal", handTargets.confidence().data().getDouble(0, 1, 0, 0), 0.2 / 0.41, 1e-6);

// test: DL4J's scores for examples weigh what has no object by a quarter
double ofExamples = layer.computeScoreForExamples(0, memory).sumNumber().doubleValue();
double noObject = terms(gridOf(t), oneLabel, targets(gridOf(t), oneLabel, 1, PAPER), 1, PAPER).get("confidence, none").item();
Check.close("half of the term is missing", dl4jScore - ofExamples, noObject / 2, 1e-5);

// test: DL4J's suppression depends on the order, and mixes pictures
int[] left = new int[3];
int[][] orders = {{0, 1, 2}, {2, 1, 0}};
for (int k = 0; k < 2; k++) {
    List<org.deeplearning4j.nn.layers.objdetect.DetectedObject> list = new ArrayList<>();
    for (int i : orders[k]) {
        list.add(new org.deeplearning4j.nn.layers.objdetect.DetectedObject(0, 5 + i, 5, 4, 4, Nd4j.createFromArray(1.0, 0), 0.9 - 0.1 * i));
    }
    org.deeplearning4j.nn.layers.objdetect.YoloUtils.nms(list, 0.45);
    left[k] = list.size();
}
Check.that("two are left, or one", left[0] == 2 && left[1] == 1);
List<org.deeplearning4j.nn.layers.objdetect.DetectedObject> ofTwo = new ArrayList<>();
for (int picture = 0; picture < 2; picture++) {
    ofTwo.add(new org.deeplearning4j.nn.layers.objdetect.DetectedObject(picture, 5, 5, 4, 4, Nd4j.createFromArray(1.0, 0), 0.9 - 0.1 * picture));
}
org.deeplearning4j.nn.layers.objdetect.YoloUtils.nms(ofTwo, 0.45);
Check.that("one picture's box is lost", ofTwo.size() == 1);
