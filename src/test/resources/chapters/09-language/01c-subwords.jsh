// test: exercise 1
for (String word : List.of("where", "company", "shareholders")) {
    Check.close("n-grams of " + word, grams(word).size(), 4 * word.length() - 6, 0);
}
Check.that("of a short word without the whole", grams("at").equals(List.of("<at", "at>")));

// test: exercise 3, byte-pair encoding by hand
Map<String, Integer> texts = Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3);
Map<String, List<String>> letters = new TreeMap<>();
texts.keySet().forEach(word -> letters.put(word, List.of((word + "_").split(""))));
List<Integer> tops = new ArrayList<>();
String joined = "";
for (Pair pair : List.of(new Pair("e", "s"), new Pair("es", "t"), new Pair("est", "_"))) {
    Map<Pair, Integer> found = new HashMap<>();
    letters.forEach((word, symbols) -> {
        for (int i = 0; i + 1 < symbols.size(); i++) {
            found.merge(new Pair(symbols.get(i), symbols.get(i + 1)), texts.get(word), Integer::sum);
        }
    });
    Check.close("count of " + pair, found.get(pair), 9, 0);
    Check.close("is the largest", Collections.max(found.values()), 9, 0);
    letters.replaceAll((word, symbols) -> merge(symbols, pair.left(), pair.right()));
}
Check.that("newest", letters.get("newest").equals(List.of("n", "e", "w", "est_")));

// test: a symbol that was just merged does not merge again
Check.that("aaaa", merge(List.of("a", "a", "a", "a"), "a", "a").equals(List.of("aa", "aa")));
Check.that("aaa", merge(List.of("a", "a", "a"), "a", "a").equals(List.of("aa", "a")));

// test: the kept counts are those of a fresh count
Map<Pair, Integer> fresh = new HashMap<>();
spelled.forEach((word, symbols) -> {
    for (int i = 0; i + 1 < symbols.size(); i++) {
        fresh.merge(new Pair(symbols.get(i), symbols.get(i + 1)), vocabulary.count(word), Integer::sum);
    }
});
pairCounts.forEach((pair, n) -> Check.close(pair.toString(), n, fresh.getOrDefault(pair, 0), 0));

// test: words with characters outside the alphabet fall back to their letters
Check.that("Chinese", encode("时间").equals(List.of("时", "间", "_")));
