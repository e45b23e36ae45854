package d2j.train;

import d2j.plot.LiveCurve;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One run of a {@link Trainer}. */
final class TrainingRun {

    private final Trainer settings;
    private final Trainable model;
    private final Batches train;
    private final Batches test;
    private final Measurements measurements;
    private final History history = new History();
    private final Stopwatch training = Stopwatch.started();
    private final Best best;
    private final Checkpoint checkpoint;
    private final LiveCurve curve;
    private Progress progress;
    private int epoch;
    private int iteration;
    private int batchesDone;
    private double lossSum;
    private double weightSum;
    private long examples;

    /**
     * @param test null where nothing is measured after an epoch
     */
    TrainingRun(Trainer settings, Trainable model, Batches train, Batches test) {
        this.settings = settings;
        this.model = model;
        this.train = train;
        this.test = test;
        measurements = new Measurements(settings.metrics);
        best = settings.keepBest ? settings.best(model) : null;
        checkpoint = settings.checkpoint == null ? null : new Checkpoint(settings.checkpoint, model, train, best);
        curve = settings.live
                ? LiveCurve.titled(settings.title)
                        .xLabel("epoch")
                        .xRange(1, settings.epochs)
                        .axes(History::unit)
                : null;
        training.stop();
    }

    History run() {
        String end = null;
        try {
            wantOutputs(!measurements.isEmpty());
            resume();
            progress = new Progress(
                    settings.title,
                    (long) (settings.epochs - epoch) * train.size(),
                    curve == null && Progress.isRead() && train.size() > 0);
            while (end == null && epoch < settings.epochs) {
                epoch++;
                trainEpoch();
                if (test != null && (epoch % settings.testEvery == 0 || epoch == settings.epochs)) {
                    measure();
                }
                if (checkpoint != null) {
                    checkpoint.write(new Checkpoint.Position(epoch, iteration), history);
                }
                end = noLongerBetter();
            }
        } catch (Throwable e) {
            if (!Interruption.isCauseOf(e)) {
                close();
                throw e;
            }
            // Else drawing and printing would be interrupted, too.
            Thread.interrupted();
            end = stopped();
        }
        close();
        finish(end);
        return history;
    }

    private void resume() {
        Checkpoint.Position position = checkpoint == null ? null : checkpoint.resume(history);
        if (position != null) {
            epoch = position.epoch();
            iteration = position.iteration();
            System.out.println("resumed after epoch " + epoch + " of " + settings.epochs);
        }
    }

    private void trainEpoch() {
        lossSum = 0;
        weightSum = 0;
        batchesDone = 0;
        measurements.reset();
        training.start();
        Iterator<MultiDataSet> batches = train.pass();
        while (batches.hasNext()) {
            Interruption.check();
            step(batches.next());
            batchesDone++;
            progress();
        }
        training.stop();
        if (batchesDone == 0) {
            throw new IllegalArgumentException("the training data hold no batch");
        }
        model.nextEpoch();
        recordTraining(epoch);
    }

    private void step(MultiDataSet batch) {
        if (settings.schedule != null) {
            model.setLearningRate(settings.schedule.valueAt(iteration, epoch - 1));
        }
        long size = batch.getFeatures(0).size(0);
        Step step = model.step(checked(batch));
        if (!Double.isFinite(step.loss())) {
            throw new ArithmeticException("the loss became " + step.loss() + " in epoch " + epoch + ", iteration "
                    + (iteration + 1) + ": the steps are too large, or an input is no number. Try a learning rate ten"
                    + " times smaller, standardised inputs, or clipped gradients");
        }
        double weight = Double.isNaN(step.weight()) ? size : step.weight();
        lossSum += step.loss() * weight;
        weightSum += weight;
        examples += size;
        iteration++;
        measurements.add(step.outputs(), batch, model.outputDimension());
    }

    private MultiDataSet checked(MultiDataSet batch) {
        long size = batch.getFeatures(0).size(0);
        for (INDArray labels : batch.getLabels()) {
            // Several to an example, as for the hidden words of a text, are fine.
            if (labels.size(0) == 0 || labels.size(0) % size != 0) {
                throw new IllegalArgumentException("a batch needs as many labels as examples, and has features "
                        + shapes(batch.getFeatures()) + " and labels " + shapes(batch.getLabels()));
            }
        }
        return batch;
    }

    private static String shapes(INDArray[] arrays) {
        return Arrays.stream(arrays).map(Rows::shape).collect(Collectors.joining(", "));
    }

    private void progress() {
        if (curve != null && train.size() > 0) {
            double done = epoch - 1 + batchesDone / (double) train.size();
            double perEpoch = training.seconds() * train.size() / Math.max(1, iteration);
            curve.note(String.format(
                    Locale.ROOT,
                    "epoch %d of %d, %s left",
                    epoch,
                    settings.epochs,
                    Progress.inWords(perEpoch * (settings.epochs - done))));
        } else {
            progress.step();
        }
    }

    private void recordTraining(double at) {
        record("train loss", at, lossSum / weightSum);
        measurements.forEach((name, value) -> record("train " + name, at, value));
    }

    private void measure() {
        measurements.reset();
        double sum = 0;
        double weights = 0;
        Iterator<MultiDataSet> batches = test.pass();
        while (batches.hasNext()) {
            Interruption.check();
            MultiDataSet batch = batches.next();
            if (measurements.isEmpty()) {
                double weight = Rows.count(batch.getLabels(0), Measurements.mask(batch, 0), model.outputDimension());
                sum += weight == 0 ? 0 : model.testLoss(batch) * weight;
                weights += weight;
            } else {
                measurements.add(List.of(model.predict(batch)), batch, model.outputDimension());
            }
        }
        if (measurements.isEmpty() && !Double.isNaN(sum)) {
            record("test loss", epoch, sum / weights);
        }
        measurements.forEach((name, value) -> record("test " + name, epoch, value));
        if (best != null) {
            if (!history.names().contains(best.series())) {
                throw new IllegalArgumentException("the best weights are those with the best " + best.series()
                        + ", which this model cannot say; add a metric");
            }
            best.consider(history.last(best.series()), epoch);
        }
    }

    private void record(String name, double at, double value) {
        history.add(name, at, value);
        if (curve != null) {
            curve.add(name, at, value);
        }
    }

    private String noLongerBetter() {
        if (best == null || best.epoch() == 0 || epoch - best.epoch() < settings.patience || epoch == settings.epochs) {
            return null;
        }
        history.endEarly();
        return "ended after epoch " + epoch + " of " + settings.epochs + ": for " + settings.patience
                + (settings.patience == 1 ? " epoch" : " epochs") + " no better " + best.series();
    }

    private String stopped() {
        training.stop();
        history.endEarly();
        if (batchesDone > 0 && train.size() > 0 && batchesDone < train.size() && weightSum > 0) {
            recordTraining(epoch - 1 + batchesDone / (double) train.size());
        }
        return "stopped in epoch " + Math.max(1, epoch) + " of " + settings.epochs + " after " + iteration
                + (iteration == 1 ? " step" : " steps") + "; the model is as these have left it";
    }

    private void wantOutputs(boolean wanted) {
        model.setOutputsWanted(wanted);
    }

    private void close() {
        wantOutputs(true);
        if (progress != null) {
            progress.erase();
        }
        // What was drawn before an error or an interruption stays readable.
        if (curve != null) {
            curve.close();
        }
    }

    private void finish(String end) {
        history.setExamplesPerSecond(training.perSecond(examples));
        String weights = best != null && best.restore()
                ? String.format(Locale.ROOT, "weights of epoch %d, %s %.4f", best.epoch(), best.series(), best.value())
                : null;
        String note = Stream.of(end, weights).filter(it -> it != null).collect(Collectors.joining("; "));
        if (!note.isEmpty()) {
            System.out.println(note);
        }
        if (settings.summary && !history.names().isEmpty()) {
            System.out.println(history.names().stream()
                    .map(name -> String.format(Locale.ROOT, "%s %.4f", name, history.last(name)))
                    .collect(Collectors.joining(", ")));
        }
    }
}
