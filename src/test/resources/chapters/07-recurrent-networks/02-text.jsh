// test: words from scratch and by the library agree on plain English
String plain = "The Time Traveller smiled. He said: I saw the moon";
Check.that("the same words", words(plain).equals(wordTokeniser.tokens(plain).stream()
        .filter(token -> Character.isLetter(token.charAt(0))).toList()));
Check.that("no words", words(" ... ").isEmpty());

// test: the counts of the textbook
if (book.isReal()) {
    Check.close("tokens", tokens.size(), 32_775, 0);
    Check.close("vocabulary with the unknown token", vocabulary.size(), 4_580, 0);
    Check.close("characters", characters.size(), 173_428, 0);
    Check.close("the", vocabulary.count("the"), 2_261, 0);
    Check.close("share of the most frequent word", 2_261 / 32_775.0, 0.07, 0.005);
}

// test: the exponent of an exact power law is found
double[] exact = IntStream.rangeClosed(1, 500).mapToDouble(i -> 1e6 / Math.pow(i, 1.3)).toArray();
Check.close("exponent", exponent(exact, 10, 500), 1.3, 1e-9);
Check.close("spectrum", Nd4j.createFromArray(spectrum(List.of("a", "b", "a", "a", "b"), 1)), Nd4j.createFromArray(3.0, 2.0), 0);
Check.close("pairs", Nd4j.createFromArray(spectrum(List.of("a", "b", "a", "b", "b"), 2)), Nd4j.createFromArray(2.0, 1.0, 1.0), 0);

// test: sequences of a pass do not overlap and stay inside
for (int seed = 0; seed < 20; seed++) {
    List<Integer> at = starts(35, 5, new Random(seed));
    Check.that("six", at.size() == 6);
    Check.that("inside", at.stream().allMatch(i -> i >= 0 && i + 5 < 35));
    Check.that("apart", at.stream().map(i -> i % 5).distinct().count() == 1);
}

// test: exercises 1, 4 and 5
Check.close("one-hot characters", 30 * 28, 840, 0);
Check.that("what is left", wordTokeniser.tokens("The Time Traveller's 3,000 hours")
        .equals(List.of("the", "time", "traveller", "'", "s", "3", ",", "000", "hours")));
Check.close("harmonic number", IntStream.rangeClosed(1, 10_000).mapToDouble(i -> 1.0 / i).sum(), 9.79, 0.005);
