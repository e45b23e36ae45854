// test: counts of a pair by hand
int the = vocabulary.index("the"), company = vocabulary.index("company");
double byHand = 0;
for (List<String> line : lines) {
    for (int i = 0; i < line.size(); i++) {
        for (int j = Math.max(0, i - WINDOW); j <= Math.min(line.size() - 1, i + WINDOW); j++) {
            byHand += i != j && line.get(i).equals("the") && line.get(j).equals("company") ? 1.0 / Math.abs(i - j) : 0;
        }
    }
}
Check.close("the, company", X.get(the).getOrDefault(company, 0f), byHand, 1e-3 * (1 + byHand));

// test: a window of 1 counts neighbours, whatever their distance counts
List<Map<Integer, Float>> neighbours = count(1, d -> 1.0 / d);
Check.that("alike", neighbours.equals(count(1, d -> 1)));
Check.close("two for each gap", neighbours.stream().mapToDouble(row -> row.values().stream().mapToDouble(x -> x).sum()).sum(),
        2.0 * sentences.stream().mapToInt(words -> Math.max(0, words.length - 1)).sum(), 1);

// test: probabilities of a row sum to one
double rowSum = X.get(the).keySet().stream().mapToDouble(k -> probability(vocabulary.token(k), "the")).sum();
Check.close("sum", rowSum, 1, 1e-4);

// test: the weight, and exercise 2
Check.close("full", weight(CAP), 1, 0);
Check.close("and more", weight(10 * CAP), 1, 0);
Check.close("exercise 2", Math.pow(0.01, 0.75), 0.0316, 1e-4);
Check.close("so many", 1 / Math.pow(0.01, 0.75), 31.6, 0.1);

// test: the ones stay, and v and u begin differently
Glove fresh = new Glove(SEED);
Check.that("v and u differ", fresh.v[0][0] != fresh.u[0][0]);
fresh.step(3, 5, 7, 0.5, 0.05);
Check.that("ones", fresh.v[3][DIMENSIONS + 1] == 1 && fresh.u[5][DIMENSIONS] == 1);
Check.that("biases move", fresh.v[3][DIMENSIONS] != new Glove(SEED).v[3][DIMENSIONS]);
Check.that("no other row moves", Arrays.equals(fresh.v[4], new Glove(SEED).v[4]));

// test: exercise 5
double squared = 0, steps = 0;
for (int t = 1; t <= 100; t++) {
    squared += 9;
    steps = 0.05 * 3 / Math.sqrt(squared);
}
Check.close("the hundredth step", steps, 0.05 / 10, 1e-9);

// test: correlation
Check.close("of equals", correlation(new double[] {1, 2, 4}, new double[] {3, 5, 9}), 1, 1e-9);
Check.close("of opposites", correlation(new double[] {1, 2, 4}, new double[] {-1, -2, -4}), -1, 1e-9);
