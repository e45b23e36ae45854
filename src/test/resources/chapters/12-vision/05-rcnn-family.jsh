// test: exercise 1
Tensor stretch = Tensor.of(Nd4j.arange(12).castTo(DataType.FLOAT).repeat(0, 12).reshape(1, 1, 12, 12));
INDArray rounded = roiPool(stretch, new int[] {0}, List.of(new Box(10, 10, 26, 26)), 4, 4).data().slice(0).slice(0);
Check.close("cells 3 to 6", rounded.getColumn(0), Nd4j.createFromArray(3f, 4, 5, 6), 0);
Check.close("overlap of 12 to 28 with 10 to 26", 14 / 18.0, 0.78, 0.005);

// test: exercise 2, what the parts of three cells are
INDArray nine = roiPool(Tensor.of(Nd4j.arange(9).castTo(DataType.FLOAT).reshape(1, 1, 3, 3)), new int[] {0},
        List.of(new Box(0, 0, 3, 3)), 2, 1).data().ravel();
Check.close("the last cell of each part", nine, Nd4j.createFromArray(4f, 5, 7, 8), 0);

// test: exercise 4, merging
Scene some = scenes.test().get(0);
List<Region> all = merged(cells(some.pixels(), 2));
Check.that("2n - 1 regions", all.size() == 2 * 576 - 1);
Region whole = all.get(all.size() - 1);
Check.that("the last is everything", whole.cells() == 576 && whole.box().equals(new Box(0, 0, 48, 48)));
for (int c = 0; c < 3; c++) {
    Check.close("its mean colour", whole.colour()[c], some.pixels().slice(c).meanNumber().doubleValue(), 1e-4);
}
List<Box> boxes = proposals(some);
Check.that("each box once", boxes.stream().distinct().count() == boxes.size());

// test: two cells of one colour and two of another become two regions first
INDArray halves = Nd4j.zeros(DataType.FLOAT, 3, 8, 8);
halves.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(4, 8)).assign(1);
List<Region> ofHalves = merged(cells(halves, 4));
Check.that("left and right, then all", ofHalves.subList(4, 7).stream().map(Region::box).collect(Collectors.toSet())
        .equals(Set.of(new Box(0, 0, 4, 8), new Box(4, 0, 8, 8), new Box(0, 0, 8, 8))));

// test: a region's answers do not depend on the others in its image
RegionNetwork one = new RegionNetwork(looks.get("Fast R-CNN, RoI pooling"));
Tensor image = Tensor.of(SceneBatches.images(List.of(some)));
INDArray together = one.answers(image, new int[boxes.size()], boxes, false).data();
INDArray alone = one.answers(image, new int[1], boxes.subList(1, 2), false).data();
Check.close("the second region", together.getRow(1), alone.getRow(0), 1e-4);

// test: RoI pooling is the maximum that loops find
Tensor any = Tensor.of(Nd4j.rand(DataType.FLOAT, 2, 3, 12, 12));
INDArray parts = roiPool(any, new int[] {1}, List.of(new Box(9, 3, 38, 30)), 4, 4).data();
int top = 1, bottom = 8, left = 2, right = 10;
for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
        int y0 = top + (bottom - top) * i / 4, y1 = top + (int) Math.ceil((bottom - top) * (i + 1.0) / 4);
        int x0 = left + (right - left) * j / 4, x1 = left + (int) Math.ceil((right - left) * (j + 1.0) / 4);
        double greatest = any.data().slice(1).slice(2).get(NDArrayIndex.interval(y0, y1), NDArrayIndex.interval(x0, x1)).maxNumber().doubleValue();
        Check.close("part " + i + ", " + j, parts.getDouble(0, 2, i, j), greatest, 1e-6);
    }
}
