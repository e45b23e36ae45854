// test: exercise 1, weights without biases
Check.close("3 inputs, 4 hidden units, 2 outputs", 3 * 4 + 4 * 4 + 4 * 2, 36, 0);

// test: exercise 2, without recurrent weights the prediction depends on the last token alone
Whh.data().assign(0);
INDArray both = Tensor.noGrad(() -> read(Nd4j.createFromArray(3, 5, 1, 5).reshape(2, 2), List.of()).scores().data());
Check.close("scores after the same last token", both.slice(0).slice(1), both.slice(1).slice(1), 1e-6);

// test: exercise 5, logarithms of perplexities are averaged
Check.close("perplexity of both texts", Math.exp((Math.log(2) + Math.log(8)) / 2), 4, 1e-12);

// test: clipping keeps the direction and gives the length theta
Tensor p = Tensor.parameter(Nd4j.createFromArray(0f, 0f));
p.mul(Tensor.of(Nd4j.createFromArray(3f, 4f))).sum().backward();
clip(List.of(p), 1);
Check.close("clipped gradient", p.grad(), Nd4j.createFromArray(0.6f, 0.8f), 1e-6);
p.zeroGrad();
p.mul(Tensor.of(Nd4j.createFromArray(3f, 4f))).sum().backward();
clip(List.of(p), 10);
Check.close("gradient below the threshold", p.grad(), Nd4j.createFromArray(3f, 4f), 1e-6);

// test: exercise 6, a low temperature writes the likeliest text
Check.that("temperature 0.0001", model.continuation("t", 20).equals(model.continuation("t", 20, 1e-4, 3)));
