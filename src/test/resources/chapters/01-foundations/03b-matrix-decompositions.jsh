double TINY = 1e-9;
INDArray identity(int n) {
    return Nd4j.eye(n).castTo(DataType.DOUBLE);
}
boolean positive(double[] values) {
    return Arrays.stream(values).allMatch(value -> value > TINY);
}
boolean isIdentity(INDArray M) {
    return M.sub(identity(M.rows())).amaxNumber().doubleValue() < 1e-6;
}
double determinant(INDArray A) {
    // det L = 1
    return Arrays.stream(completeSquares(A.toDoubleMatrix()).d()).reduce(1, (x, y) -> x * y);
}
/** The seven conditions of the chapter, in its order. */
List<Boolean> positiveDefiniteTests(INDArray A) {
    int n = A.rows();
    double[] minors = new double[n];
    for (int k = 1; k <= n; k++) {
        minors[k - 1] = determinant(A.get(interval(0, k), interval(0, k)));
    }
    Squares squares = completeSquares(A.toDoubleMatrix());
    boolean real = Arrays.stream(squares.d()).allMatch(d -> d >= 0), invertible = positive(squares.d());
    INDArray roots = Nd4j.diag(Nd4j.createFromArray(Arrays.stream(squares.d()).map(d -> Math.sqrt(Math.max(d, 0))).toArray()));
    double[][] unit = squares.L();
    for (double[] row : unit) {
        for (int j = 0; j < n; j++) {
            row[j] = Double.isNaN(row[j]) ? 1 : row[j];
        }
    }
    INDArray C = roots.mmul(Nd4j.createFromArray(unit).transpose());
    INDArray M = Nd4j.randn(DataType.DOUBLE, n, n).add(identity(n).mul(3));
    double[] eigenvalues = Eigen.symmetricGeneralizedEigenvalues(A.dup()).toDoubleVector();
    double[] inertia = Eigen.symmetricGeneralizedEigenvalues(M.transpose().mmul(A).mmul(M)).toDoubleVector();
    INDArray P = invertible ? InvertMatrix.invert(C, false) : Nd4j.zeros(DataType.DOUBLE, n, n);
    boolean gram = invertible;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            gram &= Math.abs(Transforms.dot(C.getColumn(i).dup(), C.getColumn(j).dup()).getDouble(0) - A.getDouble(i, j)) < TINY;
        }
    }
    return List.of(positive(minors),
            real && invertible && C.transpose().mmul(C).sub(A).amaxNumber().doubleValue() < TINY,
            positive(inertia),
            isIdentity(P.transpose().mmul(A).mmul(P)),
            positive(eigenvalues),
            positive(squares.d()),
            gram);
}

// test: eigenvalues and eigenvectors of S
double root3 = Math.sqrt(3);
Check.close("largest", pairs.values()[0], 3 + root3, 1e-9);
Check.close("middle", pairs.values()[1], 3, 1e-9);
Check.close("smallest", pairs.values()[2], 3 - root3, 1e-9);
Check.close("Q^T Q = I", pairs.vectors().transpose().mmul(pairs.vectors()), identity(3), 1e-9);
Check.close("the same directions as LAPACK's", Math.abs(pairs.vectors().getColumn(0).mmul(lapackVectors.getColumn(2)).getDouble(0)), 1, 1e-9);
Check.close("the trace is the sum of the eigenvalues", Arrays.stream(pairs.values()).sum(), 9, 1e-9);
Check.close("a matrix that is not symmetric: Q Lambda Q^-1", Q.mmul(Lambda).mmul(InvertMatrix.invert(Q, false)), matrix(new double[] {2, 1}, new double[] {0, 3}), 1e-12);

// test: all seven conditions of positive definiteness agree
Check.that("all seven accept S", positiveDefiniteTests(S).stream().allMatch(passed -> passed));
Check.that("all seven reject the semidefinite matrix", positiveDefiniteTests(semidefinite).stream().noneMatch(passed -> passed));
Check.that("all seven reject the indefinite matrix", positiveDefiniteTests(indefinite).stream().noneMatch(passed -> passed));

// test: exercise 1, power iteration on a swap
INDArray swap = matrix(new double[] {0, 1}, new double[] {1, 0}), start = Nd4j.createFromArray(1.0, 0).reshape(2, 1);
Check.that("it jumps", swap.mmul(start).getDouble(1) == 1 && swap.mmul(swap.mmul(start)).getDouble(0) == 1);
INDArray shifted = swap.add(identity(2)).mmul(start);
Check.close("after adding I", shifted.div(shifted.norm2Number()).sub(1 / Math.sqrt(2)).amaxNumber().doubleValue(), 0, 1e-12);

// test: exercise 2, t = 1.9 is positive definite, t = 2.1 is not
Check.that("1.9", positiveDefiniteTests(matrix(new double[] {1, 1.9}, new double[] {1.9, 4})).stream().allMatch(t -> t));
Check.that("2.1", positiveDefiniteTests(matrix(new double[] {1, 2.1}, new double[] {2.1, 4})).stream().noneMatch(t -> t));

// test: exercise 3
Check.that("rank 499 saves, rank 500 does not", 499 * 2001 < 1_000_000 && 500 * 2001 > 1_000_000);

// test: exercises 4 and 5, condition numbers
INDArray rotation = matrix(new double[] {0.6, -0.8}, new double[] {0.8, 0.6});
Check.close("singular values of an orthogonal matrix", svd(rotation).sigma()[0] / svd(rotation).sigma()[1], 1, 1e-12);
double kappa = svd(K).sigma()[0] / svd(K).sigma()[1], squared = svd(K.transpose().mmul(K)).sigma()[0] / svd(K.transpose().mmul(K)).sigma()[1];
Check.close("squared", squared, kappa * kappa, 1e-9);

// test: singular vectors are orthonormal, and the largest singular value is the spectral norm
Svd ours = svdByEigenvectors(A);
Check.close("U^T U = I", ours.U().transpose().mmul(ours.U()), identity(2), 1e-9);
Check.close("10.0623", ours.sigma()[0], 10.062275, 1e-6);
Check.close("0.8664", ours.sigma()[1], 0.866384, 1e-6);
Check.close("nuclear norm 10.9287", ours.sigma()[0] + ours.sigma()[1], 10.928659, 1e-6);
Check.close("the longest half-axis", K.mmul(circle).norm2(0).maxNumber().doubleValue(), parts.sigma()[0], 1e-3);

// test: the error of the approximations falls with the rank
double before = Double.POSITIVE_INFINITY;
boolean falling = true;
for (int r = 1; r <= height; r++) {
    double error = picture.sub(pictureSvd.truncated(r)).norm2Number().doubleValue();
    falling &= error <= before + 1e-9;
    before = error;
}
Check.that("falling", falling);
Check.close("error at full rank", before, 0, 1e-9);

// test: images, the share of the squares is larger than that of the sum
Check.that("squares", shares(ofImages, 2)[first(0.1, ofImages)] > shares(ofImages, 1)[first(0.1, ofImages)]);
