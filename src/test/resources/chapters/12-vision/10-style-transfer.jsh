// test: exercise 1
int[] channelsOfLayers = {32, 64, 64, 128};
Check.close("numbers in the Gram matrices", Arrays.stream(channelsOfLayers).map(c -> c * (c + 1) / 2).sum(), 12_944, 0);
Check.close("numbers in the maps", 32 * 128 * 128 + 64 * 64 * 64 + 64 * 32 * 32 + 128 * 16 * 16, 884_736, 0);

// test: exercise 2, a mirrored picture
Tensor across = Tensor.of(photo).gather(3, IntStream.range(0, SIDE).map(x -> SIDE - 1 - x).toArray());
Check.close("total variation", variation(across).item(), variation(Tensor.of(photo)).item(), 1e-5);
Check.atLeast("content", distance(maps(across, eyes).get(2), seen.get(2)).item(), 1e-3);

// test: a Gram matrix is symmetric and has no negative diagonal
Tensor G = gram(seen.get(1));
Check.close("symmetric", G.data(), G.transpose().data(), 1e-5);
Check.atLeast("diagonal", Nd4j.diag(G.data().dup()).minNumber().doubleValue(), 0);

// test: a flat picture has no variation; one of stripes has one
Check.close("flat", variation(Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 3, 8, 8))).item(), 0, 1e-7);
INDArray stripes = Nd4j.zeros(DataType.FLOAT, 1, 3, 8, 8);
for (int x = 0; x < 8; x += 2) {
    stripes.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.point(x)).assign(1);
}
Check.close("stripes", variation(Tensor.of(stripes)).item(), 1, 1e-6);

// test: with its own style and content, a picture is already there
Check.close("content and style of the photograph for itself", Arrays.stream(judged(photo, photo)).sum(), 0, 1e-6);

// test: pictures stay between 0 and 1 and are seeded
Check.atLeast("smallest pixel", inStrokes.picture().minNumber().doubleValue(), 0);
Check.that("same seed, same strokes", strokes(new Random(5)).equals(strokes(new Random(5))));
Check.that("same seed, same window", glass(new Random(5)).equals(glass(new Random(5))));
