// Worked numbers and the answers to the exercises, asserted against what the chapter defines.
double difference(INDArray p, INDArray q) {
    return p.sub(q).amaxNumber().doubleValue();
}
INDArray B = Nd4j.randn(DataType.DOUBLE, 4, 4);

// test: the derivative of 3x² − 4x at 1 is 2 (Dive into Deep Learning, 2.4)
Check.close("central", centralDifference(parabola, 1, 1e-5), 2, 1e-9);
Check.close("forward with h = 0.1", forwardDifference(parabola, 1, 0.1), 2.3, 1e-9);
Check.atMost("forward error at h = 1e-8, double", forwardError[32], 1e-7);

// test: partial derivatives of 3x² + xy
for (double[] point : new double[][] {{2, 5}, {-1, 0.5}, {0, 0}}) {
    INDArray row = gradient(v -> 3 * v.getDouble(0) * v.getDouble(0) + v.getDouble(0) * v.getDouble(1), Nd4j.createFromArray(point).reshape(2, 1));
    Check.close("by x: 6x + y", row.getDouble(0), 6 * point[0] + point[1], 1e-8);
    Check.close("by y: x", row.getDouble(1), point[0], 1e-8);
}

// test: the table of derivatives of scalars
Map<String, Differentiable> table = new LinkedHashMap<>();
table.put("a", constant(3));
table.put("x^3", power(3));
table.put("x^-1", power(-1));
table.put("exp x", exp);
table.put("ln x", log);
table.put("sin x", sin);
table.put("sin x + exp x", sin.plus(exp));
table.put("sin x · ln x", sin.times(log));
table.put("exp(sin x)", exp.of(sin));
table.put("1 / (1 + exp(−x))", logistic);
table.forEach((name, y) -> {
    double worst = 0;
    for (double z = 0.25; z <= 3; z += 0.25) {
        double numerical = centralDifference(y.f(), z, 1e-5);
        worst = Math.max(worst, Math.abs(y.slopeAt(z) - numerical) / Math.max(1, Math.abs(numerical)));
    }
    Check.atMost("largest error of the derivative of " + name, worst, 1e-8);
});

// test: the chain rule on (2x + 1)² gives 8x + 4
Differentiable line = constant(2).times(power(1)).plus(constant(1));
for (double z = -2; z <= 2; z += 0.5) {
    Check.close("8x + 4 at " + z, power(2).of(line).slopeAt(z), 8 * z + 4, 1e-12);
}

// test: the sigmoid's derivative is σ(1 − σ), at most 1/4, and 4.54e-5 at ±10
for (double z : new double[] {-10, -1, 0, 1, 10}) {
    double s = logistic.at(z);
    Check.close("σ' at " + z, logistic.slopeAt(z), s * (1 - s), 1e-12);
}
Check.close("σ'(0)", logistic.slopeAt(0), 0.25, 1e-12);
Check.close("σ'(10)", logistic.slopeAt(10), 4.54e-5, 1e-7);
Check.close("σ'(−10)", logistic.slopeAt(-10), 4.54e-5, 1e-7);

// test: the sum rule and the product rule hold for any pair of the table
for (Differentiable one : List.of(exp, sin, power(2))) {
    for (Differentiable two : List.of(log, power(-1), constant(4))) {
        Check.close("sum", one.plus(two).slopeAt(1.3), one.slopeAt(1.3) + two.slopeAt(1.3), 1e-12);
        Check.close("product", one.times(two).slopeAt(1.3), centralDifference(z -> one.at(z) * two.at(z), 1.3, 1e-5), 1e-8);
    }
}

// test: subgradients are intervals at corners only
Check.that("|x| left of 0 has one", Arrays.equals(subgradients(Math::abs, -0.25), new double[] {-1, -1}));
Check.that("|x| at -0.5: only -1", Arrays.equals(subgradients(Math::abs, -0.5), new double[] {-1, -1}));
Check.that("max(x, 0) at 0: [0, 1]", Arrays.equals(subgradients(rectifier, 0), new double[] {0, 1}));
Check.that("hinge at 1: [−1, 0]", Arrays.equals(subgradients(z -> Math.max(0, 1 - z), 1), new double[] {-1, 0}));
Check.that("hinge at 0: −1", Arrays.equals(subgradients(z -> Math.max(0, 1 - z), 0), new double[] {-1, -1}));
Check.that("hinge at 2: 0", Arrays.equals(subgradients(z -> Math.max(0, 1 - z), 2), new double[] {0, 0}));
Check.that("a concave corner has none", Double.isInfinite(subgradients(z -> -Math.abs(z), 0)[0]));
Check.close("forward difference of |x| at 0", forwardDifference(Math::abs, 0, 1e-6), 1, 1e-12);
Check.close("backward difference of |x| at 0", forwardDifference(Math::abs, 0, -1e-6), -1, 1e-12);
double chosen = new ActivationReLU().backprop(corners.dup(), ones.dup()).getFirst().getDouble(1);
Check.that("ND4J's choice for max(x, 0) at 0 is a subgradient", chosen >= 0 && chosen <= 1);

// test: the gradient of ‖x‖² is 2xᵀ and that of ‖x‖ is xᵀ/‖x‖ (a misprint has 2xᵀ for both)
INDArray three4 = Nd4j.createFromArray(3.0, 4.0).reshape(2, 1);
Check.atMost("squared", difference(gradient(z -> v(z), three4), Nd4j.createFromArray(6.0, 8.0).reshape(1, 2)), 1e-8);
Check.atMost("plain", difference(gradient(z -> Math.sqrt(v(z)), three4), Nd4j.createFromArray(0.6, 0.8).reshape(1, 2)), 1e-8);

// test: the table of gradients, each a row
double a = 2.5;
Check.close("a", gradient(z -> a, x), Nd4j.zeros(DataType.DOUBLE, 1, 4), 1e-7);
Check.close("a u", gradient(z -> a * u(z), x), du.mul(a), 1e-7);
Check.close("sum(x)", gradient(z -> z.sumNumber().doubleValue(), x), Nd4j.ones(DataType.DOUBLE, 1, 4), 1e-7);
Check.close("‖x‖²", gradient(z -> v(z), x), dv, 1e-7);
Check.close("u + v", gradient(z -> u(z) + v(z), x), du.add(dv), 1e-7);
Check.close("u v", gradient(z -> u(z) * v(z), x), du.mul(v(x)).add(dv.mul(u(x))), 1e-7);
Check.close("⟨u, v⟩", gradient(z -> Transforms.sin(z).mul(B.mmul(z)).sumNumber().doubleValue(), x),
        Transforms.sin(x).transpose().mmul(B).add(B.mmul(x).transpose().mmul(Nd4j.diag(Transforms.cos(x).reshape(4)))), 1e-7);

// test: the gradient is orthogonal to the level sets of the bowl, at any radius
for (double angle = 0; angle < 6.28; angle += 0.37) {
    INDArray point = Nd4j.createFromArray(3 * Math.cos(angle), 1.5 * Math.sin(angle)).reshape(2, 1);
    INDArray along = Nd4j.createFromArray(-3 * Math.sin(angle), 1.5 * Math.cos(angle)).reshape(2, 1);
    Check.close("gradient · tangent", gradient(q -> bowl(q), point).mmul(along).getDouble(0), 0, 1e-7);
}
for (int k = 0; k < 37; k++) {
    Check.close("rate in direction " + degrees[k], rate[k], byRule(degrees[k]), 1e-8);
}

// test: the mean cosine in 1, 2 and 3 dimensions, and none is steeper than the gradient
Check.close("1", meanCosine(1), 1, 0);
Check.close("2", meanCosine(2), 0.6366198, 1e-7);
Check.close("3", meanCosine(3), 0.5, 1e-12);
Check.atMost("best share", Arrays.stream(best).max().getAsDouble(), 1 + 1e-6);
for (double n : dimensions) {
    double squared = 1 / n, average = meanCosine((int) n);
    Check.atMost("deviation relative to the mean", Math.sqrt(squared - average * average) / average, 0.76);
}

// test: the table of Jacobians
INDArray A = Nd4j.randn(DataType.DOUBLE, 3, 4), A2 = Nd4j.randn(DataType.DOUBLE, 4, 3), cosine = Nd4j.diag(Transforms.cos(x).reshape(4));
Check.close("a", NumericalGradient.jacobian(z -> Nd4j.ones(DataType.DOUBLE, 3, 1), x), Nd4j.zeros(DataType.DOUBLE, 3, 4), 1e-8);
Check.close("x", NumericalGradient.jacobian(z -> z, x), Nd4j.eye(4).castTo(DataType.DOUBLE), 1e-8);
Check.close("A x", NumericalGradient.jacobian(z -> A.mmul(z), x), A, 1e-8);
Check.close("xᵀ A", NumericalGradient.jacobian(z -> z.transpose().mmul(A2), x), A2.transpose(), 1e-8);
Check.close("a u", NumericalGradient.jacobian(z -> Transforms.sin(z).mul(a), x), cosine.mul(a), 1e-8);
Check.close("A u", NumericalGradient.jacobian(z -> A.mmul(Transforms.sin(z)), x), A.mmul(cosine), 1e-8);
Check.close("u + v", NumericalGradient.jacobian(z -> Transforms.sin(z).add(B.mmul(z)), x), cosine.add(B), 1e-8);
Check.close("tanh", tanhJacobian, Nd4j.diag(Transforms.pow(Transforms.tanh(x), 2).rsub(1).reshape(4)), 1e-8);
INDArray byScalar = NumericalGradient.jacobian(z -> Nd4j.createFromArray(Math.sin(z.getDouble(0)), Math.exp(z.getDouble(0))).reshape(2, 1), Nd4j.createFromArray(0.5).reshape(1, 1));
Check.that("a vector by a scalar is a column, [2, 1]", byScalar.rows() == 2 && byScalar.columns() == 1);
Check.close("its first entry is cos 0.5", byScalar.getDouble(0), Math.cos(0.5), 1e-9);

// test: the Jacobian of an element-wise function is diagonal, and rows of the softmax Jacobian sum to zero
INDArray elementwise = NumericalGradient.jacobian(z -> Transforms.sigmoid(z), x);
Check.atMost("off the diagonal", difference(elementwise, Nd4j.diag(Nd4j.diag(elementwise))), 1e-12);
Check.atMost("row sums", softmaxJacobian.sum(1).amaxNumber().doubleValue(), 1e-9);

// test: a scalar loss needs no large object
INDArray W = Nd4j.randn(DataType.DOUBLE, 2, 3), input = Nd4j.randn(DataType.DOUBLE, 3, 1), g = Nd4j.randn(DataType.DOUBLE, 1, 2);
INDArray dydW = NumericalGradient.jacobian(z -> z.reshape(2, 3).mmul(input), W.dup('c').reshape(6, 1));
Check.atMost("the sum over l and gᵀ xᵀ", difference(g.mmul(dydW).reshape(2, 3), g.transpose().mmul(input.transpose())), 1e-9);
Check.close("∂y₁/∂W₂₁ is zero: output 1 does not see row 2", dydW.reshape(2, 2, 3).getDouble(0, 1, 0), 0, 1e-12);
Check.close("∂y₁/∂W₁₂ is x₂", dydW.reshape(2, 2, 3).getDouble(0, 0, 1), input.getDouble(1), 1e-9);
Check.close("gigabytes of the full derivative of one dense layer", 4.0 * 256 * 256 * 784 * 256 / 1e9, 52.6, 0.05);

// test: shapes of the vector chain rule, (1,k)(k,n) and (m,k)(k,n)
Check.that("(1, 6)(6, 6)(6, 4)", Arrays.equals(regression.shape(), new long[] {1, 4}));
Check.that("(2, 5)(5, 5)(5, 4)", Arrays.equals(network.shape(), new long[] {2, 4}));

// test: linear regression with one example, 2(⟨x, w⟩ − t) xᵀ
INDArray x1 = X.getRow(0, true);
double t1 = t.getDouble(0);
Check.close("derived and measured", x1.mul(2 * (x1.mmul(w).getDouble(0) - t1)), gradient(z -> Math.pow(x1.mmul(z).getDouble(0) - t1, 2), w), 1e-6);

// test: SameDiff agrees
org.nd4j.autodiff.samediff.SameDiff sd = org.nd4j.autodiff.samediff.SameDiff.create();
org.nd4j.autodiff.samediff.SDVariable residual = sd.constant("X", X).mmul(sd.var("w", w)).sub(sd.constant("t", t));
residual.mul(residual).sum("z");
sd.setLossVariables("z");
Check.atMost("largest difference", difference(sd.calculateGradients(Map.of(), "w").get("w").transpose(), regression), 1e-10);

// test: exercise 1, the tangent of x³ − 1/x at 1
Differentiable cubic = power(3).plus(constant(-1).times(power(-1)));
Check.close("value", cubic.at(1), 0, 1e-12);
Check.close("slope", cubic.slopeAt(1), 4, 1e-12);

// test: exercise 2, the best step of the central difference
double bestStep = Math.cbrt(3 * 1.1e-16);
Check.close("h", bestStep, 6.9e-6, 5e-8);
Check.close("error there", bestStep * bestStep / 6 + 1.1e-16 / bestStep, 2.4e-11, 1e-12);

// test: exercise 4, the gradient of a quadratic form
INDArray form = gradient(z -> z.transpose().mmul(B).mmul(z).getDouble(0), x);
Check.atMost("xᵀ(A + Aᵀ)", difference(form, x.transpose().mmul(B.add(B.transpose()))), 1e-8);

// test: exercise 5, multiplications from the left and from the right
Check.that("55 and 148", 1 * 2 * 5 + 1 * 5 * 5 + 1 * 5 * 4 == 55 && 5 * 5 * 4 + 2 * 5 * 4 + 1 * 2 * 4 == 148);
