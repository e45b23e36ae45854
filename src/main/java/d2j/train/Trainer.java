package d2j.train;

import d2j.data.MiniBatches;
import d2j.plot.LiveCurve;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The training loop that the chapters share: some epochs of mini-batch gradient descent, a live curve, and a history.
 * It ends by printing one line with the last value of each series. How fast it went is in the history and not printed,
 * so that two runs with one seed print the same.
 *
 * <pre>{@code
 * History history = Trainer.epochs(10).title("Softmax regression").fit(model, train, test);
 * }</pre>
 */
public final class Trainer {

    private final int epochs;
    private String title = "Training";
    private boolean live = true;

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
     * Trains a classifier and measures it after every epoch.
     *
     * @param model the classifier, its outputs {@code [batch, classes]}
     * @param train training batches with one-hot labels
     * @param test  test batches with one-hot labels
     * @return the series "train loss" (the mean over the epoch's batches, each before its update), "train accuracy"
     *         (likewise measured while training) and "test accuracy" (after the epoch)
     */
    public History fit(Trainable model, MiniBatches train, MiniBatches test) {
        return fit(model, train, test, true);
    }

    /**
     * Trains a regression model and measures it after every epoch.
     *
     * @param model the model, its outputs {@code [batch, outputs]}
     * @param train training batches
     * @param test  test batches
     * @return the series "train loss" (the model's own loss, the mean over the epoch's batches, each before its
     *         update) and "test error" (mean squared error after the epoch)
     */
    public History fitRegression(Trainable model, MiniBatches train, MiniBatches test) {
        return fit(model, train, test, false);
    }

    private History fit(Trainable model, MiniBatches train, MiniBatches test, boolean classes) {
        History history = new History();
        Stopwatch training = Stopwatch.started();
        training.stop();
        LiveCurve curve = live
                ? LiveCurve.titled(title)
                        .xLabel("epoch")
                        .yLabel(classes ? "loss, accuracy" : "loss")
                        .xRange(1, epochs)
                : null;
        long examples = 0;
        try {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                double lossSum = 0;
                long seen = 0;
                long correct = 0;
                training.start();
                for (DataSet batch : train) {
                    Interruption.check();
                    INDArray features = batch.getFeatures();
                    INDArray labels = batch.getLabels();
                    long size = features.size(0);
                    if (classes) {
                        correct += Accuracy.correct(model.predict(features), labels);
                    }
                    double loss = model.trainStep(features, labels);
                    if (!Double.isFinite(loss)) {
                        throw new ArithmeticException("the loss became " + loss + " in epoch " + epoch + " after "
                                + seen + " examples; a smaller learning rate may help");
                    }
                    lossSum += loss * size;
                    seen += size;
                }
                training.stop();
                examples += seen;
                record(history, curve, "train loss", epoch, lossSum / seen);
                if (classes) {
                    record(history, curve, "train accuracy", epoch, (double) correct / seen);
                    record(history, curve, "test accuracy", epoch, Accuracy.of(model, test));
                } else {
                    record(history, curve, "test error", epoch, meanSquaredError(model, test));
                }
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

    private static void record(History history, LiveCurve curve, String name, int epoch, double value) {
        history.add(name, epoch, value);
        if (curve != null) {
            curve.add(name, epoch, value);
        }
    }

    private static double meanSquaredError(Trainable model, MiniBatches batches) {
        double sum = 0;
        long values = 0;
        for (DataSet batch : batches) {
            INDArray error = model.predict(batch.getFeatures()).sub(batch.getLabels());
            sum += error.muli(error).sumNumber().doubleValue();
            values += error.length();
        }
        return sum / values;
    }

    private static String summary(History history) {
        return history.names().stream()
                .map(name -> String.format(Locale.ROOT, "%s %.4f", name, history.last(name)))
                .collect(Collectors.joining(", "));
    }
}
