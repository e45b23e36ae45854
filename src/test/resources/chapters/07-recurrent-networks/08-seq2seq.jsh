// test: the example of BLEU, and the exercise
double[] scoresByHand = {0.7322950476607851, 0.6814773296495302, 0.5940339360503315, 0};
for (int n = 1; n <= 4; n++) {
    Check.close("BLEU with k = " + n, Bleu.of(candidate, reference, n), scoresByHand[n - 1], 1e-12);
}
Check.close("with exponents 1/(2n)", Math.exp(-0.2) * Math.pow(0.8, 0.5) * Math.pow(0.75, 0.25)
        * Math.pow(1 / 3.0, 1 / 6.0), 0.567, 5e-4);
List<String> mat = List.of("the cat sat on the mat".split(" ")), theCat = List.of("the the the cat".split(" "));
Check.close("p1", Bleu.precision(theCat, mat, 1), 3 / 4.0, 1e-12);
Check.close("p2", Bleu.precision(theCat, mat, 2), 1 / 3.0, 1e-12);
Check.close("BLEU", Bleu.of(theCat, mat, 2), 0.399, 5e-4);

// test: the number of parameters of exercise 3
long e = EMBEDDING, h = HIDDEN, V = from.size(), VTo = to.size();
Check.close("parameters", net.numParams(),
        e * (V + VTo) + 3 * h * (e + h) + 4 * h + 3 * h * (e + 2 * h) + 4 * h + (h + 1) * VTo, 0);

// test: batches say the same words one step apart
Check.that("sources end with <eos>", Arrays.stream(two.source().toIntMatrix()).allMatch(row ->
        Arrays.stream(row).anyMatch(token -> token == from.index("<eos>"))));
for (int i = 0; i < 2; i++) {
    int length = two.mask().getRow(i).sumNumber().intValue();
    int[] input = two.input().getRow(i).toIntVector(), target = two.target().getRow(i).toIntVector();
    Check.that("input begins with <bos>", input[0] == to.index("<bos>"));
    Check.that("target ends with <eos>", target[length - 1] == to.index("<eos>"));
    Check.that("one step apart", Arrays.equals(
            Arrays.copyOfRange(input, 1, length), Arrays.copyOfRange(target, 0, length - 1)));
}

// test: a translation does not depend on the other sentences of its batch
List<List<String>> alone = translate(net, TranslationBatches.of(
        english(test.subList(0, 5)), french(test.subList(0, 5)), from, to, 1));
Check.that("alone as in a batch", alone.equals(translations.subList(0, 5)));

// test: the tensors' encoder does not see the filling
INDArray states = encode(batch.source(), batch.sourceMask()).data();
INDArray refilledStates = encode(refilled.source(), refilled.sourceMask()).data();
Check.close("states", refilledStates, states, 0);

// test: gates of the step: an update gate of one keeps the state
Tensor zero = Tensor.of(Nd4j.zeros(4, 6)), gateBias = Tensor.of(Nd4j.createFromArray(0f, 0f, 40f, 40f, 0f, 0f, 0f, 0f));
Tensor kept = new Gru(zero, Tensor.of(Nd4j.zeros(2, 6)), gateBias, 2).step(
        Tensor.of(Nd4j.rand(3, 4)), Tensor.of(Nd4j.ones(3, 2)));
Check.close("state", kept.data(), Nd4j.ones(3, 2), 1e-6);
