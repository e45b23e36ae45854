package d2j.vision.detection;

import static d2j.autograd.Functions.softplus;

import d2j.autograd.Tensor;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a region proposal network should say of anchors (S. Ren, K. He, R. Girshick and J. Sun, "Faster R-CNN", 2015):
 * which of a balanced sample show an object, of whatever class, and where it is.
 *
 * @param labels  {@code [n, anchors]}: 1 for an object, 0 for background, -1 for what does not count
 * @param offsets {@code [n, anchors, 4]} from each anchor to its object; of no meaning for the others
 */
public record AnchorSamples(INDArray labels, INDArray offsets) {

    private static final float IGNORED = -1;

    /**
     * Labels of a batch. Anchors that overlap an object by {@code good} or more, and the best one of each object, show
     * it; those that overlap nothing by {@code fair} or more are background; what is in between does not count. Of both
     * kinds some are drawn, at most half of them with an object.
     *
     * @param anchors {@code [anchors, 4]}, in shares of the image
     * @param scenes  of one height and width
     * @param each    how many are drawn for each scene
     */
    public static AnchorSamples of(
            INDArray anchors, List<Scene> scenes, double good, double fair, int each, RandomGenerator random) {
        int n = (int) anchors.size(0);
        float[][] labels = new float[scenes.size()][];
        INDArray[] offsets = new INDArray[scenes.size()];
        for (int i = 0; i < labels.length; i++) {
            Scene scene = scenes.get(i);
            if (scene.objects().isEmpty()) {
                labels[i] = drawn(new float[n], each, random);
                offsets[i] = Nd4j.zeros(DataType.FLOAT, n, 4);
                continue;
            }
            INDArray truth = Boxes.of(scene.objects().stream()
                    .map(LabelledBox::box)
                    .map(box -> box.scaled(1.0 / scene.width(), 1.0 / scene.height()))
                    .toList());
            int[] sure = Assignment.of(anchors, truth, good);
            int[] maybe = Assignment.of(anchors, truth, fair);
            float[] all = new float[n];
            for (int k = 0; k < n; k++) {
                all[k] = sure[k] != Assignment.NONE ? 1 : maybe[k] != Assignment.NONE ? IGNORED : 0;
            }
            labels[i] = drawn(all, each, random);
            offsets[i] = Assignment.offsets(anchors, truth, sure);
        }
        return new AnchorSamples(Nd4j.createFromArray(labels), Nd4j.stack(0, offsets));
    }

    /** Keeps the labels of some of both kinds, and ignores the others. */
    private static float[] drawn(float[] labels, int each, RandomGenerator random) {
        int[] order = new int[labels.length];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        float[] drawn = new float[labels.length];
        Arrays.fill(drawn, IGNORED);
        int positives = take(order, labels, 1, each / 2, drawn);
        take(order, labels, 0, each - positives, drawn);
        return drawn;
    }

    private static int take(int[] order, float[] labels, float label, int most, float[] drawn) {
        int taken = 0;
        for (int i = 0; i < order.length && taken < most; i++) {
            if (labels[order[i]] == label) {
                drawn[order[i]] = label;
                taken++;
            }
        }
        return taken;
    }

    /**
     * The binary cross-entropy of the objectness, and the smooth L1 loss of the offsets of anchors with an object, both
     * divided by the number of anchors that count.
     *
     * @param objectness {@code [n, anchors, 1]}, before a sigmoid
     * @param places     offsets {@code [n, anchors, 4]}
     */
    public Tensor loss(Tensor objectness, Tensor places) {
        Tensor counts = Tensor.of(labels.gte(0).castTo(DataType.FLOAT));
        Tensor shows = Tensor.of(labels.gt(0).castTo(DataType.FLOAT));
        Tensor score = objectness.reshape(labels.shape());
        Tensor entropy = softplus(score).sub(score.mul(shows)).mul(counts);
        Tensor place =
                DetectionLosses.smoothL1(places, Tensor.of(offsets)).sum(2).mul(shows);
        return entropy.sum().add(place.sum()).div(Math.max(1, counts.sum().item()));
    }
}
