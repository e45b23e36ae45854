package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A metric under another name. */
record NamedMetric(String name, Metric metric) implements Metric {

    @Override
    public void reset() {
        metric.reset();
    }

    @Override
    public void add(INDArray outputs, INDArray labels) {
        metric.add(outputs, labels);
    }

    @Override
    public double value() {
        return metric.value();
    }

    @Override
    public boolean higherIsBetter() {
        return metric.higherIsBetter();
    }
}
