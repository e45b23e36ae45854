// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the derivative of 3x² − 4x at 1 is 2 (Dive into Deep Learning, 2.4)
Check.close("central", centralDifference(parabola, 1, 1e-5), 2, 1e-9);
Check.close("forward with h = 0.1", forwardDifference(parabola, 1, 0.1), 2.3, 1e-9);

// test: partial derivatives of 3x² + xy
for (double[] p : new double[][] {{2, 5}, {-1, 0.5}, {0, 0}}) {
    INDArray row = gradientRow(v -> 3 * v.getDouble(0) * v.getDouble(0) + v.getDouble(0) * v.getDouble(1), Nd4j.createFromArray(p).reshape(2, 1));
    Check.close("by x: 6x + y", row.getDouble(0), 6 * p[0] + p[1], 1e-8);
    Check.close("by y: x", row.getDouble(1), p[0], 1e-8);
}

// test: the chain rule on (2x + 1)² gives 8x + 4
for (double at = -2; at <= 2; at += 0.5) {
    Check.close("8x + 4 at " + at, Differentiable.power(2).of(line).slopeAt(at), 8 * at + 4, 1e-12);
}

// test: the sigmoid's derivative is σ(1 − σ), at most 1/4, and 4.54e-5 at ±10
for (double at : new double[] {-10, -1, 0, 1, 10}) {
    double s = logistic.at(at);
    Check.close("σ' at " + at, logistic.slopeAt(at), s * (1 - s), 1e-12);
}
Check.close("σ'(10)", logistic.slopeAt(10), 4.54e-5, 1e-7);
Check.close("σ'(−10)", logistic.slopeAt(-10), 4.54e-5, 1e-7);

// test: the sum rule and the product rule hold for any pair of the table
for (Differentiable u : List.of(Differentiable.exp(), Differentiable.sin(), Differentiable.power(2))) {
    for (Differentiable v : List.of(Differentiable.log(), Differentiable.power(-1), Differentiable.constant(4))) {
        Check.close("sum", u.plus(v).slopeAt(1.3), u.slopeAt(1.3) + v.slopeAt(1.3), 1e-12);
        Check.close("product", u.times(v).slopeAt(1.3), centralDifference(z -> u.at(z) * v.at(z), 1.3, 1e-5), 1e-8);
    }
}

// test: subgradients exist at corners only
Check.that("|x| away from 0 has one", subgradients(absolute, -0.25)[0] == -1 && subgradients(absolute, -0.25)[1] == -1);
Check.that("hinge at 1: [−1, 0]", Arrays.equals(subgradients(x -> Math.max(0, 1 - x), 1), new double[] {-1, 0}));
Check.that("hinge at 0: −1", Arrays.equals(subgradients(x -> Math.max(0, 1 - x), 0), new double[] {-1, -1}));
Check.that("a concave corner has none", Double.isInfinite(subgradients(x -> -Math.abs(x), 0)[0]));

// test: the gradient of ‖x‖² is 2xᵀ and that of ‖x‖ is xᵀ/‖x‖ (a misprint has 2xᵀ for both)
INDArray three4 = Nd4j.createFromArray(3.0, 4.0).reshape(2, 1);
Check.atMost("squared", gradientRow(z -> v(z), three4).sub(Nd4j.createFromArray(6.0, 8.0).reshape(1, 2)).amaxNumber().doubleValue(), 1e-8);
Check.atMost("plain", gradientRow(z -> Math.sqrt(v(z)), three4).sub(Nd4j.createFromArray(0.6, 0.8).reshape(1, 2)).amaxNumber().doubleValue(), 1e-8);

// test: the gradient is orthogonal to the level sets of the bowl, at any radius
for (double t = 0; t < 6.28; t += 0.37) {
    INDArray at = Nd4j.createFromArray(3 * Math.cos(t), 1.5 * Math.sin(t)).reshape(2, 1);
    INDArray tangent = Nd4j.createFromArray(-3 * Math.sin(t), 1.5 * Math.cos(t)).reshape(2, 1);
    Check.close("gradient · tangent", gradientRow(q -> bowl(q), at).mmul(tangent).getDouble(0), 0, 1e-7);
}

// test: the mean cosine in 1, 2 and 3 dimensions
Check.close("1", meanCosine(1), 1, 0);
Check.close("2", meanCosine(2), 0.6366198, 1e-7);
Check.close("3", meanCosine(3), 0.5, 1e-12);

// test: the Jacobian of an element-wise function is diagonal, and rows of the softmax Jacobian sum to zero
INDArray elementwise = jacobian(z -> Transforms.sigmoid(z), x);
Check.atMost("off the diagonal", elementwise.sub(Nd4j.diag(Nd4j.diag(elementwise))).amaxNumber().doubleValue(), 1e-12);
Check.atMost("row sums", jacobian(z -> softmax(z), x).sum(1).amaxNumber().doubleValue(), 1e-9);

// test: shapes of the vector chain rule, (1,k)(k,n) and (m,k)(k,n)
Check.that("(1, 6)(6, 6)(6, 4)", Arrays.equals(allExamples.shape(), new long[] {1, 4}));
Check.that("(2, 5)(5, 5)(5, 4)", Arrays.equals(network.shape(), new long[] {2, 4}));

// test: exercise 1, the tangent of x³ − 1/x at 1
Differentiable cubic = Differentiable.power(3).plus(Differentiable.constant(-1).times(Differentiable.power(-1)));
Check.close("value", cubic.at(1), 0, 1e-12);
Check.close("slope", cubic.slopeAt(1), 4, 1e-12);

// test: exercise 2, the best step of the central difference
double bestStep = Math.cbrt(3 * 1.1e-16);
Check.close("h", bestStep, 6.9e-6, 5e-8);
Check.close("error there", bestStep * bestStep / 6 + 1.1e-16 / bestStep, 2.4e-11, 1e-12);

// test: exercise 4, the gradient of a quadratic form
INDArray form = gradientRow(z -> z.transpose().mmul(B).mmul(z).getDouble(0), x);
Check.atMost("xᵀ(A + Aᵀ)", form.sub(x.transpose().mmul(B.add(B.transpose()))).amaxNumber().doubleValue(), 1e-8);

// test: exercise 5, multiplications from the left and from the right
Check.that("55 and 148", 1 * 2 * 5 + 1 * 5 * 5 + 1 * 5 * 4 == 55 && 5 * 5 * 4 + 2 * 5 * 4 + 1 * 2 * 4 == 148);
