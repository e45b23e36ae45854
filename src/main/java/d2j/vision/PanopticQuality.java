package d2j.vision;

import java.util.HashMap;
import java.util.Map;

/**
 * Panoptic quality (A. Kirillov, K. He, R. Girshick, C. Rother and P. Dollár, "Panoptic segmentation", 2019): how good
 * a division of images into segments is, each of which is an object or a stretch of ground of one class.
 *
 * <p>A predicted segment and a true one of the same class match if their intersection over union is above one half; no
 * segment can have two such partners. Of a class with the matches TP, the other predictions FP and the other true
 * segments FN, the segmentation quality is the mean overlap of the matches, the recognition quality {@code |TP| / (|TP|
 * + |FP| / 2 + |FN| / 2)}, and the panoptic quality their product.
 *
 * <p>Void pixels of the truth, whose class is negative, are taken away from predicted segments before overlaps are
 * computed; a prediction without a match of which more than half is void is forgotten.
 */
public final class PanopticQuality {

    private final int classes;
    private final double[] overlaps;
    private final long[] matches;
    private final long[] predictions;
    private final long[] truths;

    /**
     * What a class, or the mean of several, has.
     *
     * @param panoptic the product of the two others
     * @param segmentation the mean overlap of the matches, 0 without any
     * @param recognition the F1 score of the segments
     */
    public record Quality(double panoptic, double segmentation, double recognition) {}

    /** A segment: pixels of one class and one object. */
    private record Segment(int label, int instance) {}

    private record Pair(Segment prediction, Segment truth) {}

    /**
     * Nothing measured yet.
     *
     * @param classes how many there are, things and stuff together
     */
    public PanopticQuality(int classes) {
        this.classes = classes;
        overlaps = new double[classes];
        matches = new long[classes];
        predictions = new long[classes];
        truths = new long[classes];
    }

    /**
     * Adds an image, a class and an object number for each pixel. Pixels of one class and one number are a segment;
     * those of stuff all have the same number.
     *
     * @param labels of the prediction; negative where it says nothing
     * @param instances of the prediction
     * @param trueLabels negative for void
     * @param trueInstances whose the pixels are
     * @throws IllegalArgumentException if the arrays differ in length, or there is no such class
     */
    public void add(int[] labels, int[] instances, int[] trueLabels, int[] trueInstances) {
        if (instances.length != labels.length
                || trueLabels.length != labels.length
                || trueInstances.length != labels.length) {
            throw new IllegalArgumentException("the four arrays should have a number for each pixel, not "
                    + labels.length + ", " + instances.length + ", " + trueLabels.length + " and "
                    + trueInstances.length);
        }
        Map<Segment, Long> predicted = new HashMap<>();
        Map<Segment, Long> actual = new HashMap<>();
        Map<Segment, Long> inVoid = new HashMap<>();
        Map<Pair, Long> shared = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            Segment prediction = segment(labels[i], instances[i]);
            Segment truth = segment(trueLabels[i], trueInstances[i]);
            if (prediction != null) {
                predicted.merge(prediction, 1L, Long::sum);
            }
            if (truth != null) {
                actual.merge(truth, 1L, Long::sum);
            }
            if (prediction != null && truth == null) {
                inVoid.merge(prediction, 1L, Long::sum);
            } else if (prediction != null && prediction.label() == truth.label()) {
                shared.merge(new Pair(prediction, truth), 1L, Long::sum);
            }
        }
        shared.forEach((pair, common) -> {
            long ofVoid = inVoid.getOrDefault(pair.prediction(), 0L);
            double union = predicted.get(pair.prediction()) - ofVoid + actual.get(pair.truth()) - common;
            if (common / union > 0.5) {
                overlaps[pair.truth().label()] += common / union;
                matches[pair.truth().label()]++;
                inVoid.remove(pair.prediction());
            }
        });
        actual.keySet().forEach(segment -> truths[segment.label()]++);
        predicted.forEach((segment, size) -> {
            if (2 * inVoid.getOrDefault(segment, 0L) <= size) {
                predictions[segment.label()]++;
            }
        });
    }

    private Segment segment(int label, int instance) {
        if (label >= classes) {
            throw new IllegalArgumentException("there is no class " + label + " among " + classes);
        }
        return label < 0 ? null : new Segment(label, instance);
    }

    /** Of one class; NaN where it has neither been predicted nor seen. */
    public Quality of(int label) {
        double count = (predictions[label] + truths[label]) / 2.0;
        if (count == 0) {
            return new Quality(Double.NaN, Double.NaN, Double.NaN);
        }
        double segmentation = matches[label] == 0 ? 0 : overlaps[label] / matches[label];
        return new Quality(overlaps[label] / count, segmentation, matches[label] / count);
    }

    /** The means of all three over some classes, without those that occur nowhere. */
    public Quality mean(int... labels) {
        double[] sums = new double[3];
        int counted = 0;
        for (int label : labels) {
            Quality quality = of(label);
            if (!Double.isNaN(quality.panoptic())) {
                sums[0] += quality.panoptic();
                sums[1] += quality.segmentation();
                sums[2] += quality.recognition();
                counted++;
            }
        }
        return new Quality(sums[0] / counted, sums[1] / counted, sums[2] / counted);
    }
}
