// test: answer 1, a file cut after its coefficients
byte[] zipBytes = Files.readAllBytes(whole);
Path cutFile = folder.resolve("cut.zip");
Files.write(cutFile, Arrays.copyOf(zipBytes, zipBytes.length / 2));
String cutMessage = "";
try {
    loadChecked(cutFile);
} catch (IOException e) {
    cutMessage = e.getMessage();
}
Check.that(cutMessage, cutMessage.startsWith("cut.zip is no complete network: "));

// test: a whole file is read, with its state
Check.that("parameters", loadChecked(whole).params().equals(small.params()));
Check.that("state", loadChecked(whole).getUpdater().getStateViewArray()
        .equals(small.getUpdater().getStateViewArray()));

// test: a file without the state is refused for that reason
String bareMessage = "";
try {
    loadChecked(bare);
} catch (IOException e) {
    bareMessage = e.getMessage();
}
Check.that(bareMessage, bareMessage.equals("bare.zip is no complete network: it has no updaterState.bin"));

// test: answer 2, weights that are reshaped instead of transposed give other outputs
MultiLayerNetwork wrongly = fromOnnx.clone();
wrongly.setParam("0_W", weights.get("0.weight").reshape(2, 16));
Check.atLeast("difference", wrongly.output(points).sub(fromPyTorch).amaxNumber().doubleValue(), 0.1);

// test: without the biases, as the importer reads the file, the outputs are wrong
MultiLayerNetwork unbiased = fromOnnx.clone();
unbiased.setParam("0_b", Nd4j.zeros(1, 16));
unbiased.setParam("1_b", Nd4j.zeros(1, 3));
Check.atLeast("difference", unbiased.output(points).sub(fromPyTorch).amaxNumber().doubleValue(), 0.1);

// test: answer 5, the imported Keras network can be trained further
for (int i = 0; i < 3; i++) {
    fromKeras.fit(points, fromPyTorch);
}
Check.that("finite", Double.isFinite(fromKeras.score()));
