// test: exercise 2
int inside = 0;
for (Box anchor : Boxes.list(ANCHORS)) {
    inside += anchor.left() >= 0 && anchor.top() >= 0 && anchor.right() <= 1 && anchor.bottom() <= 1 ? 1 : 0;
}
Check.that("anchors that fit into the image", inside == 264 && ANCHORS.size(0) == 576);

// test: exercise 5
double backbone = 48 * 48 * 432 + 24 * 24 * 4608 + 12 * 12 * 18432, first = 144 * (36864 + 1280), second = 30 * 66048;
Check.close("millions", backbone / 1e6, 6.3, 0.05);
Check.close("the share of the first stage", first / (backbone + first + second), 0.4, 0.005);
Check.that("the weights of 30 regions", detector.W1.length() + detector.W2.length() == 66048);
Check.that("the weights of a cell", detector.first.W.length() == 36864);

// test: proposals are sorted, inside, and apart
INDArray scores = Nd4j.rand(DataType.FLOAT, 576, 1), moves = Nd4j.randn(DataType.FLOAT, 576, 4);
List<Box> proposed = proposals(scores, moves, 40);
Check.that("at most forty", proposed.size() <= 40 && !proposed.isEmpty());
Check.that("inside", proposed.stream().allMatch(it -> it.left() >= 0 && it.top() >= 0 && it.right() <= 48 && it.bottom() <= 48));
int best = scores.ravel().argMax().getInt(0);
Box surest = Boxes.list(Boxes.decoded(ANCHORS, moves).mul(48)).get(best).clipped(48, 48);
Check.that("the surest first", surest.width() < 3 || surest.height() < 3 || surest.iou(proposed.get(0)) > 0.999);

// test: the losses have gradients for all that is learned
Detector fresh = new Detector();
Losses both = losses(fresh, shapes.train().subList(0, 4), new Random(2));
both.first().add(both.second()).backward();
Check.that("every parameter", fresh.parameters().stream().allMatch(it -> it.grad() != null && it.grad().norm2Number().doubleValue() > 0));
Check.close("half of them sure of nothing", both.first().item(), Math.log(2), 0.6);

// test: the second stage sees a region's own image
Tensor map = detector.map(shapes.test().subList(0, 2), false);
List<Box> box = List.of(new Box(5, 5, 20, 22));
INDArray ofSecond = detector.second(map, new int[] {1}, box).data();
Check.close("alone", detector.second(map.range(1, 2, 0), new int[] {0}, box).data(), ofSecond, 1e-4);
