package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A metric of how often each class was right, wrongly said, and missed. */
abstract class ClassCounts implements Metric {

    private final String name;
    private long[] hits = new long[0];
    private long[] predicted = new long[0];
    private long[] actual = new long[0];

    ClassCounts(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void reset() {
        hits = new long[0];
        predicted = new long[0];
        actual = new long[0];
    }

    @Override
    public final void add(INDArray scores, INDArray labels) {
        long[] expected = Rows.classes(scores, labels);
        long[] said = scores.argMax(1).toLongVector();
        if (hits.length == 0) {
            int classes = (int) scores.size(1);
            hits = new long[classes];
            predicted = new long[classes];
            actual = new long[classes];
        }
        for (int i = 0; i < said.length; i++) {
            predicted[(int) said[i]]++;
            actual[(int) expected[i]]++;
            if (said[i] == expected[i]) {
                hits[(int) said[i]]++;
            }
        }
    }

    /**
     * The value of each class.
     *
     * @return NaN for a class that neither the labels nor the predictions name
     */
    public final double[] perClass() {
        double[] values = new double[hits.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ofClass(hits[i], predicted[i], actual[i]);
        }
        return values;
    }

    /** The value of a class from how often it was right, said, and the truth. */
    abstract double ofClass(double right, double said, double truth);

    /** The mean over the classes that labels or predictions name. */
    @Override
    public double value() {
        double sum = 0;
        int classes = 0;
        for (double value : perClass()) {
            if (!Double.isNaN(value)) {
                sum += value;
                classes++;
            }
        }
        return sum / classes;
    }
}
