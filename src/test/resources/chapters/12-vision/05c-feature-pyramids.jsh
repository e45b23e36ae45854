// test: exercise 1
Proposer pyramid = new Proposer(Kind.PYRAMID);
Check.that("lateral connections", pyramid.laterals.stream().mapToLong(Tensor::length).sum() == 3584);

// test: the pyramid's levels
List<Scene> two = shapes.train().subList(0, 2);
Tensor images = Tensor.of(SceneBatches.images(two));
List<Tensor> maps = pyramid.maps(images, false), stages3 = pyramid.backbone.maps(images, false);
INDArray coarse = conv2d(stages3.get(2), pyramid.laterals.get(2), null).data();
INDArray middle = conv2d(stages3.get(1), pyramid.laterals.get(1), null).data();
Check.close("the coarsest is its lateral connection", maps.get(2).data(), coarse, 1e-5);
Check.close("the next adds it", maps.get(1).data(), middle.add(upsample2d(Tensor.of(coarse), 2).data()), 1e-4);
Check.that("the finest", Arrays.equals(maps.get(0).shape(), new long[] {2, 32, 24, 24}));
for (Kind kind : Kind.values()) {
    Proposer proposer = new Proposer(kind);
    List<Tensor> said = proposer.outputs(two, true);
    Check.that(kind + ": one answer for each anchor", said.get(0).size(1) == proposer.anchors.size(0) && said.get(1).size(1) == proposer.anchors.size(0));
    said.get(0).sum().add(said.get(1).square().sum()).backward();
    Check.that(kind + ": gradients for all", proposer.parameters().stream().allMatch(it -> it.grad() != null));
}

// test: the vote, part by part
INDArray random = Nd4j.rand(DataType.FLOAT, 1, 18, 6, 6);
Box place = new Box(3, 2, 17.5, 20);
INDArray cut = RoiAlign.of(Tensor.of(random), new int[1], List.of(place), 3, 4).data(), said = vote(Tensor.of(random), new int[1], List.of(place), 3, 4).data();
for (int number = 0; number < 2; number++) {
    double sum = 0;
    for (int part = 0; part < 9; part++) {
        sum += cut.getDouble(0, 2 * part + number, part / 3, part % 3);
    }
    Check.close("number " + number, said.getDouble(0, number), sum / 9, 1e-5);
}

// test: exercise 4
Check.that("channels for COCO", 49 * 81 == 3969 && 49 * 4 == 196);

// test: a vote tells where, a mean does not: two parts side by side
INDArray sided = Nd4j.zeros(DataType.FLOAT, 1, 4, 8, 8);
for (int part = 0; part < 4; part++) {
    int from = part % 2 == 0 ? 2 : 4;
    sided.get(NDArrayIndex.point(0), NDArrayIndex.point(part), NDArrayIndex.all(), NDArrayIndex.interval(from, from + 2)).assign(1);
}
double right = vote(Tensor.of(sided), new int[1], List.of(new Box(2, 2, 6, 6)), 2, 1).item();
double shifted = vote(Tensor.of(sided), new int[1], List.of(new Box(4, 2, 8, 6)), 2, 1).item();
Check.close("in place", right, 1, 1e-5);
Check.close("moved by a half", shifted, 0, 1e-5);
