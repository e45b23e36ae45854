// test: parameters, as counted by DL4J
BiFunction<BaseLayer, Integer, Long> parametersOf = (layer, units) -> network(layer, new Sgd(0.1), SEED, units, 2).getLayer(0).numParams();
Check.close("LSTM", parametersOf.apply(new LSTM.Builder().nIn(28).nOut(256).build(), 256), 291_840, 0);
Check.close("with peepholes", parametersOf.apply(new GravesLSTM.Builder().nIn(28).nOut(256).build(), 256), 292_608, 0);
Check.close("vanilla", parametersOf.apply(new SimpleRnn.Builder().nIn(28).nOut(256).build(), 256), 72_960, 0);
Check.close("GRU", parametersOf.apply(new GRU.Builder().nIn(28).nOut(256).resetAfter(false).build(), 256), 218_880, 0);

// test: exercises 2 and 3
Check.close("0.5", Math.pow(0.5, 100), 8e-31, 1e-31);
Check.close("0.73", Math.pow(0.73, 100), 2e-14, 3e-15);
Check.close("0.95", Math.pow(0.95, 100), 0.006, 0.0005);
Check.close("0.993", Math.pow(0.993, 100), 0.5, 0.01);
Check.close("half in 100 steps", Math.pow(0.5, 0.01), 0.9931, 5e-5);
Check.close("its bias", Math.log(0.9931 / 0.0069), 4.97, 0.005);

// test: a cell with coupled gates stays between -1 and 1, a plain one does not
INDArray[] loud = {some(5, 16).muli(3), some(4, 16), some(16)};
Lstm coupled = new Coupled(loud[0], loud[1], loud[2]), plain = new Lstm(loud[0], loud[1], Nd4j.ones(16).mul(4));
State ofCoupled = new State(Tensor.of(Nd4j.zeros(2, 4)), Tensor.of(Nd4j.zeros(2, 4))), ofPlain = ofCoupled;
double largestPlain = 0;
for (int t = 0; t < 40; t++) {
    Tensor input = Tensor.of(some(2, 5));
    ofCoupled = coupled.step(input, ofCoupled);
    ofPlain = plain.step(input, ofPlain);
    Check.atMost("cell with coupled gates", ofCoupled.C().abs().max().item(), 1);
    largestPlain = Math.max(largestPlain, ofPlain.C().abs().max().item());
    Check.atMost("state", ofPlain.H().abs().max().item(), 1);
}
Check.atLeast("cell without", largestPlain, 1);

// test: a coupled LSTM is a plain one whose input gate is the forget gate's opposite
Lstm opposite = new Lstm(loud[0], loud[1], loud[2]);
for (String kind : List.of("x", "h", "b")) {
    opposite.weights.get(kind + "i").data().assign(opposite.weights.get(kind + "f").data().neg());
}
State start = new State(Tensor.of(some(2, 4)), Tensor.of(some(2, 4)));
Tensor once = Tensor.of(some(2, 5));
Check.close("one step", opposite.step(once, start).H().data(), coupled.step(once, start).H().data(), 1e-6);

// test: DL4J's forget gates begin at a bias of 1
Check.close("forget biases", tiny.getParam("0_b").reshape(16).get(NDArrayIndex.interval(4, 8)), Nd4j.ones(4), 0);
