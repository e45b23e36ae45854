// test: exercise 1
Box third = Box.ofYolo(0.5, 0.5, 0.2, 0.4, 640, 480);
Check.that("COCO", Arrays.equals(Arrays.stream(third.toCoco()).map(Math::rint).toArray(), new double[] {256, 144, 128, 192}));
Check.that("VOC", Arrays.equals(third.toVoc(), new int[] {257, 145, 384, 336}));

// test: exercise 2
Check.close("along x", iou(new Box(0, 0, 3, 3), new Box(1, 0, 4, 3)), 0.5, 1e-12);
Check.close("along both", iou(new Box(0, 0, 1, 1), new Box(1 - Math.sqrt(2 / 3.0), 1 - Math.sqrt(2 / 3.0), 2 - Math.sqrt(2 / 3.0), 2 - Math.sqrt(2 / 3.0))), 0.5, 1e-12);

// test: exercise 3
int together = 0;
for (int side : new int[] {32, 16, 8, 4, 1}) {
    together += Anchors.grid(side, side, new double[] {0.2, 0.272}, RATIOS).size(0);
}
Check.that("5444 anchors", together == 5444);

// test: exercise 4
Check.close("twice as large", offsets(new Box(1, 1, 2, 2), new Box(0.5, 0.5, 2.5, 2.5))[3], 5 * Math.log(2), 1e-12);

// test: exercise 5
Suppression.Soft both = Suppression.soft(Boxes.of(List.of(new Box(0, 0, 10, 10), new Box(2.5, 0, 12.5, 10))),
        Nd4j.createFromArray(0.9, 0.8), 0.5, 0.3);
Check.close("the second score", both.scores()[1], 0.8 * Math.exp(-0.72), 1e-6);

// test: exercise 6
double[] eight = averages(IntStream.range(0, 8).mapToObj(i -> new Answer(true, 1 - 0.1 * i)).toList(), 10);
Check.close("VOC 2007", eight[0], 9 / 11.0, 1e-12);
Check.close("VOC 2012", eight[1], 0.8, 1e-12);
Check.close("COCO", eight[2], 81 / 101.0, 1e-12);

// test: our assignment is the library's for random boxes
Random dice = new Random(5);
for (int round = 0; round < 20; round++) {
    List<Box> objects = IntStream.range(0, 3).mapToObj(i -> Box.ofCentre(dice.nextDouble(), dice.nextDouble(), 0.1 + 0.4 * dice.nextDouble(), 0.1 + 0.4 * dice.nextDouble())).toList();
    Check.that("round " + round, Arrays.equals(assigned(few, objects, 0.5), Assignment.of(Boxes.of(few), Boxes.of(objects), 0.5)));
}

// test: a photograph that is in the data set twice is here once
Check.that("names", photos.train().stream().map(Scene::name).distinct().count() == photos.train().size());
Check.that("no copies", !photos.isReal() || photos.train().stream().noneMatch(it -> List.of("raccoon-98.jpg", "raccoon-116.jpg", "raccoon-74.jpg", "raccoon-120.jpg").contains(it.name())));
