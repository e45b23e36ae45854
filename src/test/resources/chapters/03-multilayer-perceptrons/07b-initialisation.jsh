// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: γ = 2/(n_in + n_out) for equal sizes meets both conditions
Check.close("n γ", 256 * 2.0 / (256 + 256), 1, 0);

// test: worked deviations and bounds
Check.close("Xavier, 784 → 256", Math.sqrt(2.0 / (784 + 256)), 0.04385290, 1e-8);
Check.close("bound of the uniform version", Math.sqrt(6.0 / (784 + 256)), 0.07595545, 1e-8);
Check.close("variance of the uniform distribution on [-a, a]", Math.pow(0.07595545, 2) / 3, 2.0 / 1040, 1e-9);

// test: one linear layer, forward and backward
Check.close("γ = 1/n_in forward", variances.get("1/n_in")[0], 1, 0.05);
Check.close("γ = 1/n_in backward", variances.get("1/n_in")[1], 0.25, 0.02);
Check.close("γ = 1/n_out forward", variances.get("1/n_out")[0], 4, 0.2);

// test: randn/√n keeps the variance of w·x at 1
INDArray draws = Nd4j.randn(DataType.DOUBLE, 4000, 100).muli(Nd4j.randn(DataType.DOUBLE, 4000, 100)).sum(1).divi(10);
Check.close("Var(w·x)", draws.varNumber().doubleValue(), 1, 0.12);

// test: 4σ(x) - 2 is 2 tanh(x/2), close to x near zero
INDArray near = Nd4j.createFromArray(-0.1, 0.0, 0.1);
Check.close("identity", Transforms.sigmoid(near).muli(4).subi(2).distance2(near), 0, 1e-3);
INDArray grid = Nd4j.createFromArray(IntStream.rangeClosed(-1000, 1000).mapToDouble(i -> i / 100.0).toArray());
Check.close("2 tanh(x/2)", Transforms.sigmoid(grid).muli(4).subi(2).distance2(Transforms.tanh(grid.div(2)).mul(2)), 0, 1e-10);

// test: half of Xavier's variance, and the deviation 0.01
Check.close("log₂ of the factor per layer", perLayer(relus.get("1/(2n)")), -2, 0.07);
Check.atMost("deviation 0.01", relus.get("deviation 0.01")[DEPTH - 1], 1e-60);

// test: the matrices of LSUV are orthonormal up to their scale, and its variances are 1 on its own data
INDArray lsuvX = Nd4j.randn(DataType.DOUBLE, 200, 64);
List<Tensor> balanced = lsuv(z -> Transforms.relu(z), lsuvX);
INDArray Q = balanced.get(3).data();
INDArray gram = Q.transpose().mmul(Q);
Check.close("QᵀQ", gram.div(gram.getDouble(0, 0)).distance2(Nd4j.eye(64).castTo(DataType.DOUBLE)), 0, 1e-9);
INDArray h = lsuvX;
for (Tensor W : balanced) {
    INDArray z = h.mmul(W.data());
    Check.close("variance", z.varNumber().doubleValue(), 1, 1e-6);
    h = Transforms.relu(z);
}

// test: exercise 1, the variance for a leaky ReLU
double alpha = 0.2;
INDArray normal = Nd4j.randn(DataType.DOUBLE, 400, 500);
INDArray leaked = Transforms.max(normal, normal.mul(alpha));
Check.close("E[h²] is (1 + α²)/2", leaked.mul(leaked).meanNumber().doubleValue(), (1 + alpha * alpha) / 2, 0.02);
double[] leaky = meanSquares(z -> Transforms.max(z, z.mul(alpha)), 2 / ((1 + alpha * alpha) * WIDTH));
Check.close("log₁₀ of the ratio after all layers", Math.log10(leaky[DEPTH - 1] / leaky[0]), 0, 1.2);

// test: exercise 2, the layer from 784 to 100
Check.close("Xavier", Math.sqrt(2.0 / 884), 0.0476, 5e-5);
Check.close("Kaiming", Math.sqrt(2.0 / 784), 0.0505, 5e-5);
Check.close("bound", Math.sqrt(6.0 / 884), 0.0824, 5e-5);

// test: exercise 3, half of Kaiming's deviation
Run half = train((in, out) -> 0.5 / in, z -> relu(z), TRAINING_STEPS);
Check.atLeast("the loss stays at that of a constant", half.losses()[TRAINING_STEPS - 1] / constant, 0.95);

// test: exercise 5, one percent of a normal distribution
Check.close("P(|z| < 0.0125)", 2 * new org.apache.commons.math3.distribution.NormalDistribution().cumulativeProbability(0.0125) - 1, 0.01, 1e-4);
Check.close("width", 2 / Math.pow(6.1e-5 / 0.0125, 2), 84_000, 1000);
