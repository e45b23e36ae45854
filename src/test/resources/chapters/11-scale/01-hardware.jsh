// test: the systolic array multiplies matrices of other sizes
for (int n : new int[] {1, 2, 5}) {
    double[][] p = Nd4j.rand(n, n).toDoubleMatrix(), q = Nd4j.rand(n, n).toDoubleMatrix();
    Run small = systolic(p, q);
    Check.close("product " + n, Nd4j.create(small.product()), Nd4j.create(p).mmul(Nd4j.create(q)), 1e-6);
    Check.close("cycles", small.cycles(), 3 * n - 2, 0);
    Check.close("reads", small.reads(), 2 * n * n, 0);
}

// test: the three inner products
Check.close("one sum", products[0], LENGTH, 0);
Check.close("four sums", products[1], LENGTH, 0);
Check.close("ND4J", products[2], LENGTH, 0);

// test: answers
Check.close("exercise 2", 6 * chips.get(1).peak() / chips.get(1).bandwidth(), 104.4, 0.2);
Check.close("exercise 5, operations", 2.0 * 9 * 64 * 64 * 56 * 56, 231e6, 1e6);
Check.close("exercise 5, intensity", 2.0 * 9 * 64 * 64 * 56 * 56 / (4 * (2.0 * 64 * 56 * 56 + 9 * 64 * 64)), 132, 1);
