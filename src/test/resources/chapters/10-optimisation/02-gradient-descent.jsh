// test: answers to the exercises
double[] once = descend(x -> 6 * x, 1 / 6.0, 5, 3);
Check.close("3x², rate 1/6", once[1], 0, 1e-12);
Check.atLeast("3x², rate above 1/3", Math.abs(descend(x -> 6 * x, 0.34, 5, 50)[50]), 5);
Check.close("steps to a millionth, κ = 100", Math.log(1e6) / -Math.log(99 / 101.0), 691, 1);
DoubleUnaryOperator newtonStep = x -> x - (x / Math.sqrt(1 + x * x)) / Math.pow(1 + x * x, -1.5);
Check.close("Newton on the root", newtonStep.applyAsDouble(1.3), -Math.pow(1.3, 3), 1e-9);
Check.close("half a step from 1", (1 + newtonStep.applyAsDouble(1)) / 2, 0, 1e-9);
INDArray louder = withOnes(standardised);
louder.getColumn(0).muli(100);
Check.atLeast("one feature times 100", ends(louder)[1] / ends[1], 3000);

// test: Newton does not notice a change of units, gradient descent does
Surface stretched = new Surface("stretched", (x, y) -> Surface.ROSENBROCK.f().applyAsDouble(2 * x, y),
        (x, y) -> 2 * Surface.ROSENBROCK.dx().applyAsDouble(2 * x, y), (x, y) -> Surface.ROSENBROCK.dy().applyAsDouble(2 * x, y),
        new double[] {-0.6, 1}, 0, new double[] {-1, 1, -1, 2}, new double[] {1});
double[][] one = newton(Surface.ROSENBROCK, Surface.ROSENBROCK.start(), 3), other = newton(stretched, stretched.start(), 3);
Check.close("Newton's place", 2 * other[3][0], one[3][0], 1e-3);
double[][] slow = gradientDescent(Surface.ROSENBROCK, 1e-4, 3), slower = gradientDescent(stretched, 1e-4, 3);
Check.atLeast("gradient descent's", Math.abs(2 * slower[3][0] - slow[3][0]), 1e-3);

// test: the regression's curvatures are those of its loss
Check.close("trace", Arrays.stream(Eigen.symmetricGeneralizedEigenvalues(S.transpose().mmul(S).div(S.rows()), false).toDoubleVector()).sum(), 6, 0.02);
