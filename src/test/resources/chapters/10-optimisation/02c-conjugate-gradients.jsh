// test: answers to the exercises
INDArray clustered = bowl(IntStream.range(0, 100).mapToDouble(i -> i < 90 ? 1 : 7).toArray());
INDArray wanted = Nd4j.randn(DataType.DOUBLE, 100);
Check.close("two curvatures, two steps", relativeErrors(clustered, wanted, conjugateGradients(clustered, clustered.mmul(wanted), 2))[2], 0, 1e-9);
Check.close("κ = 10,000", Math.log(2e6) / Math.log(101 / 99.0), 725, 1);

// test: without pairs the direction is the gradient; for one variable it is the secant
INDArray slope = Nd4j.createFromArray(3.0);
Check.close("no pairs", direction(slope, new ArrayDeque<>()), slope, 0);
Deque<INDArray[]> pair = new ArrayDeque<>();
pair.add(new INDArray[] {Nd4j.createFromArray(0.5), Nd4j.createFromArray(2.0)});
Check.close("secant", direction(slope, pair), Nd4j.createFromArray(0.75), 1e-12);

// test: on a bowl the pairs satisfy the secant equation
INDArray s = Nd4j.randn(DataType.DOUBLE, DIMENSIONS), y = A.mmul(s);
Deque<INDArray[]> one = new ArrayDeque<>();
one.add(new INDArray[] {s, y});
Check.close("H y = s", direction(y, one), s, 1e-8);
