// test: no code is the beginning of another, and all leaves together fill the tree (Kraft's equality)
for (Tree tree : List.of(small, huffmanTree, balanced)) {
    double kraft = Arrays.stream(tree.nodes()).mapToDouble(path -> Math.pow(0.5, path.length)).sum();
    Check.close("sum of 2 to the minus length", kraft, 1, 1e-9);
}
Set<String> codes = new HashSet<>();
for (int w = 0; w < V; w++) {
    codes.add(Arrays.toString(huffmanTree.nodes()[w]) + Arrays.toString(huffmanTree.right()[w]));
    Check.that("the path begins at the root", huffmanTree.nodes()[w][0] == V - 2);
}
Check.that("every word has a path of its own", codes.size() == V);

// test: frequent words have shorter paths
int frequent = IntStream.range(1, V).boxed().max(Comparator.comparingDouble(w -> counts[w])).get();
int rare = IntStream.range(1, V).boxed().min(Comparator.comparingDouble(w -> counts[w])).get();
Check.that("frequent before rare", huffmanTree.nodes()[frequent].length < huffmanTree.nodes()[rare].length);

// test: exercise 2, powers of one half
Tree halves = huffman(new double[] {8, 4, 2, 1, 1});
Check.close("mean path", halves.meanLength(new double[] {8, 4, 2, 1, 1}), 1.875, 1e-12);
Check.that("lengths", Arrays.equals(Arrays.stream(halves.nodes()).mapToInt(p -> p.length).toArray(), new int[] {1, 2, 3, 4, 4}));

// test: exercise 1
Check.close("numbers", 9_999 * 50, 499_950, 0);

// test: shuffling keeps the lengths of paths
Tree other = shuffled(huffmanTree, 9);
for (int w = 0; w < V; w++) {
    Check.that("length", other.nodes()[w].length == huffmanTree.nodes()[w].length);
}

// test: a step makes its pair more probable
HierarchicalSoftmax learner = new HierarchicalSoftmax(huffmanTree, 3);
double first = learner.step(2, 4, 0.3), last = first;
for (int i = 0; i < 50; i++) {
    last = learner.step(2, 4, 0.3);
}
Check.atMost("loss of the pair", last, first / 2);
