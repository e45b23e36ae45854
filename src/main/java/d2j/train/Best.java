package d2j.train;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The best weights so far, by what was measured last on the test data. */
final class Best {

    private final String series;
    private final boolean higher;
    private final Trainable model;
    private double value = Double.NaN;
    private int epoch;
    private List<INDArray> kept = List.of();

    /**
     * @param series the name of what is watched
     * @param higher whether more of it is better
     */
    Best(String series, boolean higher, Trainable model) {
        this.series = series;
        this.higher = higher;
        this.model = model;
    }

    String series() {
        return series;
    }

    int epoch() {
        return epoch;
    }

    double value() {
        return value;
    }

    List<INDArray> kept() {
        return kept;
    }

    /** Keeps the weights if the new value is the best; the first of equal ones stays. */
    void consider(double newValue, int newEpoch) {
        if (!Double.isNaN(newValue) && (Double.isNaN(value) || (higher ? newValue > value : newValue < value))) {
            set(newValue, newEpoch, model.state());
        }
    }

    void set(double newValue, int newEpoch, List<INDArray> state) {
        value = newValue;
        epoch = newEpoch;
        kept = state.stream().map(array -> array.dup(array.ordering())).toList();
    }

    /** Puts the best weights back; returns whether there were any. */
    boolean restore() {
        assign(model.state(), kept);
        return !kept.isEmpty();
    }

    static void assign(List<INDArray> arrays, List<INDArray> values) {
        for (int i = 0; i < values.size(); i++) {
            arrays.get(i).assign(values.get(i));
        }
    }
}
