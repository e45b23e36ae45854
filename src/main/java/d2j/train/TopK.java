package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The share of examples whose right class is among those with the k highest scores. */
public final class TopK extends MeanMetric {

    private final int k;

    /** Named "top-5 accuracy" for k = 5. */
    public TopK(int k) {
        super("top-" + k + " accuracy");
        if (k < 1) {
            throw new IllegalArgumentException("the right class cannot be among the " + k + " best ones");
        }
        this.k = k;
    }

    @Override
    public void add(INDArray scores, INDArray labels) {
        long[] expected = Rows.classes(scores, labels);
        double[] values = scores.dup('c').data().asDouble();
        int classes = (int) scores.size(1);
        long hits = 0;
        for (int row = 0; row < expected.length; row++) {
            int right = (int) (row * (long) classes + expected[row]);
            int better = 0;
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                // Of equal scores the first wins, as in argMax.
                better += values[i] > values[right] || values[i] == values[right] && i < right ? 1 : 0;
            }
            hits += better < k ? 1 : 0;
        }
        add(hits, expected.length);
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }
}
