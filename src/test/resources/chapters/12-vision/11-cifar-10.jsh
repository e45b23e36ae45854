// test: exercise 1
Check.close("images to tell 0.75 from 0.76", Math.ceil(2 * 0.755 * 0.245 / (0.005 * 0.005)), 14_798, 0.5);

// test: exercise 3
Check.close("least loss", -0.91 * Math.log(0.91) - 9 * 0.01 * Math.log(0.01), 0.5003, 5e-5);

// test: exercise 4, the largest of fifty normal numbers
Random normal = new Random(1);
double best = IntStream.range(0, 20_000).mapToDouble(i -> IntStream.range(0, 50).mapToDouble(j -> normal.nextGaussian())
        .max().orElseThrow()).average().orElseThrow();
Check.close("deviations above the mean", best, 2.25, 0.02);
Check.close("the score it shows", 0.72 + best * standardError(0.72, 2000), 0.743, 0.001);

// test: crops lie inside, are mirrored, and stay in the middle where nothing moves
INDArray numbered = Nd4j.arange(3 * 32 * 32).castTo(DataType.FLOAT).reshape(1, 3, 32, 32);
INDArray middle = crops(numbered, 24, false, false, new Random(1));
Check.close("the middle", middle, numbered.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.all(),
        org.nd4j.linalg.indexing.NDArrayIndex.interval(4, 28), org.nd4j.linalg.indexing.NDArrayIndex.interval(4, 28)), 0);
Set<Double> corners = new HashSet<>();
Random cutter = new Random(1);
for (int draw = 0; draw < 2000; draw++) {
    corners.add(crops(numbered, 24, true, true, cutter).getDouble(0, 0, 0, 0));
}
Check.atLeast("kinds of corners of 162 crops", corners.size(), 140);
Check.close("mirrored twice", mirrored(mirrored(numbered)), numbered, 0);

// test: softened labels are still distributions
Check.close("sum of each", softened(someLabels).sum(1), Nd4j.ones(DataType.FLOAT, 6), 1e-5);

// test: validation and training share no image, and a submission of the wrong length is refused
Check.that("sizes", train.size() + validation.size() == photos.train().size());
String refused = "";
try {
    score(submission, photos.test().first(10));
} catch (IllegalArgumentException e) {
    refused = e.getMessage();
}
Check.that("refused: " + refused, refused.contains("10 rows"));
