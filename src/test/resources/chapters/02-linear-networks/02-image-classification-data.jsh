// test: the real files have the sizes that their headers imply
d2j.data.store.Catalog.Entry fashion = d2j.data.store.Catalog.standard().entry("fashion-mnist");
Check.close("training images", fashion.file("train-images-idx3-ubyte.gz").size(), 16 + 60_000 * 28 * 28, 0);
Check.close("training labels", fashion.file("train-labels-idx1-ubyte.gz").size(), 8 + 60_000, 0);
Check.close("test images", fashion.file("t10k-images-idx3-ubyte.gz").size(), 16 + 10_000 * 784, 0);
Check.close("test labels", fashion.file("t10k-labels-idx1-ubyte.gz").size(), 10_008, 0);
Check.that("ten classes, the first a t-shirt, the last an ankle boot", fashion.classes().size() == 10
        && fashion.classes().get(0).equals("t-shirt") && fashion.classes().get(9).equals("ankle boot"));

// test: a truncated file is refused by the chapter's reader and by the library's
byte[] content = new GZIPInputStream(Files.newInputStream(published)).readAllBytes();
Path cut = folder.resolve("cut.gz");
try (var out = new GZIPOutputStream(Files.newOutputStream(cut))) {
    out.write(content, 0, content.length - 1);
}
boolean ours = false, library = false;
try {
    readImages(cut);
} catch (IOException e) {
    ours = true;
}
try {
    Idx.read(cut, 3);
} catch (d2j.data.store.DatasetException e) {
    library = true;
}
Files.delete(cut);
Check.that("our reader refuses it", ours);
Check.that("the library refuses it", library);

// test: a file that goes on after its elements is refused, and so are labels
Path more = folder.resolve("more.gz");
try (var out = new GZIPOutputStream(Files.newOutputStream(more))) {
    out.write(content);
    out.write(0);
}
boolean refused = false;
try {
    readImages(more);
} catch (IOException e) {
    refused = true;
}
Files.delete(more);
Check.that("refused", refused);
Path labelled = folder.resolve("labels.gz");
try (var out = new GZIPOutputStream(Files.newOutputStream(labelled))) {
    new Idx(new byte[] {1, 2, 3}, 3).write(out);
}
String complaint = "";
try {
    readImages(labelled);
} catch (IOException e) {
    complaint = e.getMessage();
}
Files.delete(labelled);
Check.that("labels are not accepted as images: " + complaint, complaint.contains("00000801"));

// test: nothing is left of a refused download, and a good one is there under its name
try (Stream<Path> left = Files.list(folder)) {
    Check.close("files", left.count(), 2, 0);
}

// test: bytes are unsigned
byte bright = (byte) 200;
Check.close("stored", bright, -56, 0);
Check.close("read", bright & 0xff, 200, 0);

// test: statistics and classes of the real data
Check.close("images in all classes", Arrays.stream(count).sum(), train.size(), 0);
if (data.isReal() && train.size() == 60_000) {
    Check.that("6,000 images of every class", Arrays.stream(count).allMatch(c -> c == 6000));
    Check.close("mean of the pixels, as published", mean, 0.2860, 1e-4);
    Check.close("standard deviation of the pixels, as published", deviation, 0.3530, 1e-4);
}

// test: both layouts hold the same pixels, and labels are one-hot
Check.close("row 10, column 14 of the second image", three.features().getDouble(1, 28 * 10 + 14), three.images().getDouble(1, 0, 10, 14), 0);
Check.that("one-hot", IntStream.range(0, 3).allMatch(i -> three.labels().getDouble(i, three.label(i)) == 1
        && three.labels().getRow(i).sumNumber().doubleValue() == 1));
Check.atMost("largest value", three.features().maxNumber().doubleValue(), 1);

// test: every batch of a shuffled pass but the last is full, and the pieces are a permutation
List<int[]> tenths = shuffledBatches(100, 30, new Random(7));
Check.that("sizes", tenths.stream().map(piece -> piece.length).toList().equals(List.of(30, 30, 30, 10)));
Check.that("permutation", Arrays.equals(tenths.stream().flatMapToInt(Arrays::stream).sorted().toArray(), IntStream.range(0, 100).toArray()));
Check.that("another seed, another order", !Arrays.equals(shuffledBatches(100, 100, new Random(7)).get(0), shuffledBatches(100, 100, new Random(8)).get(0)));

// test: the library's mini-batches have each example once, another order in the next pass, the same orders for the same seed
INDArray numbers = Nd4j.arange(1000).reshape(1000, 1).castTo(DataType.FLOAT);
List<Integer> onePass(MiniBatches batches) {
    List<Integer> seen = new ArrayList<>();
    for (DataSet batch : batches) {
        for (int i = 0; i < batch.numExamples(); i++) {
            seen.add((int) batch.getFeatures().getDouble(i, 0));
        }
    }
    return seen;
}
MiniBatches numbered = MiniBatches.of(numbers, numbers, 256).shuffled(SEED);
List<Integer> first = onePass(numbered), second = onePass(numbered);
Check.close("different examples in a pass", new HashSet<>(first).size(), 1000, 0);
Check.that("the second pass has another order", !second.equals(first));
Check.that("the same seed", onePass(MiniBatches.of(numbers, numbers, 256).shuffled(SEED)).equals(first));
Check.close("batches of 256 from 1,000 examples", numbered.batches(), 4, 0);
Check.close("the same without the short one", numbered.dropLast().batches(), 3, 0);

// test: class means by the matrix product are the averages of the images
int wanted = train.label(0);
INDArray average = Nd4j.zeros(DataType.FLOAT, 784);
for (int from = 0; from < train.size(); from += 1000) {
    LabelledImages part = train.range(from, Math.min(train.size(), from + 1000));
    INDArray pixelsOfPart = part.features();
    for (int i = 0; i < part.size(); i++) {
        if (part.label(i) == wanted) {
            average.addi(pixelsOfPart.getRow(i));
        }
    }
}
Check.close("mean image", means.getRow(wanted), average.div(count[wanted]), 1e-4);

// test: linear scores and distances name the same class
INDArray someX = testX.getRow(0).reshape(1, 784);
Check.close("class", means.subRowVector(someX).norm2(1).neg().argMax().getInt(0), scores(someX, means).argMax(1).getInt(0), 0);

// test: answers to the exercises
Check.close("0x2710", 0x2710, 10_000, 0);
Check.close("60,000 read with the wrong end first", Integer.reverseBytes(60_000), 1_625_948_160, 0);
Check.close("batches of 64", (60_000 + 63) / 64, 938, 0);
Check.close("images in the last", 60_000 - 937 * 64, 32, 0);
ImageData digits = Mnist.load();
INDArray digitSums = Nd4j.zeros(DataType.FLOAT, 10, 784), digitCounts = Nd4j.zeros(DataType.FLOAT, 10, 1);
for (DataSet batch : digits.train().batches(1000)) {
    digitSums.addi(batch.getLabels().transpose().mmul(batch.getFeatures()));
    digitCounts.addi(batch.getLabels().sum(0).reshape(10, 1));
}
double digitAccuracy = Accuracy.of(scores(digits.test().features(), digitSums.divColumnVector(digitCounts)), digits.test().labels());
if (digits.isReal() && data.isReal()) {
    Check.atLeast("digits are easier than garments: difference of the accuracies", digitAccuracy - accuracy, 0.05);
}
