// test: pairs are two segments
BertInput pair = BertInput.of(bert.pieces().vocabulary(), List.of("<mask>"), List.of("<mask>", "<mask>"), size.length());
Check.close("tokens", pair.tokens().length, 6, 0);
Check.close("second segment", pair.second(), 3, 0);

// test: the mask hides what stands in the padding
MultiDataSet ragged = batch(test.subList(0, 4), 2);
INDArray before = probabilities(shown, ragged, true);
INDArray tokens = ragged.getFeatures(0), mask = ragged.getFeaturesMaskArray(0);
for (int i = 0; i < tokens.size(0); i++) {
    for (int t = 0; t < tokens.size(2); t++) {
        if (mask.getDouble(i, t) == 0) {
            tokens.putScalar(i, 0, t, 7);
        }
    }
}
Check.close("other padding, same result", probabilities(shown, ragged, true), before, 1e-5);

// test: the encoder is copied, the head is not
ComputationGraph fresh = classifier(false, 2, SEED), copied = classifier(true, 2, SEED);
Check.that("encoder", copied.getParam("embedding_tokens").equals(bert.network().getParam("embedding_tokens")));
Check.that("head", copied.getParam("hidden_W").equals(fresh.getParam("hidden_W")));

// test: exercise 1
Check.close("new", classifier(false, 3, 1).getLayer("hidden").numParams() + classifier(false, 3, 1).getLayer("output").numParams(), 16_899, 0);

// test: exercise 3
Check.close("steps", (8528 + 31) / 32 * 2, 534, 0);
RampSchedule schedule = new RampSchedule(new PolynomialDecay(1e-3, 1, 534), 534 / 10 + 1);
Check.close("rate half-way", schedule.valueAt(267, 0), 5e-4, 1e-9);
Check.close("rate of the first step", schedule.valueAt(0, 0), 1e-3 / 54, 1e-9);
Check.close("rate of the last step", schedule.valueAt(533, 0), 1e-3 / 534, 1e-9);
