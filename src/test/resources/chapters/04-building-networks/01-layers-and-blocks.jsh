// test: a list turned into a graph computes the same
Check.close("toComputationGraph", list.toComputationGraph().outputSingle(X), list.output(X), 1e-12);

// test: the numbers of parameters that the chapter and its answers name
Check.close("8-16-3", list.numParams(), 195, 0);
Check.close("the graph", graph.numParams(), 195, 0);
Check.close("the tower", tower.numParams(), 1_439, 0);
Check.close("the tower's tensors", ofTensors.parameters().stream().mapToLong(Tensor::length).sum(), 1_439, 0);
Check.close("one stage", tower.paramTable().entrySet().stream().filter(e -> e.getKey().startsWith("wide."))
        .mapToLong(e -> e.getValue().length()).sum(), 144 + 2 * 544, 0);
Check.close("the Siamese network has one encoder", siamese.numParams(), 8 * 6 + 6 + 6 * 3 + 3, 0);

// test: every parameter of the tower has the same gradient by DL4J and by tensors
Check.close("outputs", tower.outputSingle(X), softmax(ofTensors.apply(Tensor.of(X))).data(), 1e-10);
String[] layers = {"wide.entry", "wide.block1.first", "wide.block1.second", "wide.block2.first", "wide.block2.second",
    "narrow.entry", "narrow.block1.first", "narrow.block1.second", "out"};
ofTensors.parameters().forEach(Tensor::zeroGrad);
tower.setInputs(X);
tower.setLabels(Y);
tower.computeGradientAndScore();
crossEntropy(ofTensors.apply(Tensor.of(X)), Y).backward();
for (int l = 0; l < layers.length; l++) {
    for (int part = 0; part < 2; part++) {
        INDArray own = ofTensors.parameters().get(2 * l + part).grad();
        Check.close(layers[l], tower.gradient().getGradientFor(layers[l] + (part == 0 ? "_W" : "_b")).div(5).reshape(own.shape()),
                own, 1e-10);
    }
}

// test: one layer object under two names is two layers
DenseLayer twice = dense(8, Activation.RELU);
ComputationGraph doubled = new ComputationGraph(common().graphBuilder().addInputs("in")
        .addLayer("a", twice, "in").addLayer("b", twice, "a").addLayer("out", classes(3), "b")
        .setOutputs("out").setInputTypes(InputType.feedForward(8)).build());
doubled.init();
Check.close("two layers' parameters", doubled.numParams(), 2 * 72 + 27, 0);
doubled.getParam("a_W").assign(0);
Check.atLeast("the other one is not touched", doubled.getParam("b_W").norm2Number().doubleValue(), 0.1);

// test: mul makes a new array, muli and setParam reach the network, and setParam copies
INDArray before = graph.outputSingle(X).dup();
graph.getParam("hidden_W").mul(2);
Check.close("mul", graph.outputSingle(X), before, 0);
INDArray mine = graph.getParam("hidden_W").mul(2);
graph.setParam("hidden_W", mine);
Check.atLeast("setParam", graph.outputSingle(X).sub(before).amaxNumber().doubleValue(), 1e-3);
INDArray after = graph.outputSingle(X).dup();
mine.assign(0);
Check.close("setParam copies", graph.outputSingle(X), after, 0);
graph.getParam("hidden_W").divi(2);
Check.close("divi", graph.outputSingle(X), before, 1e-12);

// test: gradients are views of the flat gradient, and sums over the batch
list.setInput(X);
list.setLabels(Y);
list.computeGradientAndScore();
Check.close("flat gradient", list.getFlattenedGradients().getDouble(1), list.gradient().getGradientFor("0_W").getDouble(1, 0), 0);

// test: a block whose second layer is zero is the identity, and only that layer gets a gradient
Block still = new Residual(new Chain(random(8, 8), RELU, new Linear(Tensor.parameter(Nd4j.zeros(DataType.FLOAT, 8, 8)),
        Tensor.parameter(Nd4j.zeros(DataType.FLOAT, 1, 8)))));
Check.close("identity", still.apply(x).data(), x.data(), 0);
still.apply(x).square().sum().backward();
Check.close("first", still.parameters().get(0).grad().norm2Number().doubleValue(), 0, 0);
Check.atLeast("second", still.parameters().get(2).grad().norm2Number().doubleValue(), 0.1);

// test: a parameter listed twice would take two steps
Tensor once = Tensor.parameter(Nd4j.ones(DataType.DOUBLE, 1)), listed = Tensor.parameter(Nd4j.ones(DataType.DOUBLE, 1));
Optimiser single = Optimiser.of(new Sgd(0.1), once), pair = Optimiser.of(new Sgd(0.1), listed, listed);
once.square().sum().backward();
listed.square().sum().backward();
single.step();
pair.step();
Check.close("once", once.data().getDouble(0), 0.8, 1e-12);
Check.close("twice", listed.data().getDouble(0), 0.6, 1e-12);
Check.that("a chain names shared parameters once", new Chain(shared, RELU, shared).parameters().size() == 2);

// test: initial values
Check.close("RELU of 200 inputs", mixed.getParam("0_W").stdNumber().doubleValue(), Math.sqrt(2.0 / 200), 0.003);
Check.close("biasInit", mixed.getParam("0_b"), Nd4j.valueArrayOf(new long[] {400}, 0.1, DataType.DOUBLE), 1e-12);
Check.atMost("a uniform distribution's bound", mixed.getParam("1_W").amaxNumber().doubleValue(), 0.02);
Check.that("15 weights each", sparse.getParam("0_W").neq(0).castTo(DataType.INT).sum(0).eq(15).all());
Check.close("the first weights lie in the flat array", sparse.params().get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 200)),
        sparse.getParam("0_W").getColumn(0), 0);
MultiLayerNetwork again = new MultiLayerNetwork(sparse.getLayerWiseConfigurations().clone());
again.init();
Check.close("the same seed, the same zeros", again.getParam("0_W"), sparse.getParam("0_W"), 0);
Check.that("without activation a dense layer has the sigmoid", new DenseLayer.Builder().nOut(1).build().getActivationFn() == null
        || new MultiLayerNetwork(common().list().layer(new DenseLayer.Builder().nOut(1).build()).layer(classes(2))
        .setInputType(InputType.feedForward(2)).build()).getLayerWiseConfigurations().getConf(0).getLayer().toString().contains("sigmoid"));

// test: an initialisation that returns an array of its own is never learned
class Elsewhere implements IWeightInit {
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        return Nd4j.ones(DataType.DOUBLE, shape);
    }
}
MultiLayerNetwork elsewhere = new MultiLayerNetwork(common().list()
        .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).weightInit(new Elsewhere()).build())
        .layer(classes(3)).setInputType(InputType.feedForward(8)).build());
elsewhere.init();
for (int i = 0; i < 3; i++) {
    elsewhere.fit(X, Y);
}
Check.close("still ones", elsewhere.getParam("0_W"), Nd4j.ones(DataType.DOUBLE, 8, 5), 0);
Check.atLeast("the flat array holds something else", Math.abs(elsewhere.params().getDouble(0) - 1), 1e-3);
