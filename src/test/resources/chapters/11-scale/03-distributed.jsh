// test: the staleness of one worker is nothing, and of equal workers K - 1 in the mean, whoever comes first of those who are ready at once
List<Integer> seen = new ArrayList<>();
simulate(1, 20, k -> 1, (time, k, staleness) -> seen.add(staleness));
Check.that("one worker", seen.stream().allMatch(s -> s == 0));
seen.clear();
simulate(5, 100, k -> 1, (time, k, staleness) -> seen.add(staleness));
Check.close("five equal workers", seen.subList(5, 100).stream().mapToInt(s -> s).average().getAsDouble(), 4, 1e-9);

// test: exercise 2, without the stale gradients the others are a cluster of seven
int[] applied = {0, 0}, version = {0}, pulled = new int[8];
PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingDouble(Due::time));
IntToDoubleFunction pace = speeds.get("one slow").apply(new SplittableRandom(1));
for (int k = 0; k < 8; k++) {
    due.add(new Due(pace.applyAsDouble(k), k));
}
for (int i = 0; i < 50_000; i++) {
    Due now = due.remove();
    int staleness = version[0] - pulled[now.worker()];
    if (staleness <= 10) {
        applied[0] += staleness;
        applied[1]++;
        version[0]++;
    }
    pulled[now.worker()] = version[0];
    due.add(new Due(now.time() + pace.applyAsDouble(now.worker()), now.worker()));
}
Check.close("mean staleness of what is applied", (double) applied[0] / applied[1], 6, 0.05);

// test: exercise 3, a delay of one step
Check.that("just below and above the limit", converges(1, 0.99) && !converges(1, 1.01));

// test: exercise 4, the share of waiting
Check.close("waiting", 1 - 1 / (0.5 + 0.5 * 3.381), 0.54, 0.005);

// test: threads lose no gradient
Check.that("all pushes", server.staleness.size() == GRADIENTS);
Check.atLeast("none is older than possible", Collections.min(server.staleness), 0);
