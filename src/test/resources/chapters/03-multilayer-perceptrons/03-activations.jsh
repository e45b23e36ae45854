// The worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: values and slopes at known points
double value(String name, double x) {
    return functions.get(name).apply(Tensor.of(Nd4j.create(new double[] {x}))).data().getDouble(0);
}
double slopeAt(String name, double x) {
    return derivative(functions.get(name), Nd4j.create(new double[] {x})).getDouble(0);
}
Check.close("sigmoid(0)", value("sigmoid", 0), 0.5, 0);
Check.close("tanh(0.7) from its definition", (1 - Math.exp(-1.4)) / (1 + Math.exp(-1.4)), Math.tanh(0.7), 1e-15);
Check.close("tanh(x) = 2 sigmoid(2x) - 1", 2 * value("sigmoid", -3.4) - 1, Math.tanh(-1.7), 1e-12);
Check.close("ReLU(-3)", value("ReLU", -3), 0, 0);
Check.close("ReLU(3)", value("ReLU", 3), 3, 0);
Check.close("sigmoid'(0)", slopeAt("sigmoid", 0), 0.25, 1e-12);
Check.close("sigmoid'(10)", slopeAt("sigmoid", 10), 4.54e-5, 1e-7);
Check.close("sigmoid'(-10)", slopeAt("sigmoid", -10), 4.54e-5, 1e-7);
Check.close("tanh'(0)", slopeAt("tanh", 0), 1, 1e-12);
Check.close("tanh'(10)", slopeAt("tanh", 10), 8.24e-9, 1e-10);
Check.close("ELU'(0)", slopeAt("ELU", 0), 1, 1e-12);
Check.close("SELU far on the left", value("SELU", -50), -1.7581, 1e-4);
Check.close("SELU' just left of 0", slopeAt("SELU", -1e-9), 1.7581, 1e-4);

// test: derivatives against finite differences
for (String name : functions.keySet()) {
    INDArray places = Nd4j.create(new double[] {-2.3, -0.4, 0.6, 1.9});
    INDArray numerical = NumericalGradient.of(x -> functions.get(name).apply(Tensor.of(x)).sum().item(), places);
    Check.close(name, derivative(functions.get(name), places), numerical, 1e-6);
}

// test: softmax of 3, 1, -3, and the rows of its Jacobian add up to 0
Check.close("p", p, Nd4j.create(new double[] {0.8789, 0.1189, 0.0022}), 1e-4);
Check.atMost("row sums", jacobian.sum(1).amaxNumber().doubleValue(), 1e-8);

// test: a dead ReLU gets no gradient, a leaky one does
Check.close("ReLU", gradientLength(functions.get("ReLU"), -10), 0, 0);
Check.atLeast("leaky ReLU", gradientLength(functions.get("leaky ReLU"), -10), 1e-3);

// test: PReLU's derivative with respect to the slope is x where x < 0; one maxout unit computes |x|
Check.close("slope", slope.grad().getDouble(0), -3, 1e-12);
Check.close("|x|", maxout(points, signs, Tensor.of(Nd4j.zeros(DataType.DOUBLE, 1, 2))).data(), Nd4j.create(new double[] {2, 1, 3}), 0);

// test: SELU keeps variance 1 through thirty layers, ReLU does not with these weights
for (String name : List.of("SELU", "ReLU")) {
    INDArray h = Nd4j.randn(DataType.FLOAT, 200, 256);
    for (int l = 0; l < 30; l++) {
        h = functions.get(name).apply(Tensor.of(h.mmul(Nd4j.randn(DataType.FLOAT, 256, 256).divi(16)))).data();
    }
    double variance = h.varNumber().doubleValue();
    Check.that(name + ": " + variance, name.equals("SELU") ? variance > 0.7 && variance < 1.4 : variance < 1e-6);
}

// test: exercise 1
Check.close("softplus(x) - softplus(-x)", value("softplus", 1.3) - value("softplus", -1.3), 1.3, 1e-12);

// test: exercise 2
Check.that("4 to the 10", Math.pow(4, 10) == 1_048_576);

// test: exercise 4, the mean gradient at (0.5, -0.5)
Random four = new Random(1);
double g1 = 0, g2 = 0;
for (int i = 0; i < 200_000; i++) {
    double h1 = four.nextDouble(), h2 = four.nextDouble(), delta = 0.5 * h1 - 0.5 * h2 - (h1 - h2);
    g1 += delta * h1 / 200_000;
    g2 += delta * h2 / 200_000;
}
Check.close("first", g1, -1 / 24.0, 0.001);
Check.close("second", g2, 1 / 24.0, 0.001);

// test: exercise 5, the minimum of the GELU
Check.close("value", value("GELU", -0.7518), -0.16997, 1e-5);
Check.close("slope", slopeAt("GELU", -0.7518), 0, 1e-4);
