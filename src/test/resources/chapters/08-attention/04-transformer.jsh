// test: heads are cut out and joined again
Tensor wide = Tensor.of(Nd4j.rand(DataType.FLOAT, 2, 3, WIDTH));
Check.that("shape", Arrays.equals(split(wide).shape(), new long[] {2, HEADS, 3, WIDTH / HEADS}));
Check.close("there and back", join(split(wide)).data(), wide.data(), 0);
Check.close("the second head", split(wide).slice(1, 1).data(), wide.range(WIDTH / HEADS, 2 * WIDTH / HEADS, 2).data(), 0);

// test: the causal mask is a triangle, also for other lengths
for (int n : new int[] {1, 2, 7}) {
    INDArray triangle = causal(n).data().reshape(n, n);
    Check.close("ones of " + n, triangle.sumNumber().doubleValue(), n * (n + 1) / 2, 0);
    Check.close("the first sees itself only", triangle.getRow(0).sumNumber().doubleValue(), 1, 0);
}

// test: weights of every head sum to 1 over what may be seen
INDArray open = Nd4j.ones(DataType.FLOAT, 2, 3);
open.putScalar(1, 2, 0);
INDArray seenBy = Tensor.noGrad(() -> selfAttention("encoder0").weights(wide, wide, visible(open))).data();
Check.close("sums", seenBy.sum(3), Nd4j.ones(DataType.FLOAT, 2, HEADS, 3), 1e-5);
Check.atMost("weight of padding", seenBy.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(2))
        .maxNumber().doubleValue(), 0);

// test: positions, and that a shift is a rotation
INDArray places = positions(5).data();
Check.close("first", places.getRow(0).sumNumber().doubleValue(), WIDTH / 2, 1e-5);
Check.close("sine of 3", places.getDouble(3, 0), Math.sin(3), 1e-6);
double shifted = places.getDouble(1, 0) * Math.cos(2) + places.getDouble(1, 1) * Math.sin(2);
Check.close("from 1 to 3", shifted, places.getDouble(3, 0), 1e-6);

// test: without positions the encoder does not know the order of the tokens
Tensor turned = Tensor.of(wide.data().get(NDArrayIndex.all(), NDArrayIndex.indices(2, 1, 0), NDArrayIndex.all()).dup('c'));
Tensor all = Tensor.of(Nd4j.ones(DataType.FLOAT, 2, 1, 1, 3));
INDArray forwards = Tensor.noGrad(() -> encoderBlock("encoder0", wide, all)).data();
INDArray backwards = Tensor.noGrad(() -> encoderBlock("encoder0", turned, all)).data();
Check.close("outputs turn with the inputs", backwards.get(NDArrayIndex.all(), NDArrayIndex.indices(2, 1, 0), NDArrayIndex.all()).dup('c'),
        forwards, 1e-4);

// test: exercise 1, parameters of the blocks
long d = 128, h = 256, attends = 4 * d * d + 4 * d, feeds = 2 * d * h + h + d, norms = 2 * d;
Check.close("encoder block", attends + feeds + 2 * norms, 132_480, 0);
Check.close("decoder block", 2 * attends + feeds + 3 * norms, 198_784, 0);
long blockParameters = 0;
for (var layer : net.getLayers()) {
    blockParameters += layer.conf().getLayer().getLayerName().equals("decoder0") ? layer.numParams() : 0;
}
Check.close("ours", blockParameters, 8L * WIDTH * WIDTH + 8L * WIDTH + 2L * WIDTH * HIDDEN + HIDDEN + WIDTH + 6L * WIDTH, 0);

// test: exercises 3 and 4
long withoutCache = 0, withOne = 0;
for (long t = 1; t <= 96; t++) {
    withoutCache += t * t;
    withOne += t;
}
Check.close("products without a cache", withoutCache, 299_536, 0);
Check.close("products with it", withOne, 4_656, 0);
Check.close("bytes", 100L * 6 * 2 * 512 * 4, 2_457_600, 0);

// test: BLEU of the references themselves, and of nothing
Check.close("perfect", meanBleu(references), 1, 1e-9);
Check.close("nothing", meanBleu(references.stream().map(r -> List.<String>of()).toList()), 0, 1e-9);

// test: translations end, and a sentence has the same one in any batch
Check.that("length", translations.stream().allMatch(t -> t.size() <= LONGEST + 3));
List<List<String>> alone = translate(batches(test.subList(0, 1), 1).iterator().next());
TranslationBatch several = batches(test.subList(0, Math.min(5, test.size())), 5).iterator().next();
Check.that("alone or not", alone.get(0).equals(translate(several).get(0)));
