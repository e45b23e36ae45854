double norm(INDArray A, String name) {
    return matrixNorms(A).get(name).doubleValue();
}
double difference(INDArray x, INDArray y) {
    return x.reshape(-1).sub(y.reshape(-1)).amaxNumber().doubleValue();
}
INDArray identity(int n) {
    return Nd4j.eye(n).castTo(DataType.DOUBLE);
}

// test: vector norms of (-5, 6, 8, -10)
INDArray worked = vector(-5, 6, 8, -10);
Check.close("1", pNorm(worked, 1), 29, 1e-12);
Check.close("2", pNorm(worked, 2), 15, 1e-12);
Check.close("2 by ND4J", worked.norm2Number().doubleValue(), 15, 1e-12);
Check.close("minus infinity", pNorm(worked, -INFINITY), 5, 0);
Check.close("plus infinity", pNorm(worked, INFINITY), 10, 0);
Check.close("plus infinity by ND4J", worked.normmaxNumber().doubleValue(), 10, 0);
Check.that("the smallest absolute value is 0 for a vector that is not", pNorm(vector(1, 0), -INFINITY) == 0);

// test: matrix norms of [[-1, 2, -3], [4, -6, 6]]
Check.close("column sums", norm(A, "induced 1 (largest column sum)"), 9, 0);
Check.close("spectral", norm(A, "induced 2 (spectral)"), 10.062275, 1e-6);
Check.close("row sums", norm(A, "induced ∞ (largest row sum)"), 16, 0);
Check.close("nuclear", norm(A, "nuclear"), 10.928659, 1e-6);
Check.close("non-zeros", norm(A, "number of non-zeros (no norm)"), 6, 0);
Check.close("non-zeros of 2A: not doubled", norm(A.mul(2), "number of non-zeros (no norm)"), 6, 0);
Check.close("entry-wise 1", norm(A, "entry-wise 1"), 22, 0);
Check.close("Frobenius", norm(A, "Frobenius"), 10.099505, 1e-6);
Check.close("Frobenius by ND4J", A.norm2Number().doubleValue(), norm(A, "Frobenius"), 1e-12);
Check.close("L2,1", norm(A, "L2,1 (columns)"), 17.155865, 1e-6);
Check.close("L2,1 over rows would be another number", A.norm2(1).sumNumber().doubleValue(), 13.1225, 1e-4);
Check.that("the spectral norm is below Frobenius, and Frobenius below nuclear", norm(A, "induced 2 (spectral)") < norm(A, "Frobenius") && norm(A, "Frobenius") < norm(A, "nuclear"));

// test: the norm axioms on random vectors
Random random = new Random(3);
boolean axioms = true;
for (int k = 0; k < 200; k++) {
    INDArray one = vector(random.doubles(5, -1, 1).toArray()), two = vector(random.doubles(5, -1, 1).toArray());
    for (double order : new double[] {1, 1.5, 2, 3, INFINITY}) {
        axioms &= pNorm(one, order) > 0 && Math.abs(pNorm(one.mul(-2.5), order) - 2.5 * pNorm(one, order)) < 1e-12 && pNorm(one.add(two), order) <= pNorm(one, order) + pNorm(two, order) + 1e-12;
    }
}
Check.that("positive, homogeneous, triangle inequality", axioms);
Check.that("absolute values of scalars", Math.abs(-3.0 + 2) <= Math.abs(-3.0) + Math.abs(2.0) && Math.abs(-3.0 * 2) == Math.abs(-3.0) * Math.abs(2.0));

// test: the spectral norm never exceeds the Frobenius norm, and bounds every product
boolean bounded = true;
for (int k = 0; k < 20; k++) {
    INDArray M = Nd4j.randn(DataType.DOUBLE, 4, 3), v = Nd4j.randn(DataType.DOUBLE, 3);
    double spectral = norm(M, "induced 2 (spectral)");
    bounded &= spectral <= norm(M, "Frobenius") + 1e-12 && M.mmul(v).norm2Number().doubleValue() <= spectral * v.norm2Number().doubleValue() + 1e-9;
}
Check.that("bounds", bounded);

// test: products of matrices
Check.that("a matrix times a vector mixes columns", A.mmul(p).equals(mixture));
Check.that("the order matters: AB is 2 x 2, BA is 3 x 3", A.mmul(B).rows() == 2 && B.mmul(A).rows() == 3);

// test: symmetric, skew-symmetric, orthogonal and permutation matrices
INDArray square = matrix(new double[] {2, 7, 1}, new double[] {8, 2, 8}, new double[] {1, 8, 2}), any = vector(0.3, -1.2, 2.5);
INDArray symmetricPart = square.add(square.transpose()).div(2), skewPart = square.sub(square.transpose()).div(2);
Check.that("the parts are symmetric and skew-symmetric", symmetricPart.equals(symmetricPart.transpose()) && skewPart.equals(skewPart.transpose().neg()));
Check.that("they add up", symmetricPart.add(skewPart).equals(square));
Check.close("x^T K x of the skew part (exercise 2)", any.mmul(skewPart.mmul(any)).getDouble(0), 0, 1e-12);
Check.close("U U^T = I for the rotation", rotation.mmul(rotation.transpose()), identity(2), 1e-15);
Check.close("a rotated vector keeps its length", rotation.mmul(vector(3, 4)).norm2Number().doubleValue(), 5, 1e-12);
Check.that("the permutation is orthogonal", permutation.mmul(permutation.transpose()).equals(identity(4)));
Check.that("(Px)_i is x_pi(i)", permutation.mmul(a).equals(vector(8, -5, -10, 6)));

// test: exercise 1
INDArray ofExercise = matrix(new double[] {3, 0}, new double[] {4, 5});
Check.close("induced 1", norm(ofExercise, "induced 1 (largest column sum)"), 7, 0);
Check.close("induced 2", norm(ofExercise, "induced 2 (spectral)"), 3 * Math.sqrt(5), 1e-9);
Check.close("induced infinity", norm(ofExercise, "induced ∞ (largest row sum)"), 9, 0);
Check.close("Frobenius", norm(ofExercise, "Frobenius"), Math.sqrt(50), 1e-12);
Check.close("nuclear", norm(ofExercise, "nuclear"), 4 * Math.sqrt(5), 1e-9);

// test: the table of Einstein sums
INDArray wide = Nd4j.rand(DataType.DOUBLE, 4, 6);
Check.close("matrix-vector", einsum("ij,j->i", A, p), A.mmul(p), 1e-12);
Check.close("Hadamard", einsum("ij,ij->ij", A, A), A.mul(A), 1e-12);
Check.close("transpose", einsum("ij->ji", A), A.transpose(), 1e-12);
Check.close("trace", einsum("ii->", square).getDouble(), 6, 1e-12);
Check.close("tensor contraction", einsum("ijk,kl->ijl", left, wide), Nd4j.tensorMmul(left, wide, new int[][] {{2}, {0}}), 1e-12);

// test: exercise 3
INDArray xs = vector(1, 2), ys = vector(3, 0, 1);
Check.close("x^T A y", einsum("i,ij,j->", xs, A, ys).getDouble(), Transforms.dot(xs, A.mmul(ys)).getDouble(0), 1e-12);
Check.close("sum of squares", einsum("ij,ij->", A, A).getDouble(), 102, 1e-12);
Check.close("A B^T", difference(einsum("ij,kj->ik", A, A), A.mmul(A.transpose())), 0, 1e-12);
boolean mismatch = false;
try { einsum("ik,kj->ij", A, A); } catch (IllegalArgumentException e) { mismatch = true; }
Check.that("lengths that differ are refused", mismatch);

// test: exercise 4
Check.close("derivative of x^T M x", difference(NumericalGradient.jacobian(z -> z.mmul(square.mmul(z)), x), x.reshape(1, 3).mmul(square.add(square.transpose()))), 0, 1e-6);

// test: derivative tables in the numerator layout
INDArray z2 = vector(0.7, -0.4), u5 = vector(0.3, -0.7, 1.1);
Check.close("x^T A is A^T", NumericalGradient.jacobian(z -> z.reshape(1, 2).mmul(A).reshape(3), z2), A.transpose(), 1e-7);
Check.close("|x|^2 is 2 x^T", NumericalGradient.jacobian(z -> z.mul(z).sum(), x), x.mul(2).reshape(1, 3), 1e-7);
Check.atLeast("|x| is not 2 x^T: largest difference", NumericalGradient.jacobian(z -> z.norm2(), x).sub(x.mul(2).reshape(1, 3)).amaxNumber().doubleValue(), 1);
Check.close("sum", difference(NumericalGradient.jacobian(z -> z.sum().reshape(1), u5), vector(1, 1, 1)), 0, 1e-8);
Check.close("x is I", difference(NumericalGradient.jacobian(z -> z, u5), identity(3)), 0, 1e-8);
Check.close("a constant is 0", difference(NumericalGradient.jacobian(z -> vector(2, 3), u5), Nd4j.zeros(DataType.DOUBLE, 2, 3)), 0, 1e-12);
Check.close("inner product of u(x) = x and v(x) = sin x", difference(NumericalGradient.jacobian(z -> Transforms.dot(z, Transforms.sin(z)).reshape(1), u5), Transforms.sin(u5).add(u5.mul(Transforms.cos(u5)))), 0, 1e-7);
