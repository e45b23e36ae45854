// test: parameters of the exercises
Check.close("convolution", whole.getLayer(0).numParams(), 208, 0);
Check.close("LSTM of descriptions", whole.getLayer(2).numParams(), 64_704, 0);
Check.close("LSTM of pixels", lstm(SEED).getLayer(0).numParams(), 159_936, 0);

// test: a clip and its reverse have the same mean frame, and the label says which it is
DataSet some = film(garments.train(), 1);
boolean[] directions = new boolean[2];
for (int i = 0; i < 20; i++) {
    INDArray clip = some.getFeatures().slice(i);
    int label = some.getLabels().getRow(i).argMax().getInt(0);
    directions[label % 2] = true;
    Check.close("kind " + i, label / 2, garments.train().label(i), 0);
    double[] columns = new double[2];
    for (int end = 0; end < 2; end++) {
        float[] pixels = clip.slice(end * 5, 1).dup('c').data().asFloat();
        double sum = 0, weight = 1e-9;
        for (int p = 0; p < 784; p++) {
            sum += pixels[p] * (p % 28);
            weight += pixels[p];
        }
        columns[end] = sum / weight;
    }
    Check.that("direction " + i, (columns[1] < columns[0]) == (label % 2 == 1));
}
Check.that("both directions occur", directions[0] && directions[1]);

// test: the network reads clips of any length
Check.close("12 frames", lstm(SEED).output(Nd4j.rand(DataType.FLOAT, 2, 784, 12)).sum(1), Nd4j.ones(2), 1e-5);
Check.close("12 frames, with convolution", whole.output(Nd4j.rand(DataType.FLOAT, 2, 784, 12)).sum(1), Nd4j.ones(2), 1e-5);
