package d2j.vision.detection;

import static d2j.autograd.Functions.logSoftmax;
import static d2j.autograd.Functions.where;

import d2j.autograd.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parts of the losses of detectors. */
public final class DetectionLosses {

    private DetectionLosses() {}

    /**
     * The smooth L1 loss (R. Girshick, "Fast R-CNN", 2015) of each element: half the square of differences below 1,
     * above it the absolute value minus one half.
     *
     * @param predictions of any shape
     * @param targets     of the same shape
     */
    public static Tensor smoothL1(Tensor predictions, Tensor targets) {
        Tensor distance = predictions.sub(targets).abs();
        return where(distance.lt(1).detach(), distance.square().mul(0.5), distance.sub(0.5));
    }

    /**
     * Which anchors count in a loss with hard-negative mining (W. Liu et al., "SSD: single shot multibox detector",
     * 2016): all that have an object, and of the others those to whose background the network gives the least
     * probability, in each image some for each that has an object.
     *
     * @param scores  {@code [n, anchors, classes + 1]} before the softmax, column 0 for the background
     * @param classes {@code [n, anchors]}: 0 for background, otherwise the class + 1
     * @param each    how many negatives for each anchor with an object; as many where an image has no object
     * @return {@code [n, anchors]}: 1 for what counts, 0 for what does not
     */
    public static INDArray hardNegatives(Tensor scores, INDArray classes, int each) {
        int n = (int) classes.size(0);
        int anchors = (int) classes.size(1);
        int columns = (int) scores.size(2);
        float[] logs = logSoftmax(scores.detach()).data().dup('c').data().asFloat();
        float[] labels = classes.dup('c').data().asFloat();
        float[] counts = new float[labels.length];
        for (int i = 0; i < n; i++) {
            int from = i * anchors;
            int[] negatives = IntStream.range(from, from + anchors)
                    .filter(k -> labels[k] == 0)
                    .toArray();
            Arrays.fill(counts, from, from + anchors, 1);
            Arrays.stream(negatives).forEach(k -> counts[k] = 0);
            int objects = anchors - negatives.length;
            Arrays.stream(negatives)
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> logs[k * columns]))
                    .limit((long) each * Math.max(1, objects))
                    .forEach(k -> counts[k] = 1);
        }
        return Nd4j.createFromArray(counts).reshape(n, anchors);
    }
}
