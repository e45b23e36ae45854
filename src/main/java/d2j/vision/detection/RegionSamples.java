package d2j.vision.detection;

import static d2j.autograd.Functions.crossEntropy;

import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Regions of a batch of scenes, and what the second stage of a detector should say of each (R. Girshick, "Fast R-CNN",
 * 2015).
 *
 * @param imageOf for each region the number of its scene in the batch
 * @param boxes   in pixels
 * @param labels  {@code [regions]}: 0 for background, otherwise the class + 1
 * @param offsets {@code [regions, 4]} from each box to its object; 0 for background
 */
public record RegionSamples(int[] imageOf, List<Box> boxes, INDArray labels, INDArray offsets) {

    /** From this intersection over union on a region shows an object. */
    public static final double ENOUGH = 0.5;

    /**
     * Draws some of the proposals of each scene, at most half of them with an object. The objects' own boxes are among
     * those to draw from, so that a stage that gets poor proposals learns nevertheless.
     *
     * @param proposals of each scene, in pixels
     * @param each      regions of a scene; fewer where there are fewer
     */
    public static RegionSamples of(List<Scene> scenes, List<List<Box>> proposals, int each, RandomGenerator random) {
        List<Integer> owners = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        List<Box> targets = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            List<LabelledBox> objects = scenes.get(i).objects();
            List<Box> all = new ArrayList<>(proposals.get(i));
            objects.forEach(object -> all.add(object.box()));
            shuffle(all, random);
            int positives = 0;
            int negatives = 0;
            for (Box box : all) {
                LabelledBox best = best(box, objects);
                boolean shows = best != null && box.iou(best.box()) >= ENOUGH;
                if (shows ? positives < each / 2 : negatives < each - each / 2) {
                    owners.add(i);
                    boxes.add(box);
                    targets.add(shows ? best.box() : box);
                    labels.add(shows ? best.label() + 1 : 0);
                    positives += shows ? 1 : 0;
                    negatives += shows ? 0 : 1;
                }
            }
        }
        INDArray wanted =
                boxes.isEmpty() ? Nd4j.empty(DataType.FLOAT) : Boxes.offsets(Boxes.of(boxes), Boxes.of(targets));
        return new RegionSamples(
                owners.stream().mapToInt(Integer::intValue).toArray(),
                boxes,
                Nd4j.createFromArray(labels.stream().mapToInt(Integer::intValue).toArray()),
                wanted);
    }

    /** The object that a box overlaps most; null if there is none. */
    private static LabelledBox best(Box box, List<LabelledBox> objects) {
        LabelledBox best = null;
        for (LabelledBox object : objects) {
            if (best == null || box.iou(object.box()) > box.iou(best.box())) {
                best = object;
            }
        }
        return best;
    }

    private static void shuffle(List<Box> boxes, RandomGenerator random) {
        for (int i = boxes.size() - 1; i > 0; i--) {
            Collections.swap(boxes, i, random.nextInt(i + 1));
        }
    }

    /**
     * The cross-entropy of the classes, and the smooth L1 loss of the offsets of regions with an object, both divided
     * by the number of regions.
     *
     * @param scores {@code [regions, classes + 1]}, column 0 for the background
     * @param places {@code [regions, 4]} offsets
     */
    public Tensor loss(Tensor scores, Tensor places) {
        Tensor shows = Tensor.of(labels.gt(0).castTo(DataType.FLOAT));
        Tensor place =
                DetectionLosses.smoothL1(places, Tensor.of(offsets)).sum(1).mul(shows);
        return crossEntropy(scores, labels).add(place.mean());
    }
}
