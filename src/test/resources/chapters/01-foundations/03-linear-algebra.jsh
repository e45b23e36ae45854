// test: vector norms of (-5, 6, 8, -10)
double[] worked = {-5, 6, 8, -10};
Check.close("1", pNorm(worked, 1), 29, 1e-12);
Check.close("2", pNorm(worked, 2), 15, 1e-12);
Check.close("minus infinity", pNorm(worked, -infinity), 5, 0);
Check.close("plus infinity", pNorm(worked, infinity), 10, 0);

// test: matrix norms of [[-1, 2, -3], [4, -6, 6]]
Map<String, Double> printed = matrixNorms(matrix(new double[] {-1, 2, -3}, new double[] {4, -6, 6}));
Check.close("column sums", printed.get("induced 1 (largest column sum)"), 9, 0);
Check.close("spectral", printed.get("induced 2 (spectral)"), 10.062275, 1e-6);
Check.close("row sums", printed.get("induced ∞ (largest row sum)"), 16, 0);
Check.close("nuclear", printed.get("nuclear"), 10.928659, 1e-6);
Check.close("non-zeros", printed.get("number of non-zeros (no norm)"), 6, 0);
Check.close("entry-wise 1", printed.get("entry-wise 1"), 22, 0);
Check.close("Frobenius", printed.get("Frobenius"), 10.099505, 1e-6);
Check.close("L2,1", printed.get("L2,1 (columns)"), 17.155865, 1e-6);

// test: the norm axioms on random vectors
Random random = new Random(3);
boolean axioms = true;
for (int k = 0; k < 200; k++) {
    double[] one = random.doubles(5, -1, 1).toArray(), two = random.doubles(5, -1, 1).toArray(), both = new double[5], scaled = new double[5];
    for (int i = 0; i < 5; i++) {
        both[i] = one[i] + two[i];
        scaled[i] = -2.5 * one[i];
    }
    for (double order : new double[] {1, 1.5, 2, 3, infinity}) {
        axioms &= pNorm(one, order) > 0 && Math.abs(pNorm(scaled, order) - 2.5 * pNorm(one, order)) < 1e-12 && pNorm(both, order) <= pNorm(one, order) + pNorm(two, order) + 1e-12;
    }
}
Check.that("positive, homogeneous, triangle inequality", axioms);
Check.that("absolute values of scalars", Math.abs(-3.0 + 2) <= Math.abs(-3.0) + Math.abs(2.0) && Math.abs(-3.0 * 2) == Math.abs(-3.0) * Math.abs(2.0));

// test: the spectral norm never exceeds the Frobenius norm, and bounds every product
boolean bounded = true;
for (int k = 0; k < 20; k++) {
    INDArray M = Nd4j.randn(DataType.DOUBLE, 4, 3), v = Nd4j.randn(DataType.DOUBLE, 3);
    double spectral = matrixNorms(M).get("induced 2 (spectral)");
    bounded &= spectral <= matrixNorms(M).get("Frobenius") + 1e-12 && M.mmul(v).norm2Number().doubleValue() <= spectral * v.norm2Number().doubleValue() + 1e-9;
}
Check.that("bounds", bounded);

// test: exercise 1
Map<String, Double> first = matrixNorms(matrix(new double[] {3, 0}, new double[] {4, 5}));
Check.close("induced 1", first.get("induced 1 (largest column sum)"), 7, 0);
Check.close("induced 2", first.get("induced 2 (spectral)"), 3 * Math.sqrt(5), 1e-9);
Check.close("induced infinity", first.get("induced ∞ (largest row sum)"), 9, 0);
Check.close("Frobenius", first.get("Frobenius"), Math.sqrt(50), 1e-12);
Check.close("nuclear", first.get("nuclear"), 4 * Math.sqrt(5), 1e-9);

// test: exercise 2
INDArray swap = matrix(new double[] {0, 1}, new double[] {1, 0}), start = vector(1, 0).reshape(2, 1);
Check.that("it jumps", swap.mmul(start).getDouble(1) == 1 && swap.mmul(swap.mmul(start)).getDouble(0) == 1);
INDArray shifted = swap.add(Nd4j.eye(2).castTo(DataType.DOUBLE)).mmul(start);
Check.close("after adding I", shifted.div(shifted.norm2Number()).sub(1 / Math.sqrt(2)).amaxNumber().doubleValue(), 0, 1e-12);

// test: exercise 3
Check.that("t = 1.9 is positive definite, t = 2.1 is not", positiveDefiniteTests(matrix(new double[] {1, 1.9}, new double[] {1.9, 4})).stream().allMatch(t -> t) && positiveDefiniteTests(matrix(new double[] {1, 2.1}, new double[] {2.1, 4})).stream().noneMatch(t -> t));

// test: exercise 4
double difference(INDArray x, INDArray y) {
    return x.reshape(-1).sub(y.reshape(-1)).amaxNumber().doubleValue();
}
INDArray xs = vector(1, 2), ys = vector(3, 0, 1);
Check.close("x^T A y", einsum("i,ij,j->", xs, A, ys).getDouble(), Transforms.dot(xs, A.mmul(ys)).getDouble(0), 1e-12);
Check.close("sum of squares", einsum("ij,ij->", A, A).getDouble(), 102, 1e-12);
Check.close("A B^T", difference(einsum("ij,kj->ik", A, A), A.mmul(A.transpose())), 0, 1e-12);
boolean mismatch = false;
try { einsum("ik,kj->ij", A, A); } catch (IllegalArgumentException e) { mismatch = true; }
Check.that("lengths that differ are refused", mismatch);

// test: exercise 5
Check.close("derivative of x^T M x", difference(jacobian(z -> z.mmul(square.mmul(z)).reshape(1), x), x.reshape(1, 3).mmul(square.add(square.transpose()))), 0, 1e-6);

// test: exercise 6
Check.that("rank 499 saves, rank 500 does not", 499 * 2001 < 1_000_000 && 500 * 2001 > 1_000_000);

// test: derivative tables in the numerator layout
INDArray u5 = vector(0.3, -0.7, 1.1), M5 = matrix(new double[] {1, 2, 0}, new double[] {-1, 0.5, 3});
Check.close("sum", difference(jacobian(z -> z.sum().reshape(1), u5), vector(1, 1, 1)), 0, 1e-8);
Check.close("x is I", difference(jacobian(z -> z, u5), Nd4j.eye(3).castTo(DataType.DOUBLE)), 0, 1e-8);
Check.close("a constant is 0", difference(jacobian(z -> vector(2, 3), u5), Nd4j.zeros(DataType.DOUBLE, 2, 3)), 0, 1e-12);
Check.close("inner product of u(x) = x and v(x) = sin x", difference(jacobian(z -> Transforms.dot(z, Transforms.sin(z)).reshape(1), u5), Transforms.sin(u5).add(u5.mul(Transforms.cos(u5)))), 0, 1e-7);
