// test: exercise 1, from 0.1 to 0.001 in 200 steps
Check.close("γ", Math.pow(0.01, 1.0 / 200), 0.9772, 5e-5);
Check.close("exponential", new ExponentialSchedule(type, 0.1, Math.pow(0.01, 1.0 / 200)).valueAt(200, 0), 0.001, 1e-9);
Check.close("inverse of time", new InverseSchedule(type, 0.1, 0.495, 1).valueAt(200, 0), 0.001, 1e-9);

// test: exercise 2, a warm-up does not make the other schedule wait
ISchedule ramp = new RampSchedule(new CosineDecay(type, 0.1, 0, 10), 3);
double[] first = {0.0333, 0.0650, 0.0905, 0.0794};
for (int i = 0; i < 4; i++) {
    Check.close("rate " + i, ramp.valueAt(i, 0), first[i], 5e-5);
}

// test: exercise 3, the means of a cosine and of a straight line
Check.close("cosine", IntStream.range(0, 10_000).mapToDouble(i -> new CosineDecay(type, 1, 0, 10_000).valueAt(i, 0)).average().orElseThrow(), 0.5, 1e-3);
Check.close("line", IntStream.range(0, 10_000).mapToDouble(i -> new PolynomialDecay(1, 1, 10_000).valueAt(i, 0)).average().orElseThrow(), 0.5, 1e-3);

// test: exercise 4, polynomial decay in cycles
double[][] cycling = {{50, 0.05}, {99, 0.001}, {101, 0.0495}, {150, 0.025}, {201, 0.033}};
for (double[] pair : cycling) {
    double length = 100 * Math.ceil(pair[0] / 100);
    Check.close("step " + (int) pair[0], 0.1 * (1 - pair[0] / length), pair[1], 1e-6);
}

// test: exercise 5, what a constant rate leaves is η / (2 - η)
for (double rate : new double[] {0.05, 0.2, 1}) {
    Check.close("rate " + rate, moments(t -> rate)[1000], rate / (2 - rate), 1e-6);
}

// test: exercise 6, one epoch has one rate
Check.close("the last step of a long epoch", new StepSchedule(ScheduleType.EPOCH, 0.1, 0.1, 1).valueAt(5000, 0), 0.1, 0);

// test: natural exponential decay is exponential with γ = e⁻ᵏ, and falls
Check.close("k = 0.03", 0.1 * Math.exp(-0.03 * 70), new ExponentialSchedule(type, 0.1, Math.exp(-0.03)).valueAt(70, 0), 1e-12);

// test: a map of rates must begin at 0
String refused = "";
try {
    new MapSchedule(type, Map.of(50, 0.1));
} catch (RuntimeException e) {
    refused = e.getMessage();
}
Check.that("refused", !refused.isEmpty());

// test: the range test ends with a rate of nearly 10
Check.close("last rate, relative to 10", tried[RANGE_STEPS - 1] / 10, 1, 0.25);
