package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of a number that each row of outputs and its right class give. */
abstract class ClassMetric extends MeanMetric {

    ClassMetric(String name) {
        super(name);
    }

    /**
     * The number for one row.
     *
     * @param outputs  of all rows
     * @param from     where this row's begin
     * @param classes  how many it has
     * @param expected the right class
     */
    abstract double ofRow(double[] outputs, int from, int classes, int expected);

    @Override
    public final void add(INDArray outputs, INDArray labels) {
        long[] expected = Rows.classes(outputs, labels);
        double[] values = outputs.dup('c').data().asDouble();
        int classes = (int) outputs.size(1);
        double sum = 0;
        for (int row = 0; row < expected.length; row++) {
            sum += ofRow(values, row * classes, classes, (int) expected[row]);
        }
        add(sum, expected.length);
    }
}
