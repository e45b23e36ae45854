/** The quotients of a network's gradient by DL4J and the difference quotients, parameter by parameter. */
INDArray ratios(MultiLayerNetwork network, INDArray features, INDArray labels) {
    INDArray start = network.params().dup();
    INDArray expected = NumericalGradient.of(values -> {
        network.setParams(values);
        return network.score(new DataSet(features, labels));
    }, start, 1e-5);
    network.setParams(start);
    network.setInput(features);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.getFlattenedGradients().div(features.size(0)).div(expected.reshape(start.shape()));
}

// test: DL4J doubles the gradient at every SameDiff layer, and the mended layer does not
MultiLayerNetwork pairOf(SwishDense first, SwishDense second) {
    var network = new MultiLayerNetwork(common(new NoOp(), DataType.DOUBLE).list().layer(first).layer(second)
            .layer(classes(3)).setInputType(InputType.feedForward(4)).build());
    network.init();
    return network;
}
INDArray unmended = ratios(pairOf(new SwishDense(6), new SwishDense(6)), X, Y);
Check.close("behind two layers", unmended.getDouble(1), 4, 1e-3);
Check.close("behind one layer", unmended.getDouble(36 + 1), 2, 1e-3);
Check.close("the output layer", unmended.getDouble(36 + 48 + 1), 1, 1e-3);
Check.that("two mended layers", gradientsPass(pairOf(new Swish(6), new Swish(6)), X, Y));
Check.that("a lambda layer doubles too", !gradientsPass(centred, X, Y));

// test: centring
Check.close("means", centred.feedForward(X).get(2).mean(1), Nd4j.zeros(DataType.DOUBLE, 5), 1e-12);
Check.close("one example at a time gives the same", centred.output(X.getRow(0, true)), centred.output(X).getRow(0, true), 1e-12);

// test: the learned Swish at β = 0, 1 and large
net.setParams(theta);
INDArray inner = X.mmul(net.getParam("0_W")).addRowVector(net.getParam("0_b"));
net.getParam("0_beta").assign(0);
Check.close("half", net.feedForward(X).get(1), inner.mul(0.5), 1e-12);
net.getParam("0_beta").assign(1);
Check.close("the built-in Swish", net.feedForward(X).get(1), Activation.SWISH.getActivationFunction().getActivation(inner.dup(), false), 1e-12);
net.getParam("0_beta").assign(1e4);
Check.close("nearly a ReLU", net.feedForward(X).get(1), Transforms.relu(inner), 1e-3);
net.setParams(theta);

// test: the activation by hand against the built-in one and against tensors
INDArray line = Nd4j.linspace(-4, 4, 9, DataType.DOUBLE).reshape(1, 9), one = Nd4j.ones(DataType.DOUBLE, 1, 9);
Tensor onLine = Tensor.parameter(line.dup());
onLine.mul(sigmoid(onLine)).sum().backward();
Check.close("derivative", right.backprop(line.dup(), one.dup()).getFirst(), onLine.grad(), 1e-12);
Check.close("built in", right.getActivation(line.dup(), false),
        Activation.SWISH.getActivationFunction().getActivation(line.dup(), false), 1e-12);

// test: the Huber loss on both sides of 1
INDArray errors = Nd4j.create(new double[][] {{0.5, 3}});
IActivation identity = Activation.IDENTITY.getActivationFunction();
Check.close("0.125 + 2.5", new Huber().computeScore(Nd4j.zeros(DataType.DOUBLE, 1, 2), errors, identity, null, true), 2.625, 1e-12);
Check.close("derivative", new Huber().computeGradient(Nd4j.zeros(DataType.DOUBLE, 1, 2), errors, identity, null),
        Nd4j.create(new double[][] {{0.5, 1}}), 1e-12);

// test: answers
Check.close("central", (Math.pow(1.001, 3) - Math.pow(0.999, 3)) / 0.002 - 3, 1e-6, 1e-9);
Check.close("forward", (Math.pow(1.001, 3) - 1) / 0.001 - 3, 3.001e-3, 1e-9);

// test: a learned scale
class Scale extends SameDiffLayer {
    public long size;

    public void setNIn(InputType type, boolean override) {
        size = ((InputType.InputTypeFeedForward) type).getSize();
    }

    public InputType getOutputType(int layer, InputType type) {
        return type;
    }

    public void defineParameters(SDLayerParams parameters) {
        parameters.clear();
        parameters.addWeightParam("g", 1, size);
    }

    public void initializeParameters(Map<String, INDArray> parameters) {
        parameters.get("g").assign(1);
    }

    public SDVariable defineLayer(SameDiff graph, SDVariable in, Map<String, SDVariable> parameters, SDVariable mask) {
        return in.mul(parameters.get("g"));
    }
}
var scaled = new MultiLayerNetwork(common(new NoOp(), DataType.DOUBLE).list().layer(new Scale()).layer(classes(3))
        .setInputType(InputType.feedForward(4)).build());
scaled.init();
scaled.getParam("0_g").assign(3);
Check.close("three times", scaled.feedForward(X).get(1), X.mul(3), 1e-12);

// test: training with the built-in activation and with ours takes the same steps
var builtIn = withActivation(Activation.SWISH.getActivationFunction(), new Sgd(0.1), DataType.DOUBLE, 6);
var own = withActivation(right, new Sgd(0.1), DataType.DOUBLE, 6);
own.setParams(builtIn.params());
for (int step = 0; step < 5; step++) {
    builtIn.fit(X, Y);
    own.fit(X, Y);
}
Check.close("parameters after five steps", own.params(), builtIn.params(), 1e-9);
