// test: weights of every step sum to 1, and padding has none
Source read = Tensor.noGrad(() -> encode(some.source(), some.sourceMask()));
Tensor first = wordPart(embedding(targetTable, some.input().getColumn(0).dup().reshape(-1)));
Written step = Tensor.noGrad(() -> write(first, read.last(), read));
Check.close("sums", step.weights().data().sum(1), Nd4j.ones(some.source().size(0)).castTo(DataType.FLOAT), 1e-5);
Check.atMost("weight of padding", step.weights().data().mul(some.sourceMask().rsub(1)).maxNumber().doubleValue(), 0);

// test: even weights are one over the length
evenly = true;
INDArray even = Tensor.noGrad(() -> write(first, read.last(), read)).weights().data();
evenly = false;
Check.close("weights", even, some.sourceMask().divColumnVector(some.sourceMask().sum(1)), 1e-6);

// test: with the teacher, all steps at once are the steps one by one
INDArray atOnce = Tensor.noGrad(() -> decode(read, some.input())).data();
Tensor state = read.last();
for (int t = 0; t < 3; t++) {
    Tensor before = state;
    int column = t;
    state = Tensor.noGrad(() -> write(wordPart(embedding(targetTable, some.input().getColumn(column).dup().reshape(-1))), before, read)).state();
    INDArray scores = state.mmul(W).add(b).data();
    Check.close("step " + t, scores, atOnce.get(NDArrayIndex.all(), NDArrayIndex.point(t), NDArrayIndex.all()).dup(), 1e-4);
}

// test: the last state of a short sentence is that of its last word
INDArray lengths = some.sourceMask().sum(1);
int shortest = lengths.argMax().getInt(0);
for (int i = 0; i < lengths.length(); i++) {
    shortest = lengths.getDouble(i) < lengths.getDouble(shortest) ? i : shortest;
}
int end = (int) lengths.getDouble(shortest) - 1;
Check.close("state", read.last().slice(shortest).data(), read.states().slice(shortest).getRow(end).data(), 1e-6);

// test: every parameter gets a gradient
optimiser.zeroGrad();
loss(some).backward();
for (Tensor parameter : parameters) {
    Check.that("gradient", parameter.grad() != null && parameter.grad().norm2Number().doubleValue() > 0);
}
optimiser.zeroGrad();

// test: a translation has a row of weights for each of its words
for (Translation t : attentive) {
    Check.that("rows", t.words().size() == t.weights().length);
}
