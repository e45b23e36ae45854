// test: blocks of the clockwork matrix, incoming weights of each group of 64 from the fastest to the slowest
INDArray blocks = connections(256, 4);
for (int group = 0; group < 4; group++) {
    Check.close("incoming weights of group " + (group + 1), blocks.get(NDArrayIndex.all(),
            NDArrayIndex.interval(64 * group, 64 * (group + 1))).sumNumber().doubleValue(), 64.0 * (256 - 64 * group), 0);
}

// test: exercise 3, the share of connections
for (int groups : new int[] {1, 2, 4, 8}) {
    Check.close(groups + " groups", connections(64, groups).meanNumber().doubleValue(), 0.5 * (1 + 1.0 / groups), 1e-6);
}

// test: exercise 5, group updates of 16 steps
int updates = 0;
for (int t = 1; t <= 16; t++) {
    for (int period : new int[] {1, 2, 8, 16}) {
        updates += t % period == 0 ? 1 : 0;
    }
}
Check.close("updates", updates, 27, 0);

// test: the spectral radius of known matrices, and of scaled reservoirs
Check.close("diagonal", radius(Nd4j.diag(Nd4j.createFromArray(0.3, -0.8, 0.5))), 0.8, 1e-6);
Check.close("a turn by 90 degrees, scaled", radius(Nd4j.createFromArray(new double[][] {{0, -0.7}, {0.7, 0}})), 0.7, 1e-6);

// test: the readout is ridge regression
INDArray S = normal(50, 4), trueWeights = normal(4, 2);
Check.close("weights", readout(S, S.mmul(trueWeights)), trueWeights, 1e-5);

// test: exercise 4, without input a contracting reservoir dies down
INDArray contracting = normal(8, 8);
contracting.divi(contracting.norm2Number().doubleValue() * 1.1);
Check.atMost("state after 200 steps", run(contracting, normal(1, 8), new double[200], normal(1, 8)).getRow(199)
        .norm2Number().doubleValue(), 1e-6);
