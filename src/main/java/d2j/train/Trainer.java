package d2j.train;

import d2j.data.MiniBatches;
import d2j.plot.LiveCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The training loop that the chapters share: some epochs of mini-batch gradient descent, a live curve, and a history.
 * It ends by printing one line with the last value of each series. How fast it went is in the history and not printed,
 * so that two runs with one seed print the same.
 *
 * <pre>{@code
 * History history = Trainer.epochs(10).title("Softmax regression")
 *         .metric(new Accuracy())
 *         .fit(model, train, test);
 * }</pre>
 */
public final class Trainer {

    private final int epochs;
    private final List<Metric> metrics = new ArrayList<>();
    private String title = "Training";
    private boolean live = true;
    private ISchedule schedule;

    private Trainer(int epochs) {
        this.epochs = epochs;
    }

    /**
     * A loop over all training examples, this many times.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Trainer epochs(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("training needs at least 1 epoch, not " + epochs);
        }
        return new Trainer(epochs);
    }

    /** The title of the live curve. */
    public Trainer title(String title) {
        this.title = title;
        return this;
    }

    /** Whether to draw a curve while training; it is drawn unless switched off. */
    public Trainer live(boolean live) {
        this.live = live;
        return this;
    }

    /**
     * Measures one thing more, on the training data while training and on the test data after each epoch.
     *
     * @throws IllegalArgumentException if there is a metric of this name
     */
    public Trainer metric(Metric metric) {
        if (metrics.stream().anyMatch(other -> other.name().equals(metric.name()))) {
            throw new IllegalArgumentException(
                    "two metrics are called '" + metric.name() + "'; give one another name with named(...)");
        }
        metrics.add(metric);
        return this;
    }

    /**
     * Changes the learning rate while training. Epochs and iterations count from 0 at the beginning of this training,
     * and the model's own rate no longer counts.
     *
     * @param schedule of DL4J, for example {@code new StepSchedule(ScheduleType.EPOCH, 0.1, 0.1, 8)}: 0.1 for 8
     *                 epochs, then 0.01 for 8 epochs ...
     */
    public Trainer schedule(ISchedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /**
     * Trains a model and measures it after every epoch.
     *
     * @return the series "train loss" (the mean over the epoch's examples, each before its update), and "train NAME"
     *         (likewise measured while training) and "test NAME" (after the epoch) of every metric; without a metric
     *         "test loss", if the model can say it
     */
    public History fit(Trainable model, MiniBatches train, MiniBatches test) {
        History history = new History();
        Stopwatch training = Stopwatch.started();
        training.stop();
        LiveCurve curve =
                live ? LiveCurve.titled(title).xLabel("epoch").xRange(1, epochs).axes(History::unit) : null;
        long examples = 0;
        int iteration = 0;
        try {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                double lossSum = 0;
                long seen = 0;
                metrics.forEach(Metric::reset);
                training.start();
                for (DataSet batch : train) {
                    Interruption.check();
                    if (schedule != null) {
                        model.setLearningRate(schedule.valueAt(iteration, epoch - 1));
                    }
                    INDArray labels = batch.getLabels();
                    long size = batch.getFeatures().size(0);
                    Step step = model.step(batch.getFeatures(), labels);
                    if (!Double.isFinite(step.loss())) {
                        throw new ArithmeticException("the loss became " + step.loss() + " in epoch " + epoch
                                + " after " + seen + " examples; a smaller learning rate may help");
                    }
                    for (Metric metric : metrics) {
                        if (!step.outputs().isEmpty()) {
                            metric.add(step.outputs().get(0), labels);
                        }
                    }
                    lossSum += step.loss() * size;
                    seen += size;
                    iteration++;
                }
                model.nextEpoch();
                training.stop();
                examples += seen;
                record(history, curve, "train loss", epoch, lossSum / seen);
                for (Metric metric : metrics) {
                    record(history, curve, "train " + metric.name(), epoch, metric.value());
                }
                measure(model, test, epoch, history, curve);
            }
        } finally {
            // What was drawn before an error or an interruption stays readable.
            if (curve != null) {
                curve.close();
            }
        }
        history.setExamplesPerSecond(training.perSecond(examples));
        System.out.println(summary(history));
        return history;
    }

    private void measure(Trainable model, MiniBatches test, int epoch, History history, LiveCurve curve) {
        metrics.forEach(Metric::reset);
        double lossSum = 0;
        long seen = 0;
        for (DataSet batch : test) {
            Interruption.check();
            if (metrics.isEmpty()) {
                long size = batch.getFeatures().size(0);
                lossSum += model.testLoss(batch.getFeatures(), batch.getLabels()) * size;
                seen += size;
            } else {
                INDArray outputs = model.predict(batch.getFeatures());
                metrics.forEach(metric -> metric.add(outputs, batch.getLabels()));
            }
        }
        for (Metric metric : metrics) {
            record(history, curve, "test " + metric.name(), epoch, metric.value());
        }
        if (metrics.isEmpty()) {
            record(history, curve, "test loss", epoch, lossSum / seen);
        }
    }

    private static void record(History history, LiveCurve curve, String name, int epoch, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        history.add(name, epoch, value);
        if (curve != null) {
            curve.add(name, epoch, value);
        }
    }

    private static String summary(History history) {
        return history.names().stream()
                .map(name -> String.format(Locale.ROOT, "%s %.4f", name, history.last(name)))
                .collect(Collectors.joining(", "));
    }
}
