// test: the real files have the sizes that their headers imply
d2j.data.store.Catalog.Entry fashion = d2j.data.store.Catalog.standard().entry("fashion-mnist");
Check.close("training labels", fashion.file("train-labels-idx1-ubyte.gz").size(), 8 + 60_000, 0);
Check.close("test images", fashion.file("t10k-images-idx3-ubyte.gz").size(), 16 + 10_000 * 784, 0);
Check.close("test labels", fashion.file("t10k-labels-idx1-ubyte.gz").size(), 10_008, 0);
Check.that("ten classes, the first a t-shirt, the last an ankle boot", fashion.classes().size() == 10
        && fashion.classes().get(0).equals("t-shirt") && fashion.classes().get(9).equals("ankle boot"));

// test: a truncated file is refused by the chapter's reader and by the library's
Path cut = folder.resolve("cut.gz");
try (var out = new GZIPOutputStream(Files.newOutputStream(cut))) {
    out.write(content.toByteArray(), 0, content.size() - 1);
}
boolean ours = false, library = false;
try {
    readIdx(cut, 3);
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

// test: a file that goes on after its elements is refused
Path more = folder.resolve("more.gz");
try (var out = new GZIPOutputStream(Files.newOutputStream(more))) {
    content.writeTo(out);
    out.write(0);
}
boolean refused = false;
try {
    readIdx(more, 3);
} catch (IOException e) {
    refused = true;
}
Files.delete(more);
Check.that("refused", refused);

// test: bytes are unsigned
byte bright = (byte) 200;
Check.close("stored", bright, -56, 0);
Check.close("read", bright & 0xff, 200, 0);

// test: every batch of a shuffled pass but the last is full, and the pieces are a permutation
List<int[]> tenths = shuffledBatches(100, 30, new Random(7));
Check.that("sizes", tenths.stream().map(piece -> piece.length).toList().equals(List.of(30, 30, 30, 10)));
Check.that("permutation", Arrays.equals(tenths.stream().flatMapToInt(Arrays::stream).sorted().toArray(), IntStream.range(0, 100).toArray()));
Check.that("another seed, another order", !Arrays.equals(shuffledBatches(100, 100, new Random(7)).get(0), shuffledBatches(100, 100, new Random(8)).get(0)));

// test: class means by the matrix product are the averages of the images
int wanted = train.label(0);
INDArray average = Nd4j.zeros(DataType.FLOAT, 784);
int members = 0;
INDArray firstImages = train.first(300).features();
for (int i = 0; i < 300; i++) {
    if (train.label(i) == wanted) {
        average.addi(firstImages.getRow(i));
        members++;
    }
}
Check.close("mean image", classMeans(train.first(300)).getRow(wanted), average.div(members), 1e-5);

// test: answers to the exercises
Check.close("0x2710", 0x2710, 10_000, 0);
Check.close("60,000 read with the wrong end first", Integer.reverseBytes(60_000), 1_625_948_160, 0);
Check.close("batches of 64", (60_000 + 63) / 64, 938, 0);
Check.close("images in the last", 60_000 - 937 * 64, 32, 0);
