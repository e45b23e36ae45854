// test: answers to the exercises
Check.close("half of the weight, β = 0.9", Math.log(0.5) / Math.log(0.9), 6.6, 0.05);
Check.close("half of the weight, β = 0.99", Math.log(0.5) / Math.log(0.99), 69, 0.1);
double velocity = 0;
double[] lengths = new double[1000];
for (int step = 0; step < 1000; step++) {
    velocity = 0.5 * velocity + 0.1;
    lengths[step] = velocity;
}
Check.close("first steps", Nd4j.createFromArray(Arrays.copyOf(lengths, 3)), Nd4j.createFromArray(0.1, 0.15, 0.175), 1e-9);
Check.close("the thousandth", lengths[999], 0.2, 1e-9);
Check.close("κ = 100", Math.log(1e6) / Math.log(11 / 9.0), 69, 0.5);
for (double beta : new double[] {0, 0.5, 0.9}) {
    Surface bowl = Surface.bowl("bowl", 1, 1);
    Check.atMost("just below the limit", bowl.excess(heavyBall(bowl, 1.98 * (1 + beta), beta, 2000)[2000]), 1e-3);
    Check.atLeast("just above", bowl.excess(heavyBall(bowl, 2.02 * (1 + beta), beta, 2000)[2000]), 1e3);
}

// test: steps without momentum are those of gradient descent
Check.close("β = 0", Nd4j.create(heavyBall(narrow, 0.3, 0, 20)), Nd4j.create(narrow.path(new Sgd(0.3), 20)), 1e-12);
Check.close("6.9 κ", plain[7], 6908, 10);
