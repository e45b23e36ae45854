// test: counts
List<String> toy = List.of("a", "b", "a", "b", "b");
Counts ofToy = new Counts(toy, 3);
Check.close("a", ofToy.after(List.of()).get("a"), 2, 0);
Check.close("b after a", ofToy.after(List.of("a")).get("b"), 2, 0);
Check.close("a after a b", ofToy.after(List.of("a", "b")).get("a"), 1, 0);
Check.close("all tokens", ofToy.total(List.of()), 5, 0);
Check.that("nothing after c", ofToy.after(List.of("c")).isEmpty());
Check.close("p(I am Sam)", p(sam, "<s> I am Sam </s>"), 1 / 9.0, 1e-12);

// test: smoothing by hand
Check.close("Laplace", laplace(ofToy, 2, 1, 3).p("b", List.of("b", "a")), 3 / 5.0, 1e-12);
// Empty context: (3 + 2 / 3) / 7 for b; after a: (2 + 1 times that) / 3.
double single = (3 + 2 / 3.0) / 7;
Check.close("Witten-Bell, n = 1", wittenBell(ofToy, 1, 3).p("b", List.of()), single, 1e-12);
Check.close("Witten-Bell, n = 2", wittenBell(ofToy, 2, 3).p("b", List.of("a")), (2 + single) / 3, 1e-12);
Check.close("an unseen context asks the shorter one", wittenBell(ofToy, 2, 3).p("b", List.of("c")), single, 1e-12);

// test: perplexity
Check.close("uniform", perplexity((token, c) -> 1 / 27.0, toy, 2), 27, 1e-9);
Check.close("certain", perplexity((token, c) -> 1, toy, 2), 1, 1e-12);
Check.that("impossible", Double.isInfinite(perplexity((token, c) -> token.equals("a") ? 0 : 0.5, toy, 0)));
Check.close("exercise 2", perplexity((token, c) -> token.equals("a") ? 0.5 : 0.125, List.of("a", "b"), 0), 4, 1e-9);

// test: it writes what was counted
Check.close("length", write(ofCharacters, 3, new Random(3)).length(), GENERATED, 2);
String written = " " + write(ofCharacters, 3, new Random(3));
for (int t = 2; t < written.length(); t++) {
    Check.that("triple at " + t, ofCharacters.after(List.of(written.substring(t - 2, t).split(""))).containsKey(written.substring(t, t + 1)));
}

// test: exercises 3 and 4
Check.close("per word", Math.pow(4, 5), 1_024, 0);
Check.close("before", 300 / 1_100.0, 0.27, 0.005);
Check.close("after", 301 / (1_100.0 + 4_327), 0.055, 0.0005);
