// test: the ring sums up for any number of devices and any length
for (int K = 1; K <= 6; K++) {
    List<INDArray> vectors = IntStream.range(0, K).mapToObj(d -> Nd4j.rand(17 * (d % 1 + 1))).toList();
    INDArray total = vectors.stream().map(INDArray::dup).reduce(INDArray::addi).orElseThrow();
    ring(vectors, 2 * (K - 1));
    for (INDArray one : vectors) {
        Check.close("sum of " + K, one, total, 1e-5);
    }
}

// test: a device sends 2 (K - 1) / K of its vector
Check.close("exercise 2, megabytes", 2 * 63.0 / 64 * 102.4, 201.6, 1e-9);
Check.close("exercise 2, at one device, gigabytes", 2 * 63 * 0.1024, 12.9, 0.01);

// test: exercise 4, micro-batches for four devices
Check.atLeast("27", busy(4, 27), 0.9);
Check.atMost("26", busy(4, 26), 0.9);

// test: exercise 1, equal weights for unequal parts are another loss
INDArray X = batches.get(0).getFeatures(), Y = batches.get(0).getLabels();
int cut = BATCH_SIZE * 3 / 4;
List<INDArray> big = gradients(start, rows(X, 0, cut), rows(Y, 0, cut));
List<INDArray> small = gradients(start, rows(X, cut, BATCH_SIZE), rows(Y, cut, BATCH_SIZE));
INDArray plainMean = big.get(0).add(small.get(0)).div(2);
Check.atLeast("distance from the gradient of the whole", plainMean.sub(whole.get(0)).amaxNumber().doubleValue(), 1e-4);
Check.close("weighted", big.get(0).mul(0.75).add(small.get(0).mul(0.25)), whole.get(0), 1e-6);

// test: the speed-up of one device is 1, and of many with a fast connection their number
Check.close("one", speedUp(1, 0.1, 1e6, 1e-5, 1e9), 1, 1e-12);
Check.close("many", speedUp(64, 0.1, 1e6, 0, 1e15), 64, 1e-3);
