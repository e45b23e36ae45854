package d2j.train;

import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Gives each metric what it needs of a batch. */
final class Measurements {

    /** A metric and the number of the output that it looks at. */
    record Item(Metric metric, int output) {}

    private final List<Item> items;
    private boolean filled;

    Measurements(List<Item> items) {
        this.items = items;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    void reset() {
        filled = false;
        items.forEach(item -> item.metric().reset());
    }

    void add(List<INDArray> outputs, MultiDataSet batch, int dimension) {
        if (outputs.isEmpty()) {
            return;
        }
        for (Item item : items) {
            int i = item.output();
            if (i >= outputs.size() || i >= batch.numLabelsArrays()) {
                throw new IllegalArgumentException(
                        "the metric '" + item.metric().name() + "' is of output " + i + ", and there are "
                                + outputs.size() + " outputs and " + batch.numLabelsArrays() + " labels");
            }
            Rows rows = Rows.of(outputs.get(i), batch.getLabels(i), mask(batch, i), dimension);
            if (!rows.isEmpty()) {
                item.metric().add(rows.outputs(), rows.labels());
                filled = true;
            }
        }
    }

    void forEach(ObjDoubleConsumer<String> action) {
        if (filled) {
            items.forEach(
                    item -> action.accept(item.metric().name(), item.metric().value()));
        }
    }

    /** What counts of labels: as their mask says, or for sequences without one as the features' mask does. */
    static INDArray mask(MultiDataSet batch, int output) {
        INDArray[] ofLabels = batch.getLabelsMaskArrays();
        if (ofLabels != null && ofLabels[output] != null) {
            return ofLabels[output];
        }
        INDArray[] ofFeatures = batch.getFeaturesMaskArrays();
        INDArray labels = batch.getLabels(output);
        boolean sequence = labels.rank() == 3
                && ofFeatures != null
                && ofFeatures.length == 1
                && ofFeatures[0] != null
                && ofFeatures[0].length() * labels.size(1) == labels.length();
        return sequence ? ofFeatures[0] : null;
    }
}
