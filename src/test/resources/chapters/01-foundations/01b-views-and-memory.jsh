// test: a negative stride flips (exercise 1)
Strided flipped = new Strided(A.storage(), A.offset() + 3 * A.strides()[1], A.shape(), new int[] {A.strides()[0], -A.strides()[1]});
Check.that("flipped columns", flipped.get(0, 0) == 3 && flipped.get(2, 3) == 8);

// test: exercise 2, an address after transposing
Check.close("3 + 8", transpose(A).address(3, 2), 11, 0);
Check.close("is A[2, 3]", transpose(A).get(3, 2), A.get(2, 3), 0);

// test: exercise 3, diagonals are strided vectors
Strided square = Strided.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, 3, 3);
Strided diagonal = new Strided(square.storage(), 0, new int[] {3}, new int[] {4}), anti = new Strided(square.storage(), 2, new int[] {3}, new int[] {2});
Check.that("0 4 8", diagonal.get(0) == 0 && diagonal.get(1) == 4 && diagonal.get(2) == 8);
Check.that("2 4 6", anti.get(0) == 2 && anti.get(1) == 4 && anti.get(2) == 6);

// test: Strided shares its storage
Strided writable = Strided.of(new float[6], 2, 3);
transpose(writable).set(5, 2, 0);
Check.that("writing through the transpose", writable.get(0, 2) == 5);
Check.that("slice of odd length", slice(writable, 1, 0, 2, 3).shape()[1] == 2);

// test: the same elements, shapes and strides as ND4J
boolean same(Strided mine, INDArray theirs) {
    boolean equal = true;
    for (int r = 0; r < theirs.rows(); r++) {
        for (int k = 0; k < theirs.columns(); k++) {
            equal &= mine.get(r, k) == theirs.getFloat(r, k);
        }
    }
    for (int k = 0; k < 2; k++) {
        equal &= mine.strides()[k] == theirs.stride(k) && mine.shape()[k] == theirs.size(k);
    }
    return equal;
}
Check.that("matrix", same(A, N));
Check.that("transposed", same(transpose(A), transposed));
Check.that("strided block", same(everySecond, part));
Check.that("a stride of 0 repeats the row", repeated.get(2, 3) == N.getFloat(1, 3));

// test: reshape and transpose are views, dup copies
Check.that("views", viewOrCopy(original, original.reshape(2, 6)).equals("view") && viewOrCopy(original, original.transpose()).equals("view"));
Check.that("dup", viewOrCopy(original, original.dup()).equals("copy"));

// test: addi keeps the storage, add makes a new one
INDArray target = Nd4j.ones(3);
long address = target.data().address();
target.addi(Nd4j.ones(3));
Check.that("in place", target.data().address() == address);
Check.that("out of place", target.add(Nd4j.ones(3)).data().address() != address);
Check.that("the alias saw the first addition only", alias.equals(Nd4j.createFromArray(2f, 2f, 2f)) && y.equals(Nd4j.createFromArray(3f, 3f, 3f)));

// test: the left side of addi is not stretched
boolean stretchedLeft = true;
try { Nd4j.ones(3, 1).addi(Nd4j.ones(1, 2)); } catch (RuntimeException e) { stretchedLeft = false; }
Check.that("refused", !stretchedLeft);
