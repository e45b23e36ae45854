// test: exercise 1, shares that are kept
Check.close("of a word that makes up 4%", Math.sqrt(1e-4 / 0.04), 0.05, 1e-12);
int the = vocabulary.index("the");
int[] only = new int[20_000];
Arrays.fill(only, the);
Check.close("kept of the word \"the\"", subsample(only, 1e-3, new SplittableRandom(5)).length / 20_000.0,
        Math.min(1, Math.sqrt(1e-3 * total / counts[the])), 0.015);
Check.close("nothing is left out with a large threshold", subsample(only, 1e9, coin).length, 20_000, 0);

// test: exercise 2, pairs of a sentence; and windows of random size
int fixed = 0;
for (int i = 0; i < 10; i++) {
    fixed += Math.min(9, i + 2) - Math.max(0, i - 2);
}
Check.close("pairs with a fixed window of 2", fixed, 34, 0);
int[] ten = IntStream.range(0, 10).toArray();
int[] sizes = new int[5];
for (int i = 0; i < 6_000; i++) {
    int[] around = context(ten, 5, 2, coin);
    sizes[around.length]++;
    Check.that("the centre is not its own context", Arrays.stream(around).noneMatch(w -> w == 5));
}
Check.close("half of the windows reach one word", sizes[2] / 6_000.0, 0.5, 0.03);
Check.close("half of them two", sizes[4] / 6_000.0, 0.5, 0.03);
Check.close("at the edge", context(ten, 0, 1, coin).length, 1, 0);

// test: the loss is the formula's
Tensor one = Tensor.of(Nd4j.createFromArray(new float[][] {{1, 2}, {0, 1}, {3, 0}}));
double byHand = Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(3));
Check.close("loss", loss(one, one, Nd4j.createFromArray(new int[][] {{0}}), Nd4j.createFromArray(new int[][] {{1, 2}})).item(),
        byHand, 1e-5);
double ofMean = Math.log(1 + Math.exp(-1.5)) + Math.log(1 + Math.exp(1.5));
Check.close("loss of a bag", loss(one, one, Nd4j.createFromArray(new int[][] {{0, 1}}), Nd4j.createFromArray(new int[][] {{1, 2}})).item(),
        ofMean, 1e-5);

// test: a model that knows nothing
Check.close("six questions at even odds", 6 * Math.log(2), 4.16, 0.005);

// test: exercise 5, the best score of a pair
double joint = 0.03, chance = 0.004;
int K = 5;
double best = Math.log(joint / chance) - Math.log(K);
java.util.function.DoubleUnaryOperator pairLoss = s -> joint * Math.log(1 + Math.exp(-s)) + K * chance * Math.log(1 + Math.exp(s));
Check.that("minimum", pairLoss.applyAsDouble(best) < pairLoss.applyAsDouble(best + 0.01)
        && pairLoss.applyAsDouble(best) < pairLoss.applyAsDouble(best - 0.01));

// test: the groups and relations
Check.that("groups of known words", groups.stream().allMatch(group -> group.size() > 1 && group.stream().allMatch(vocabulary::contains)));
Check.close("random vectors", groupPrecision(models.get("random"), groups), 0, data.isReal() ? 0.05 : 0.7);
