package d2j.train;

/** The share of examples whose right class is among those with the k highest scores. */
public final class TopK extends ClassMetric {

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
    double ofRow(double[] scores, int from, int classes, int expected) {
        int right = from + expected;
        int better = 0;
        for (int i = from; i < from + classes; i++) {
            // Of equal scores the first wins, as in argMax.
            better += scores[i] > scores[right] || scores[i] == scores[right] && i < right ? 1 : 0;
        }
        return better < k ? 1 : 0;
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }
}
