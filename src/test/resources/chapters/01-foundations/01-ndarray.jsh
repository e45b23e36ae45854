// test: the five ways to access a 4 x 4 matrix of 1 to 16
INDArray grid = Nd4j.arange(1, 17).reshape(4, 4);
Check.close("element", grid.getDouble(1, 2), 7, 0);
Check.that("row", Arrays.equals(grid.getRow(1).toFloatVector(), new float[] {5, 6, 7, 8}));
Check.that("column", Arrays.equals(grid.getColumn(1).toFloatVector(), new float[] {2, 6, 10, 14}));
Check.that("block", Arrays.equals(grid.get(interval(1, 3), interval(1, 4)).dup().reshape(6).toFloatVector(), new float[] {6, 7, 8, 10, 11, 12}));
Check.that("strided", Arrays.equals(grid.get(interval(0, 3, 4), interval(0, 2, 4)).dup().reshape(4).toFloatVector(), new float[] {1, 3, 13, 15}));

// test: creation needs shape, type and values
INDArray zeros = Nd4j.zeros(DataType.FLOAT, 3, 4);
Check.that("3 x 4 zeros of FLOAT", zeros.rows() == 3 && zeros.columns() == 4 && zeros.dataType() == DataType.FLOAT && zeros.sumNumber().doubleValue() == 0);
Check.that("Java types give element types", Nd4j.createFromArray(1.0).dataType() == DataType.DOUBLE && Nd4j.createFromArray(1).dataType() == DataType.INT && Nd4j.createFromArray(1L).dataType() == DataType.LONG);
Check.that("linspace starts, steps and counts", Arrays.equals(Nd4j.linspace(DataType.FLOAT, 0.0, 0.25, 5).toFloatVector(), new float[] {0, 0.25f, 0.5f, 0.75f, 1}));

// test: ranks 0 to 5, and a video batch has a time axis
Check.that("ranks", label.rank() == 0 && videos.rank() == 5);
Check.that("batch, time, channels, height, width", Arrays.equals(videos.shape(), new long[] {10, 12, 3, 48, 64}));
Check.that("the batch of moving discs", Arrays.equals(batch.shape(), new long[] {2, 6, 3, 48, 64}));

// test: broadcasting rule (exercise 1)
Check.that("[8, 1, 6, 1] and [7, 1, 5]", Arrays.equals(broadcastShape(new long[] {8, 1, 6, 1}, new long[] {7, 1, 5}), new long[] {8, 7, 6, 5}));
Check.that("three that fit", Arrays.equals(broadcastShape(new long[] {2, 3, 4}, new long[] {3, 4}), new long[] {2, 3, 4}) && Arrays.equals(broadcastShape(new long[] {2, 3, 4}, new long[] {4}), new long[] {2, 3, 4}) && Arrays.equals(broadcastShape(new long[] {2, 3, 4}, new long[] {3, 1}), new long[] {2, 3, 4}));
boolean threeAgainstFour = false;
try { broadcastShape(new long[] {2, 3, 4}, new long[] {3}); } catch (IllegalArgumentException e) { threeAgainstFour = true; }
Check.that("[3] does not fit", threeAgainstFour);
Check.that("a scalar fits everything", Arrays.equals(broadcastShape(new long[] {}, new long[] {2, 3}), new long[] {2, 3}));

// test: multiplication table (exercise 2)
INDArray oneToTen = Nd4j.arange(1, 11);
Check.close("sum of the multiplication table", oneToTen.reshape(10, 1).mul(oneToTen.reshape(1, 10)).sumNumber().doubleValue(), 3025, 0);

// test: a negative stride flips (exercise 3)
Strided flipped = new Strided(A.storage(), A.offset() + 3 * A.strides()[1], A.shape(), new int[] {A.strides()[0], -A.strides()[1]});
Check.that("flipped columns", flipped.get(0, 0) == 3 && flipped.get(2, 3) == 8);

// test: Strided shares its storage
Strided writable = Strided.of(new float[6], 2, 3);
writable.transpose().set(5, 2, 0);
Check.that("writing through the transpose", writable.get(0, 2) == 5);
Check.that("slice of odd length", writable.slice(1, 0, 2, 3).shape()[1] == 2);

// test: memory of a video batch (exercise 4)
Check.close("gigabytes in FLOAT", 32L * 250 * 3 * 224 * 224 * DataType.FLOAT.width() / 1e9, 4.82, 0.005);
Check.close("gigabytes in HALF", 32L * 250 * 3 * 224 * 224 * DataType.HALF.width() / 1e9, 2.41, 0.005);

// test: whole numbers in HALF end at 2048 (exercise 5)
Check.close("2049 in HALF", Nd4j.createFromArray(2049f).castTo(DataType.HALF).getDouble(0), 2048, 0);
Check.close("2047 in HALF", Nd4j.createFromArray(2047f).castTo(DataType.HALF).getDouble(0), 2047, 0);
