// test: exercise 1, greedy search and a more probable sequence of the same length
Map<String, double[]> letters = new HashMap<>(Map.of("", new double[] {0.5, 0.2, 0.2, 0.1},
        "0", new double[] {0.1, 0.4, 0.3, 0.2}, "01", new double[] {0.2, 0.2, 0.4, 0.2},
        "02", new double[] {0.1, 0.6, 0.2, 0.1}, "012", new double[] {0, 0.2, 0.2, 0.6},
        "021", new double[] {0.1, 0.2, 0.1, 0.6}));
Hypothesis greedyLetters = greedy(table(letters), 4);
Check.that("greedy search writes A B C <eos>", Arrays.equals(greedyLetters.tokens(), new int[] {0, 1, 2, 3}));
Check.close("with probability", Math.exp(greedyLetters.logProbability()), 0.048, 1e-12);
Check.close("A C B <eos>", 0.5 * 0.3 * 0.6 * 0.6, 0.054, 1e-12);

// test: exercises 2 and 4
Check.close("sequences", Math.pow(10_000, 10) / 1e40, 1, 1e-12);
Check.close("probabilities that a beam of five sees", 10_000 + 9 * 5 * 10_000, 460_000, 0);
double alike = Math.log(Math.log(0.004) / Math.log(0.02)) / Math.log(7 / 3.0);
Check.close("alpha", alike, 0.41, 0.005);
Check.close("scores", score(short3, alike), score(long7, alike), 1e-9);

// test: a beam of one is greedy search, and one of n^(T-1) is exhaustive, for every random model
for (int m = 0; m < 40; m++) {
    NextToken model = randomModel(3, 1000 + m);
    Check.that("greedy " + m, Arrays.equals(greedy(model, 4).tokens(),
            mostProbable(beamSearch(model, 1, -1, 4)).tokens()));
    Check.that("exhaustive " + m, Arrays.equals(exhaustive(model, 4).tokens(),
            mostProbable(beamSearch(model, 27, -1, 4)).tokens()));
    // Exercise 3: two steps with k = n.
    Check.that("two steps " + m, Arrays.equals(exhaustive(model, 2).tokens(),
            mostProbable(beamSearch(model, 3, -1, 2)).tokens()));
}

// test: exercise 5, a wider beam that finds less
NextToken unlucky = randomModel(4, 2396);
Check.atMost("what three places gain over two", mostProbable(beamSearch(unlucky, 3, -1, 8)).logProbability()
        - mostProbable(beamSearch(unlucky, 2, -1, 8)).logProbability(), -1e-3);

// test: the random models are distributions
double sum = Arrays.stream(randomModel(3, 5).logProbabilities(List.of(new int[] {0, 2}))[0]).map(Math::exp).sum();
Check.close("sum", sum, 1, 1e-12);

// test: a sentence that has ended leaves the beam, and the search ends when k have left
NextToken stopping = beginnings -> beginnings.stream()
        .map(tokens -> new double[] {Math.log(0.3), Math.log(0.2), Math.log(0.5)}).toArray(double[][]::new);
List<Hypothesis> ends = beamSearch(stopping, 2, 2, 10);
Check.that("at least two have ended", ends.stream().filter(h -> h.tokens()[h.tokens().length - 1] == 2).count() >= 2);
Check.close("the best ends at once", mostProbable(ends).logProbability(), Math.log(0.5), 1e-12);

// test: the network's probabilities
double[][] first = translator(test.get(0).english()).logProbabilities(List.of(new int[0], new int[] {4, 5}).subList(0, 1));
Check.close("sum of the probabilities", Arrays.stream(first[0]).map(Math::exp).sum(), 1, 1e-4);
