package d2j.train;

import d2j.data.MiniBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The training loop that the chapters share: some epochs of mini-batch gradient descent, a live curve, and a history.
 * It ends by printing one line with the last value of each series, unless it is {@link #quiet()}. How fast it went is
 * in the history and not printed, so that two runs with one seed print the same.
 *
 * <pre>{@code
 * History history = Trainer.epochs(10).title("Softmax regression")
 *         .metric(new Accuracy())
 *         .fit(model, train, test);
 * }</pre>
 */
public final class Trainer {

    final int epochs;
    final List<Measurements.Item> metrics = new ArrayList<>();
    String title = "Training";
    boolean live = true;
    boolean summary = true;
    ISchedule schedule;
    int testEvery = 1;
    boolean keepBest;
    int patience = Integer.MAX_VALUE;
    Path checkpoint;

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
     * Neither a curve nor the line at the end: for one training of many, whose results are shown together. What cut it
     * short is said nevertheless.
     */
    public Trainer quiet() {
        summary = false;
        return live(false);
    }

    /**
     * Measures one thing more, on the training data while training and on the test data after each epoch. Of a model
     * with several outputs it measures the first.
     *
     * @throws IllegalArgumentException if there is a metric of this name
     */
    public Trainer metric(Metric metric) {
        return metric(metric, 0);
    }

    /**
     * As {@link #metric(Metric)}, of another output.
     *
     * @param output its number, from 0
     */
    public Trainer metric(Metric metric, int output) {
        if (metrics.stream().anyMatch(other -> other.metric().name().equals(metric.name()))) {
            throw new IllegalArgumentException(
                    "two metrics are called '" + metric.name() + "'; give one another name with named(...)");
        }
        metrics.add(new Measurements.Item(metric, output));
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

    /** Measures on the test data after every n-th epoch only, and after the last one. */
    public Trainer testEvery(int epochs) {
        testEvery = atLeastOne("measuring", epochs);
        return this;
    }

    /**
     * Ends with the weights of the epoch that was best on the test data, instead of those of the last one: by the
     * metric that was added first, or without one by the loss. The "test" data are validation data, then.
     */
    public Trainer keepBest() {
        keepBest = true;
        return this;
    }

    /**
     * Early stopping: ends when nothing got better for this many epochs, with the weights of the best one, see
     * {@link #keepBest()}.
     */
    public Trainer patience(int epochs) {
        patience = atLeastOne("patience", epochs);
        return keepBest();
    }

    /**
     * Writes the state of the training into a file after every epoch, and begins where the file says if it is there.
     * What is resumed takes the very same steps as without the break: optimiser, shuffling and dropout included.
     */
    public Trainer checkpoint(Path file) {
        checkpoint = file;
        return this;
    }

    private static int atLeastOne(String what, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException(what + " takes at least 1 epoch, not " + epochs);
        }
        return epochs;
    }

    Best best(Trainable model) {
        return metrics.isEmpty()
                ? new Best("test loss", false, model)
                : new Best(
                        "test " + metrics.get(0).metric().name(),
                        metrics.get(0).metric().higherIsBetter(),
                        model);
    }

    /**
     * Trains a model and measures it after every epoch.
     *
     * <p>The stop button of a notebook ends the training after the step that is under way: the history so far is
     * returned, the model is as the last step left it, and a line says so.
     *
     * @return the series "train loss" (the mean over the epoch's examples, each before its update), and "train NAME"
     *         (likewise measured while training) and "test NAME" (after the epoch) of every metric; without a metric
     *         "test loss", if the model can say it
     * @throws ArithmeticException if the loss is no number; the message says when, and what may help
     */
    public History fit(Trainable model, MiniBatches train, MiniBatches test) {
        return fit(model, Batches.of(train), Batches.of(test));
    }

    /** As {@link #fit(Trainable, MiniBatches, MiniBatches)}, without test data. */
    public History fit(Trainable model, MiniBatches train) {
        return fit(model, Batches.of(train), null);
    }

    /** As {@link #fit(Trainable, MiniBatches, MiniBatches)}, for data of DL4J; {@code test} may be null. */
    public History fit(Trainable model, DataSetIterator train, DataSetIterator test) {
        return fit(model, Batches.of(train), test == null ? null : Batches.of(test));
    }

    /**
     * As {@link #fit(Trainable, MiniBatches, MiniBatches)}, for data with several inputs, outputs and masks;
     * {@code test} may be null.
     */
    public History fit(Trainable model, MultiDataSetIterator train, MultiDataSetIterator test) {
        return fit(model, Batches.of(train), test == null ? null : Batches.of(test));
    }

    /**
     * As {@link #fit(Trainable, MiniBatches, MiniBatches)}, for batches that are made as they are needed: each epoch
     * asks for a new iterator.
     *
     * @param test may be null
     */
    public History fit(Trainable model, Iterable<MultiDataSet> train, Iterable<MultiDataSet> test) {
        return fit(model, Batches.of(train), test == null ? null : Batches.of(test));
    }

    private History fit(Trainable model, Batches train, Batches test) {
        if (keepBest && test == null) {
            throw new IllegalArgumentException("the best weights are those that do best on test data; there are none");
        }
        return new TrainingRun(this, model, train, test).run();
    }
}
