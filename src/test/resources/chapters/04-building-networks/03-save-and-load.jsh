// test: a byte that was changed anywhere is found, and no model is changed
byte[] good = Files.readAllBytes(ours);
for (int place = 0; place < good.length; place += 20_011) {
    byte[] bad = good.clone();
    bad[place] ^= 1;
    Path changed = folder.resolve("changed.arrays");
    Files.write(changed, bad);
    INDArray before = second.W1.data().dup();
    String message = "";
    try {
        load(changed, second.arrays());
    } catch (IOException e) {
        message = e.getMessage();
    }
    Check.that("refused at " + place, message.contains("changed.arrays is damaged"));
    Check.that("and nothing assigned", second.W1.data().equals(before));
}

// test: a file of another model is refused before anything is assigned
Path other = folder.resolve("other.arrays");
Map<String, INDArray> fewer = new TreeMap<>(first.arrays());
fewer.put("array 7", Nd4j.zeros(DataType.FLOAT, 3));
save(other, fewer);
INDArray untouched = second.W1.data().dup();
String refusal = "";
try {
    load(other, second.arrays());
} catch (IllegalArgumentException e) {
    refusal = e.getMessage();
}
Check.that("named", refusal.contains("another model: array 7"));
Check.that("W1 as before", second.W1.data().equals(untouched));

// test: names and values survive, also of other types and orders
Map<String, INDArray> mixed = new TreeMap<>(Map.of("doubles", Nd4j.rand(DataType.DOUBLE, 3, 4).transpose(),
        "integers", Nd4j.createFromArray(1, 2, 3)));
Path mixedFile = folder.resolve("mixed.arrays");
save(mixedFile, mixed);
Check.that("equal", read(mixedFile).equals(mixed));

// test: a killed writer leaves only its own unfinished file behind
Check.that("unfinished", Files.size(folder.resolve("atomic.arrays.tmp")) == 500_000);

// test: answer 1, sizes in bytes
Check.close("bare", 25.6e6 * 4, 102.4e6, 1);
Check.close("with Adam's state", 3 * 25.6e6 * 4, 307.2e6, 1);

// test: answer 4, the factor of the first step
double factor(int steps) {
    return 0.1 / Math.sqrt(0.001) * Math.sqrt(1 - Math.pow(0.999, steps + 1)) / (1 - Math.pow(0.9, steps + 1));
}
Check.close("10", factor(10), 0.48, 0.005);
Check.close("100", factor(100), 0.98, 0.005);
Check.close("10,000", factor(10_000), 3.16, 0.005);

// test: the trainer refuses a damaged checkpoint and one of another model
MultiLayerNetwork small = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(SEED)
        .updater(new Adam(LEARNING_RATE)).list()
        .layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(10).nOut(3)
                .activation(Activation.SOFTMAX).build()).build());
small.init();
small.fit(Nd4j.rand(DataType.FLOAT, 6, 10), Nd4j.eye(3).castTo(DataType.FLOAT).repeat(0, 2));
Path broken = folder.resolve("broken.checkpoint");
Files.write(broken, Arrays.copyOf(Files.readAllBytes(checkpoint), 1000));
for (Trainable victim : List.of(Trainable.of(network(null)), Trainable.of(small))) {
    Path file = victim.state().get(0).length() == small.numParams() ? checkpoint : broken;
    String said = "";
    try {
        training(victim, EPOCHS, file);
    } catch (IllegalArgumentException e) {
        said = e.getMessage();
    }
    Check.that(said, said.contains(file == broken ? "is no checkpoint" : "is of another model"));
}

// test: answer 2, a network is saved atomically and comes back
Path atomically = folder.resolve("atomically.zip");
AtomicFile.write(atomically, out -> org.deeplearning4j.util.ModelSerializer.writeModel(small, out, true));
Check.that("equal parameters", MultiLayerNetwork.load(atomically.toFile(), true).params().equals(small.params()));

// test: ComputationGraphs are saved in the same way
var graph = small.toComputationGraph();
File graphFile = folder.resolve("graph.zip").toFile();
graph.save(graphFile, true);
Check.that("equal", org.deeplearning4j.nn.graph.ComputationGraph.load(graphFile, true).params().equals(graph.params()));

// test: a file cut to any length is refused
Path cut = folder.resolve("cut.arrays");
for (int i = 0; i < 50; i++) {
    Files.write(cut, Arrays.copyOf(good, good.length * i / 50));
    String reason = "";
    try {
        read(cut);
    } catch (IOException e) {
        reason = e.getMessage();
    }
    Check.that("cut to " + i + " of 50 parts", reason.contains("cut.arrays is damaged"));
}
