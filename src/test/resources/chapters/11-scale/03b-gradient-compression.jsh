// test: exercise 1, a third of the threshold is sent in every third step.
Worker third = new Worker(threshold(0.3f), true, 1);
StringBuilder sendings = new StringBuilder();
for (int t = 0; t < 9; t++) {
    sendings.append(third.message(new float[] {0.1001f})[0] == 0 ? '-' : '+');
}
Check.that("every third step", sendings.toString().equals("--+--+--+"));

// test: exercise 4, half of the time of an all-reduce for 16 workers.
double halfOfReduce = 0.5 * 2 * 15 / 16.0 * 4;
Check.close("two bits", 15 * 2 / 8.0, halfOfReduce, 1e-12);

// test: what each sends of four numbers.
float[] four = {4, -3, 0.5f, 0.1f}, read = new float[4];
Check.that("the largest half, as bits", largest(0.5).send(four, read) == 128);
Check.close("the largest half", Nd4j.createFromArray(read), Nd4j.createFromArray(4f, -3f, 0, 0), 1e-7);
Check.that("signs, as bits", signs.send(four, read) == 36);
Check.close("signs and the mean size", Nd4j.createFromArray(read), Nd4j.createFromArray(1.9f, -1.9f, 1.9f, 1.9f), 1e-6);
Code rounding = eightBits();
double[] sums = new double[4];
for (int t = 0; t < 4000; t++) {
    rounding.send(four, read);
    for (int i = 0; i < 4; i++) {
        sums[i] += read[i] / 4000;
    }
}
Check.close("eight bits are right on average", Nd4j.createFromArray(sums).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT),
        Nd4j.createFromArray(four), 2e-3);

// test: ND4J leaves alone what has nothing to say.
Check.that("no message", Nd4j.getExecutioner().thresholdEncode(Nd4j.createFromArray(0.01f, 0.02f), 0.1) == null);

// test: where curves cross: 64 / K bits.
Check.close("8 bits at 8 workers", 7 * 8 / 8.0, 2 * 7 / 8.0 * 4, 1e-12);
