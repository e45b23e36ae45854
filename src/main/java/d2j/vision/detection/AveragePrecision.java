package d2j.vision.detection;

import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How good a detector is: the average precision of each class and its mean, by the rules of the Pascal VOC and COCO
 * competitions.
 *
 * <pre>{@code
 * AveragePrecision measured = AveragePrecision.of(classes, scenes.test(), scene -> detector.find(scene));
 * measured.voc2012(0.5);
 * }</pre>
 */
public final class AveragePrecision {

    /** How far the points of a curve are joined to an average. */
    private enum Rule {
        /** The mean of the precisions at recalls 0, 0.1 ... 1. */
        ELEVEN_POINTS(10),
        /** The mean at recalls 0, 0.01 ... 1. */
        HUNDRED_AND_ONE_POINTS(100),
        /** The area below the curve. */
        AREA(0);

        private final int steps;

        Rule(int steps) {
            this.steps = steps;
        }
    }

    /**
     * Precision and recall after each detection, best first.
     *
     * @param recall    which share of the objects was found up to here
     * @param precision which share of the detections up to here were right
     */
    public record Curve(double[] recall, double[] precision) {}

    /** What was found of one class in one picture, with the overlap of each detection and each object. */
    private record Part(double[] scores, double[][] overlaps, boolean[] difficult) {}

    /** COCO looks at no more detections of a picture. */
    private static final int MOST_PER_PICTURE = 100;

    private final List<List<Part>> parts = new ArrayList<>();

    /** An empty record for so many classes. */
    public AveragePrecision(int classes) {
        for (int i = 0; i < classes; i++) {
            parts.add(new ArrayList<>());
        }
    }

    /**
     * Measures a detector on all scenes.
     *
     * @param detector what it finds in a scene
     */
    public static AveragePrecision of(int classes, List<Scene> scenes, Function<Scene, List<Detection>> detector) {
        AveragePrecision measured = new AveragePrecision(classes);
        scenes.forEach(scene -> measured.add(detector.apply(scene), scene.objects()));
        return measured;
    }

    /**
     * Adds one picture.
     *
     * @param found   what a detector says
     * @param objects what is there
     */
    public void add(List<Detection> found, List<LabelledBox> objects) {
        for (int label = 0; label < parts.size(); label++) {
            int wanted = label;
            List<Detection> mine = found.stream()
                    .filter(it -> it.label() == wanted)
                    .sorted((a, b) -> Double.compare(b.score(), a.score()))
                    .toList();
            List<LabelledBox> there =
                    objects.stream().filter(it -> it.label() == wanted).toList();
            if (mine.isEmpty() && there.isEmpty()) {
                continue;
            }
            double[][] overlaps = new double[mine.size()][there.size()];
            for (int i = 0; i < mine.size(); i++) {
                for (int j = 0; j < there.size(); j++) {
                    overlaps[i][j] = mine.get(i).box().iou(there.get(j).box());
                }
            }
            boolean[] difficult = new boolean[there.size()];
            for (int j = 0; j < difficult.length; j++) {
                difficult[j] = there.get(j).difficult();
            }
            parts.get(label)
                    .add(new Part(mine.stream().mapToDouble(Detection::score).toArray(), overlaps, difficult));
        }
    }

    /**
     * The mean over the classes by the rules of 2007: precisions at eleven recalls.
     *
     * @param iou from which on a detection is right
     */
    public double voc2007(double iou) {
        return mean(label -> average(label, iou, Rule.ELEVEN_POINTS, false));
    }

    /** The mean over the classes by the rules of 2010 to 2012: the area below the curve. */
    public double voc2012(double iou) {
        return mean(label -> average(label, iou, Rule.AREA, false));
    }

    /** The average precision of one class by the rules of 2010 to 2012; NaN where there is no object of it. */
    public double voc2012(int label, double iou) {
        return average(label, iou, Rule.AREA, false);
    }

    /** COCO's mean over the classes, and over the overlaps 0.5, 0.55 ... 0.95. */
    public double coco() {
        double sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += coco(0.5 + 0.05 * i);
        }
        return sum / 10;
    }

    /** COCO's mean over the classes for one overlap: precisions at 101 recalls. */
    public double coco(double iou) {
        return mean(label -> average(label, iou, Rule.HUNDRED_AND_ONE_POINTS, true));
    }

    private double mean(java.util.function.IntToDoubleFunction average) {
        return IntStream.range(0, parts.size())
                .mapToDouble(average)
                .filter(it -> !Double.isNaN(it))
                .average()
                .orElse(Double.NaN);
    }

    /** Precision against recall of a class, as VOC counts. */
    public Curve curve(int label, double iou) {
        return curve(label, iou, false);
    }

    private Curve curve(int label, double iou, boolean coco) {
        List<Part> mine = parts.get(label);
        int detections = mine.stream().mapToInt(it -> it.scores().length).sum();
        double[] scores = new double[detections];
        boolean[] right = new boolean[detections];
        int count = 0;
        long objects = 0;
        for (Part part : mine) {
            for (boolean difficult : part.difficult()) {
                objects += difficult ? 0 : 1;
            }
            int[] object = coco ? matchedAsCoco(part, iou) : matchedAsVoc(part, iou);
            for (int i = 0; i < object.length; i++) {
                if (object[i] != IGNORED) {
                    scores[count] = part.scores()[i];
                    right[count++] = object[i] >= 0;
                }
            }
        }
        int[] order = byScore(Arrays.copyOf(scores, count));
        double[] recall = new double[count];
        double[] precision = new double[count];
        int hits = 0;
        for (int i = 0; i < count; i++) {
            hits += right[order[i]] ? 1 : 0;
            recall[i] = objects == 0 ? Double.NaN : hits / (double) objects;
            precision[i] = hits / (i + 1.0);
        }
        return new Curve(recall, precision);
    }

    private static final int WRONG = -1;
    private static final int IGNORED = -2;

    /** Each detection is for the object that it overlaps most; the first for an object is right, a second is not. */
    private static int[] matchedAsVoc(Part part, double iou) {
        boolean[] found = new boolean[part.difficult().length];
        int[] object = new int[part.scores().length];
        for (int i = 0; i < object.length; i++) {
            double[] overlaps = part.overlaps()[i];
            int best = -1;
            for (int j = 0; j < overlaps.length; j++) {
                best = best < 0 || overlaps[j] > overlaps[best] ? j : best;
            }
            if (best < 0 || overlaps[best] < iou || !part.difficult()[best] && found[best]) {
                object[i] = WRONG;
            } else {
                object[i] = part.difficult()[best] ? IGNORED : best;
                found[best] = true;
            }
        }
        return object;
    }

    /** Each detection is for the object that it overlaps most among those not yet found. */
    private static int[] matchedAsCoco(Part part, double iou) {
        boolean[] found = new boolean[part.difficult().length];
        int[] object = new int[Math.min(MOST_PER_PICTURE, part.scores().length)];
        for (int i = 0; i < object.length; i++) {
            double[] overlaps = part.overlaps()[i];
            int best = -1;
            for (int j = 0; j < overlaps.length; j++) {
                if (overlaps[j] < iou || found[j]) {
                    continue;
                }
                boolean counts = !part.difficult()[j];
                boolean bestCounts = best >= 0 && !part.difficult()[best];
                if (best < 0 || counts && !bestCounts || counts == bestCounts && overlaps[j] >= overlaps[best]) {
                    best = j;
                }
            }
            if (best < 0) {
                object[i] = WRONG;
            } else {
                found[best] = true;
                object[i] = part.difficult()[best] ? IGNORED : best;
            }
        }
        return object;
    }

    /** Numbers of scores, greatest first; equal ones stay in the order in which they were added. */
    private static int[] byScore(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double average(int label, double iou, Rule rule, boolean coco) {
        boolean any = parts.get(label).stream().anyMatch(part -> {
            for (boolean difficult : part.difficult()) {
                if (!difficult) {
                    return true;
                }
            }
            return false;
        });
        if (!any) {
            return Double.NaN;
        }
        Curve curve = curve(label, iou, coco);
        double[] recall = curve.recall();
        // From behind: the best precision at this recall or any greater one.
        double[] best = curve.precision().clone();
        for (int i = best.length - 2; i >= 0; i--) {
            best[i] = Math.max(best[i], best[i + 1]);
        }
        double sum = 0;
        if (rule == Rule.AREA) {
            for (int i = 0; i < best.length; i++) {
                sum += best[i] * (recall[i] - (i == 0 ? 0 : recall[i - 1]));
            }
            return sum;
        }
        int at = 0;
        for (int step = 0; step <= rule.steps; step++) {
            while (at < recall.length && recall[at] < step / (double) rule.steps) {
                at++;
            }
            sum += at < best.length ? best[at] : 0;
        }
        return sum / (rule.steps + 1);
    }
}
