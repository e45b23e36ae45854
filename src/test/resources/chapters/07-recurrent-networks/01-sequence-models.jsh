// test: windows and values lie where their names say
double[] counting = IntStream.range(0, 20).asDoubleStream().toArray();
Check.close("first window", windows(counting, 3, 3, 10).getRow(0), Nd4j.createFromArray(0f, 1f, 2f), 0);
Check.close("its label", values(counting, 3, 10).getDouble(0), 3, 0);
Check.that("as many windows as labels", windows(counting, 3, 3, 10).rows() == 7 && values(counting, 3, 10).rows() == 7);
Check.close("last window", windows(counting, 3, 3, 10).getRow(6), Nd4j.createFromArray(6f, 7f, 8f), 0);
Check.close("rmse", rmse(Nd4j.createFromArray(0f, 3f), Nd4j.createFromArray(4f, 3f)), Math.sqrt(8), 1e-6);

// test: steps ahead hit the value so many steps later
UnaryOperator<INDArray> plusOne = inputs -> inputs.getColumn(inputs.columns() - 1, true).add(1);
for (int k : new int[] {1, 2, 5}) {
    Check.close("k = " + k, ahead(plusOne, windows(counting, 3, 3, 5), k).toDoubleVector()[0], 2 + k, 1e-6);
}
double[] pure = series(0, SEED);
Check.atMost("the exact recurrence goes on with a pure wave", error(ahead(linear(exact), pure, 2, 16), 16), 0.02);

// test: the rotating state turns, and goes on with a pure wave
Rotation quarter = new Rotation(Math.PI / 2, 0, 0);
Check.close("a quarter", Nd4j.createFromArray(quarter.turned(1, 0, 1)), Nd4j.createFromArray(0.0, -1.0), 1e-12);
Check.close("twice", Nd4j.createFromArray(quarter.turned(1, 2, 2)), Nd4j.createFromArray(-1.0, -2.0), 1e-12);
Check.atMost("pure wave", error(ahead(new Rotation(0.01, 0.05, 0.2), pure, 64), 64), 0.01);
Check.close("the angle of the wave is found", rotation.angle(), 0.01, 0.0041);

// test: exercises 3 and 4
double[] half = new double[20], whole = new double[20];
for (int i = 0; i < 20; i++) {
    half[i] = modulus(leastSquares(series(0.1, 100 + i), 4));
    whole[i] = modulus(leastSquares(series(0.2, 100 + i), 4));
}
double ofHalf = Arrays.stream(half).average().orElseThrow(), ofWhole = Arrays.stream(whole).average().orElseThrow();
Check.close("noise 0.1", ofHalf, 0.998, 0.0006);
Check.close("noise 0.2", ofWhole, 0.993, 0.0006);
Check.close("noise 0.1, 64 steps", Arrays.stream(half).map(m -> Math.pow(m, 64)).average().orElseThrow(), 0.89, 0.02);
Check.close("noise 0.2, 64 steps", Arrays.stream(whole).map(m -> Math.pow(m, 64)).average().orElseThrow(), 0.63, 0.03);
Check.close("growth", Math.pow(1.01, 64), 1.9, 0.05);
Check.close("growth in a thousand steps", Math.pow(1.01, 1000), 20_959, 1);
