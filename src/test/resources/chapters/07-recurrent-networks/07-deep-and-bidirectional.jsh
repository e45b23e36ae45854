// test: exercise 1
Check.close("first layer", network(28, 3, SEED, gru(96)).getLayer(0).numParams(), 36_096, 0);
Check.close("two layers", network(28, 3, SEED, gru(96), gru(96)).getLayer(1).numParams(), 55_680, 0);
Check.close("both ways", network(28, 3, SEED, bothWays(gru(96))).getLayer(0).numParams(), 72_192, 0);

// test: exercise 2
for (Bidirectional.Mode mode : List.of(Bidirectional.Mode.CONCAT, Bidirectional.Mode.ADD, Bidirectional.Mode.AVERAGE)) {
    MultiLayerNetwork wrapped = network(28, 3, SEED, new Bidirectional(mode, gru(96)));
    Check.close("units with " + mode, wrapped.getLayer(1).getParam("W").size(0), mode == Bidirectional.Mode.CONCAT ? 192 : 96, 0);
}

// test: the networks that are compared have about as many parameters, at the chapter's own size
if (UNITS == 96) {
    long[] counts = Arrays.stream(depths).mapToLong(layers -> network(kinds, kinds, SEED, layers).numParams()).toArray();
    Check.atMost("largest to smallest", Arrays.stream(counts).max().orElseThrow() / (double) Arrays.stream(counts).min().orElseThrow(), 1.03);
    Check.close("both ways to forward", cheating.numParams() / (double) oneWay.numParams(), 1, 0.03);
}

// test: what a forward network says does not depend on the future, and what a bidirectional one says does
INDArray changed = sequences.dup();
changed.slice(5, 2).addi(1);
Check.close("stacked", stacked.output(changed).slice(2, 2), stacked.output(sequences).slice(2, 2), 1e-6);
Check.atLeast("bidirectional", twoWay.output(changed).slice(2, 2).sub(twoWay.output(sequences).slice(2, 2)).amaxNumber().doubleValue(), 1e-6);

// test: blanks are what counts
DataSet blanked = blanks(5).apply(batches(known, SEED).iterator().next());
INDArray isBlank = blanked.getFeatures().slice(0, 1);
Check.close("the mask is where the input is blank", isBlank, blanked.getLabelsMaskArray(), 0);
Check.close("share of blanks", isBlank.meanNumber().doubleValue(), 0.15, 0.05);
