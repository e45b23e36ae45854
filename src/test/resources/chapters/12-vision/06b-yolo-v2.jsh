// test: exercise 1
Tensor fineMap = Tensor.of(Nd4j.zeros(DataType.FLOAT, 1, 64, 26, 26));
Tensor coarseMap = Tensor.of(Nd4j.zeros(DataType.FLOAT, 1, 1024, 13, 13));
Check.that("joined", Arrays.equals(concat(1, spaceToDepth(fineMap), coarseMap).shape(), new long[] {1, 1280, 13, 13}));
Check.that("without the reduction", 4 * 512 + 1024 == 3072);

// test: exercise 2
Box middle = Boxes.list(rows48.edges(Tensor.of(Nd4j.zeros(DataType.FLOAT, 1, 108, 5 + C))).data().slice(0)).get(0);
Check.close("the anchor in the middle of its cell", middle.iou(Box.ofCentre(4, 4, three[0][0], three[0][1])), 1, 1e-5);

// test: exercise 3
double[] little = {2, 3};
double[] double2 = {4, 6};
double[] wide = {4, 3};
Check.close("twice as wide and high", shapeIou(little, double2), 0.25, 1e-12);
Check.close("twice as wide", shapeIou(little, wide), 0.5, 1e-12);

// test: exercise 4
Check.that("ten sizes", IntStream.rangeClosed(320, 608).filter(it -> it % 32 == 0).count() == 10);

// test: exercise 5, the authors' order, by their own sums
int c = 4;
int h = 2;
int w = 2;
int[] theirs = new int[16];
for (int k = 0; k < c; k++) {
    for (int j = 0; j < h; j++) {
        for (int i = 0; i < w; i++) {
            int plane = k % (c / 4);
            int offset = k / (c / 4);
            theirs[i + w * (j + h * k)] = 2 * i + offset % 2 + 2 * w * (2 * j + offset / 2 + 2 * h * plane);
        }
    }
}
INDArray reread = spaceToDepth(Tensor.of(Nd4j.arange(16).castTo(DataType.FLOAT).reshape(1, 1, 4, 4))).data().dup('c');
Check.that("memory read as another shape", Arrays.equals(theirs, reread.data().asInt()));
Check.that("the order", theirs[0] == 0 && theirs[1] == 2 && theirs[2] == 8 && theirs[3] == 10 && theirs[4] == 1);

// test: nothing is lost on the way
INDArray back = spaceToDepth(Tensor.of(sixteen)).data();
Check.close("the same numbers", back.sumNumber().doubleValue(), 120, 0);
Check.close("upper left pixels first", back.get(org.nd4j.linalg.indexing.NDArrayIndex.point(0), org.nd4j.linalg.indexing.NDArrayIndex.point(0)).sumNumber().doubleValue(), 0 + 2 + 8 + 10, 0);

// test: more clusters fit better, and better than by the other distance
Check.that("nearly monotone", IntStream.range(1, 9).allMatch(i -> byIou[i] > byIou[i - 1] - 0.01));
Check.close("every box is its own cluster", meanIou(sizes), 1, 1e-9);
Check.that("sorted by area", five[0][0] * five[0][1] < five[4][0] * five[4][1]);
