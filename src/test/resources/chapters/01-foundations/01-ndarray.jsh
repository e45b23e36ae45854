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
Check.that("the batch of moving discs", Arrays.equals(Nd4j.stack(0, video, video.rsub(1)).shape(), new long[] {2, 6, 3, 48, 64}));
Check.close("blue in the corner", video.getDouble(2, 2, 47, 0), 0.45, 1e-6);
Check.that("a batch of videos is 12 times as long as a batch of images", videos.length() == 12 * Nd4j.zeros(DataType.FLOAT, 10, 3, 48, 64).length());

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

// test: memory of a video batch (exercise 4)
Check.close("gigabytes in FLOAT", 32L * 250 * 3 * 224 * 224 * DataType.FLOAT.width() / 1e9, 4.82, 0.005);
Check.close("gigabytes in HALF", 32L * 250 * 3 * 224 * 224 * DataType.HALF.width() / 1e9, 2.41, 0.005);

// test: whole numbers in HALF end at 2048 (exercise 5)
Check.close("2049 in HALF", Nd4j.createFromArray(2049f).castTo(DataType.HALF).getDouble(0), 2048, 0);
Check.close("2047 in HALF", Nd4j.createFromArray(2047f).castTo(DataType.HALF).getDouble(0), 2047, 0);

// test: reshaping keeps the order of the elements
Check.that("-1 stands for 2", x.reshape(6, -1).columns() == 2 && x.reshape(6, -1).getDouble(5, 1) == 11 && x.reshape(6, -1).getDouble(2, 0) == 4);

// test: uniform and normal random numbers, and the seed
Check.close("mean of the uniform numbers", uniform.meanNumber().doubleValue(), 0.5, 0.01);
Check.close("mean of the normal numbers", normal.meanNumber().doubleValue(), 0, 0.03);
Check.close("standard deviation of the normal numbers", normal.stdNumber().doubleValue(), 1, 0.03);
Nd4j.getRandom().setSeed(SEED);
INDArray once = Nd4j.rand(DataType.FLOAT, 5);
Nd4j.getRandom().setSeed(SEED);
Check.that("the same seed gives the same numbers", once.equals(Nd4j.rand(DataType.FLOAT, 5)));

// test: what the element types cannot represent
Check.close("the error of 0.1 in FLOAT", Math.abs(Nd4j.createFromArray(0.1f).getDouble(0) - 0.1), 1.49e-9, 1e-11);
Check.that("2^24 + 1 is 2^24 in FLOAT", big.add(1).equals(big));
Check.that("HALF: 65504 is exact, 70000 overflows, 1e-8 vanishes", Arrays.equals(halves.toFloatVector(), new float[] {65504, Float.POSITIVE_INFINITY, 0}));
Check.that("integer division cuts off", Arrays.equals(whole.div(2).toIntVector(), new int[] {0, 1, 1}));
boolean fractionRefused = false;
try { whole.add(0.5); } catch (RuntimeException e) { fractionRefused = true; }
Check.that("a fraction is not added to integers", fractionRefused);

// test: element-wise results, reductions and joining
Check.that("element by element", a.add(b).equals(Nd4j.createFromArray(3f, 4f, 6f, 10f)) && Transforms.pow(a, b).equals(Nd4j.createFromArray(1f, 4f, 16f, 64f)));
INDArray oneToSixteen = Nd4j.arange(1, 17).reshape(4, 4);
Check.that("sums over rows", oneToSixteen.sum(0).equals(Nd4j.createFromArray(28f, 32f, 36f, 40f)));
Check.that("a kept axis has length 1", Arrays.equals(oneToSixteen.sum(true, 1).shape(), new long[] {4, 1}));
Check.that("shapes after joining", below.rows() == 6 && beside.columns() == 8 && stacked.rank() == 3);

// test: the pictures of parts mark 4, 4, 6 and 4 elements
INDArray rowMask = Nd4j.zeros(4, 4), columnMask = Nd4j.zeros(4, 4), blockMask = Nd4j.zeros(4, 4), stridedMask = Nd4j.zeros(4, 4);
rowMask.get(point(1), all()).assign(1);
columnMask.get(all(), point(1)).assign(1);
blockMask.get(interval(1, 3), interval(1, 4)).assign(1);
stridedMask.get(interval(0, 3, 4), interval(0, 2, 4)).assign(1);
Check.that("as many ones", rowMask.sumNumber().intValue() == 4 && columnMask.sumNumber().intValue() == 4 && blockMask.sumNumber().intValue() == 6 && stridedMask.sumNumber().intValue() == 4);

// test: ND4J refuses [3] with [3, 1], and takes [1, 3] with [3, 1]
boolean rankOneRefused = false;
try { Nd4j.ones(3).add(Nd4j.ones(3, 1)); } catch (RuntimeException e) { rankOneRefused = true; }
Check.that("refused", rankOneRefused);
Check.that("with equal ranks", Arrays.equals(Nd4j.ones(1, 3).add(Nd4j.ones(3, 1)).shape(), new long[] {3, 3}));

// test: exercise 3, parts are written in place
INDArray written = Nd4j.arange(1, 17).reshape(4, 4);
written.get(all(), interval(2, 4)).assign(0);
written.getRow(0).negi();
Check.that("zeros at the right, minus above", written.equals(Nd4j.createFromArray(new float[][] {{-1, -2, 0, 0}, {5, 6, 0, 0}, {9, 10, 0, 0}, {13, 14, 0, 0}})));
