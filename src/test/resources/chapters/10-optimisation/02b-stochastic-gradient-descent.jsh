// test: answers to the exercises
Check.close("batch for an error as large as the gradient", 9 / (0.1 * 0.1), 900, 1e-6);
Check.close("a quarter of the rate, half of the radius", Math.sqrt((0.01 / 1.99) / (0.0025 / 1.9975)), 2, 0.01);
Check.that("391 batches", 50_000 / 128 == 390 && 50_000 % 128 == 80);
double start = 1;
for (int step = 1; step <= 100_000; step++) {
    start *= 1 - 0.1 / step;
}
Check.close("slow forgetting", start / Math.pow(100_000, -0.1), 1, 0.1);
Set<Integer> seen = new HashSet<>();
random.ints(3L * n, 0, n).forEach(seen::add);
Check.close("never seen in three epochs", 1 - seen.size() / (double) n, Math.exp(-3), 0.03);

// test: the variance of a batch of everything is zero
Check.close("all examples", variance / n * (n - n) / (n - 1), 0, 0);
Check.close("the batch of all", each.getRows(IntStream.range(0, n).toArray()).mean(0), all, 1e-9);
