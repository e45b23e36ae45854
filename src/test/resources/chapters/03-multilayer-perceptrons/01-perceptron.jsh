// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: scores 4, 1, -3 with weights 1, 3, 2 stay below the threshold 3
Check.close("score", score(new double[] {1, 3, 2, 0}, 4, 1, -3), 1, 0);
Check.that("declined", perceptron(new double[] {1, 3, 2, -3}, 4, 1, -3) == 0);

// test: NAND with w = (-2, -2), b = 3 has z = 3, 1, 1, -1, so it answers 1, 1, 1, 0
double[] nandScores = Arrays.stream(bits).mapToDouble(x -> score(nand, x[0], x[1])).toArray();
Check.that("z", Arrays.equals(nandScores, new double[] {3, 1, 1, -1}));
int[] nandAnswers = Arrays.stream(bits).mapToInt(x -> perceptron(nand, x[0], x[1])).toArray();
Check.that("NAND", Arrays.equals(nandAnswers, new int[] {1, 1, 1, 0}));

// test: the step is 0 at 0
double[] identity = {1, 0};
Check.that("step", perceptron(identity, 0) == 0 && perceptron(identity, 1e-300) == 1 && perceptron(identity, -1) == 0);

// test: (1, 0) and (-1, 0) need two updates, end at w = (2, 0), b = 0, and the bound is 2
Check.that("two updates", twoPointRun.updates() == 2);
Check.that("w = (2, 0), b = 0", Arrays.equals(twoPointRun.weights(), new double[] {2, 0, 0}));
Check.close("r", radius(twoPoints), 1, 0);
Check.close("rho", margin(twoPoints, new double[] {1, 0, 0}), 1, 0);
Check.close("(r² + 1)/rho²", bound(twoPoints, new double[] {1, 0, 0}), 2, 0);

// test: an update raises y(wx + b) by ‖x‖² + 1
Run single = trainPerceptron(new Sample(new double[][] {{3, -4}}, new int[] {-1}), 1, 5);
Check.that("one update is enough for one example", single.updates() == 1 && single.converged());
Check.close("y(wx + b)", -score(single.weights(), 3, -4), 26, 1e-12);

// test: the random points are separated at the end
Check.that("cloud", cloudRun.converged() && margin(cloud, cloudRun.weights()) > 0);
Check.that("narrow", narrowRun.converged() && margin(narrow, narrowRun.weights()) > 0);

// test: the gradient of the loss against finite differences, and on the kink
var numerical = d2j.train.NumericalGradient.of(
        v -> Math.max(0, -score(v.toDoubleVector(), x11)), Nd4j.create(wrong));
Check.close("at a mistake", Nd4j.create(gradient(wrong, x11, 1)), numerical, 1e-6);
Check.close("a correct answer", norm(gradient(wrong, x11, -1)), 0, 0);
Check.close("slope 0 on the kink", norm(gradient(new double[3], x11, 1)), 0, 0);

// test: exercise 1, at least two of three bits
for (int p = 0; p < 8; p++) {
    int ones = Integer.bitCount(p);
    Check.that("majority of " + p, perceptron(new double[] {1, 1, 1, -1.5}, p & 1, p >> 1 & 1, p >> 2 & 1) == (ones >= 2 ? 1 : 0));
}

// test: exercise 2, with labels 1 and 0 a wrong answer is never corrected
Run zeroLabels = trainPerceptron(new Sample(new double[][] {{1, 0}, {-1, 0}}, new int[] {1, 0}), 1, 20);
Check.that("it never ends", !zeroLabels.converged());
Check.close("nothing changes after the first update", Nd4j.create(zeroLabels.weights()), Nd4j.create(zeroLabels.path().get(1)), 0);

// test: exercise 3, scaling the inputs by 100
Sample scaled = new Sample(Arrays.stream(cloud.x()).map(x -> new double[] {100 * x[0], 100 * x[1]}).toArray(double[][]::new), cloud.y());
double[] scaledSeparator = {trueSeparator[0], trueSeparator[1], 100 * trueSeparator[2]};
double scaledLength = norm(scaledSeparator);
double[] scaledUnit = Arrays.stream(scaledSeparator).map(v -> v / scaledLength).toArray();
Check.close("margin", margin(scaled, scaledUnit), 100 * margin(cloud, trueSeparator) / scaledLength, 1e-9);
Check.that("still separable", trainPerceptron(scaled, 1, 1_000_000).converged());

// test: exercise 4, one flipped label and the pocket algorithm
int far = IntStream.range(0, cloud.y().length).boxed().max(Comparator.comparingDouble(
        i -> Math.abs(score(trueSeparator, cloud.x()[i])))).orElseThrow();
int[] flippedLabels = cloud.y().clone();
flippedLabels[far] = -flippedLabels[far];
Sample flipped = new Sample(cloud.x(), flippedLabels);
Run flippedRun = trainPerceptron(flipped, 1, 500);
Check.that("does not converge", !flippedRun.converged());
long pocket = flippedRun.path().stream().mapToLong(w -> IntStream.range(0, flipped.y().length)
        .filter(i -> flipped.y()[i] * score(w, flipped.x()[i]) > 0).count()).max().orElseThrow();
Check.atLeast("the pocket algorithm", pocket, 95);

// test: exercise 5, the order of the examples changes the updates, never beyond the bound
int fewest = Integer.MAX_VALUE, most = 0;
for (int s = 0; s < 10; s++) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, narrow.y().length).boxed().toList());
    Collections.shuffle(order, new Random(s));
    Sample shuffled = new Sample(order.stream().map(i -> narrow.x()[i]).toArray(double[][]::new), order.stream().mapToInt(i -> narrow.y()[i]).toArray());
    Run run = trainPerceptron(shuffled, 1, 100_000);
    Check.that("converged in order " + s, run.converged());
    fewest = Math.min(fewest, run.updates());
    most = Math.max(most, run.updates());
}
Check.that("58 in the given order, 60 to 267 in ten others", narrowRun.updates() == 58 && fewest == 60 && most == 267);
Check.close("the bound", bound(narrow, trueSeparator), 4531, 1);
