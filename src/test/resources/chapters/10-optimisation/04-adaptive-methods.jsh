// test: answers to the exercises
double v = 0, s = 0;
for (int step = 1; step <= 3; step++) {
    v = 0.9 * v + 0.1;
    s = 0.999 * s + 0.001;
}
Check.close("v", v, 0.271, 1e-9);
Check.close("s", s, 0.002997, 1e-6);
Check.close("corrected", v / (1 - Math.pow(0.9, 3)), s / (1 - Math.pow(0.999, 3)), 1e-9);
Check.close("AdaGrad after ten ones", 0.1 / Math.sqrt(10), 0.032, 0.001);
int longest = IntStream.range(0, 1000).boxed().max(Comparator.comparingDouble(i -> uncorrected[i])).orElseThrow() + 1;
Check.that("the longest step is the twelfth", longest == 12);
Check.close("its length", uncorrected[11], 6.57, 0.01);

// test: the turned bowl is the same bowl
Check.close("start", turned.excess(turned.start()), narrow.excess(narrow.start()), 1e-9);
double[] place = {0.7, -0.4};
double h = 1e-6;
Check.close("derivative by u", turned.gradient(place)[0],
        (turned.f().applyAsDouble(0.7 + h, -0.4) - turned.f().applyAsDouble(0.7 - h, -0.4)) / 2 / h, 1e-6);
Check.close("derivative by w", turned.gradient(place)[1],
        (turned.f().applyAsDouble(0.7, -0.4 + h) - turned.f().applyAsDouble(0.7, -0.4 - h)) / 2 / h, 1e-6);

// test: ND4J's updaters along a path
for (Surface surface : Surface.all()) {
    double[][] path = follow(surface, surface::gradient, surface.start(), adamWithCorrectedRate(0.05), 100);
    Check.close(surface.name(), Nd4j.create(surface.path(new Adam(0.05), 100)), Nd4j.create(path), 1e-6);
}
