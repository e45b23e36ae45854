// test: what is sent and what is kept add up to what was wanted, over many steps
INDArray kept = Nd4j.zeros(500), wantedInAll = Nd4j.zeros(500), sentInAll = Nd4j.zeros(500);
for (int t = 0; t < 40; t++) {
    INDArray wanted = Nd4j.randn(1, 500).muli(0.02).reshape(500);
    wantedInAll.addi(wanted);
    kept.addi(wanted);
    sentInAll.addi(message(kept, 0.05));
}
Check.close("sent and kept", sentInAll.add(kept), wantedInAll, 1e-5);

// test: the simulation gives the same again
Check.close("a lag of 0", simulated(orders.get(0), THRESHOLDS[0], 0), model[0][0], 1e-9);

// test: a threshold or a limit of zero is refused in words
String noThreshold = "";
try {
    cluster.submitSharing(network(), batches, 2, 0, Duration.ZERO, Duration.ofSeconds(5));
} catch (IllegalArgumentException e) {
    noThreshold = e.getMessage();
}
Check.that("in words: " + noThreshold, noThreshold.contains("a threshold and a limit above 0"));

// test: none of the cluster's processes is left, nor their folders
Check.that("no children", ProcessHandle.current().descendants().noneMatch(child -> child.info().commandLine()
        .orElse("").contains("d2j.spark")));
