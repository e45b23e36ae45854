package d2j.train;

import d2j.plot.LiveCurve;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Draws the loss of a DL4J network while {@code fit} runs: {@code network.setListeners(new LiveCurveListener(curve))}.
 * It draws the mean over every few iterations, since the loss of single mini-batches jumps, against the iteration.
 */
public final class LiveCurveListener extends BaseTrainingListener {

    private final LiveCurve curve;
    private final String series;
    private final int every;
    private double sum;
    private int count;

    /** Draws a series "loss" with the mean of every 10 iterations. */
    public LiveCurveListener(LiveCurve curve) {
        this(curve, "loss", 10);
    }

    /**
     * @param curve  where to draw; the caller closes it
     * @param series the name in the legend
     * @param every  how many iterations each point averages, at least 1
     */
    public LiveCurveListener(LiveCurve curve, String series, int every) {
        if (every < 1) {
            throw new IllegalArgumentException("a point needs at least 1 iteration, not " + every);
        }
        this.curve = curve;
        this.series = series;
        this.every = every;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        Interruption.check();
        sum += model.score();
        count++;
        if (count == every) {
            curve.add(series, iteration + 1, sum / count);
            sum = 0;
            count = 0;
        }
    }
}
