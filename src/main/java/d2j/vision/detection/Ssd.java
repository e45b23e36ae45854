package d2j.vision.detection;

import static d2j.autograd.Functions.concat;
import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.softmax;

import d2j.autograd.Tensor;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.train.TensorModel;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A small single-shot detector (W. Liu et al., "SSD: single shot multibox detector", 2016) for square images: a
 * {@link Backbone} of four stages with 8, 16, 32 and 64 channels; heads on the maps of an eighth and of a sixteenth of
 * the image's side and on their maximum, four anchors to a cell; hard-negative mining.
 *
 * <pre>{@code
 * Ssd ssd = new Ssd(48, 3, new double[][] {{0.16, 0.24}, {0.33, 0.45}, {0.6, 0.85}});
 * Trainer.epochs(10).fit(Trainable.of(ssd, Optimiser.of(new Adam(0.006), ssd.parameters())),
 *         SceneBatches.of(scenes.train(), 10, Augmentation.flip(0.5), 1, ssd::batch), null);
 * AveragePrecision.of(3, scenes.test(), ssd::find).voc2012(0.5);
 * }</pre>
 */
public final class Ssd implements TensorModel {

    private static final int[] CHANNELS = {3, 8, 16, 32, 64};
    private static final double[] RATIOS = {1, 2, 0.5};
    private static final int MAPS = 3;
    private static final int ANCHORS_OF_A_CELL = 4;
    private static final int NEGATIVES = 3;
    private static final double ENOUGH = 0.5;
    private static final double SURE = 0.01;
    private static final double TOGETHER = 0.45;
    private static final int MOST = 100;

    private final int side;
    private final int classes;
    private final Backbone backbone = new Backbone(CHANNELS);
    private final List<AnchorHead> scoreHeads = new ArrayList<>();
    private final List<AnchorHead> offsetHeads = new ArrayList<>();
    private final INDArray anchors;

    /**
     * A detector with random weights.
     *
     * @param side    height and width of the images in pixels, a multiple of 16
     * @param classes without the background
     * @param sizes   two for each of the three maps, roots of the anchors' areas as shares of the image
     */
    public Ssd(int side, int classes, double[][] sizes) {
        if (side % 16 != 0 || sizes.length != MAPS) {
            throw new IllegalArgumentException("a side that 16 divides and sizes for three maps are needed, not a side"
                    + " of " + side + " and " + sizes.length + " lists of sizes");
        }
        this.side = side;
        this.classes = classes;
        INDArray[] maps = new INDArray[MAPS];
        for (int i = 0; i < MAPS; i++) {
            int cells = i == MAPS - 1 ? 1 : side >> (3 + i);
            maps[i] = Anchors.grid(cells, cells, sizes[i], RATIOS);
            if (maps[i].size(0) != (long) ANCHORS_OF_A_CELL * cells * cells) {
                throw new IllegalArgumentException("two sizes for each map, not " + sizes[i].length);
            }
            int channels = CHANNELS[Math.min(CHANNELS.length - 1, 3 + i)];
            scoreHeads.add(new AnchorHead(channels, 3, ANCHORS_OF_A_CELL, classes + 1));
            offsetHeads.add(new AnchorHead(channels, 3, ANCHORS_OF_A_CELL, 4));
        }
        anchors = Anchors.together(maps);
    }

    /** {@code [anchors, 4]}, in shares of the image. */
    public INDArray anchors() {
        return anchors;
    }

    /** What is learned: the stages', the heads' of the scores, the heads' of the offsets. */
    public List<Tensor> parameters() {
        List<Tensor> all = new ArrayList<>(backbone.parameters());
        scoreHeads.forEach(head -> all.addAll(head.parameters()));
        offsetHeads.forEach(head -> all.addAll(head.parameters()));
        return all;
    }

    /**
     * Scores {@code [n, anchors, classes + 1]}, the background's first, and offsets {@code [n, anchors, 4]}.
     *
     * @param inputs images {@code [n, 3, side, side]}
     */
    @Override
    public List<Tensor> outputs(List<Tensor> inputs, boolean training) {
        List<Tensor> stages = backbone.maps(inputs.get(0), training);
        Tensor last = stages.get(3);
        List<Tensor> maps = List.of(stages.get(2), last, last.max(true, 2, 3));
        Tensor[] scores = new Tensor[MAPS];
        Tensor[] offsets = new Tensor[MAPS];
        for (int i = 0; i < MAPS; i++) {
            scores[i] = scoreHeads.get(i).of(maps.get(i));
            offsets[i] = offsetHeads.get(i).of(maps.get(i));
        }
        return List.of(concat(1, scores), concat(1, offsets));
    }

    /**
     * The cross-entropy of what counts in hard-negative mining, and the smooth L1 loss of the offsets of anchors with
     * an object; both are sums, divided by the number of anchors with an object.
     *
     * @param labels classes {@code [n, anchors]}, 0 for background, otherwise the class + 1; offsets
     *               {@code [n, anchors, 4]}
     */
    @Override
    public Tensor loss(List<Tensor> outputs, List<Tensor> labels, INDArray[] masks) {
        INDArray classes = labels.get(0).data();
        Tensor hasObject = labels.get(0).gt(0.5).detach();
        double positives = Math.max(1, hasObject.sum().item());
        INDArray counts = DetectionLosses.hardNegatives(outputs.get(0), classes, NEGATIVES);
        Tensor confidence = crossEntropy(outputs.get(0), classes, counts, 0)
                .mul(counts.sumNumber().doubleValue() / positives);
        Tensor place =
                DetectionLosses.smoothL1(outputs.get(1), labels.get(1)).sum(2).mul(hasObject);
        return confidence.add(place.sum().div(positives));
    }

    /** The images of scenes and their labels, as {@link #loss} wants them. */
    public MultiDataSet batch(List<Scene> scenes) {
        int rows = (int) anchors.size(0);
        INDArray[] offsets = new INDArray[scenes.size()];
        float[][] labels = new float[scenes.size()][rows];
        for (int i = 0; i < offsets.length; i++) {
            List<LabelledBox> objects = scenes.get(i).objects();
            offsets[i] = Nd4j.zeros(DataType.FLOAT, rows, 4);
            if (objects.isEmpty()) {
                continue;
            }
            INDArray truth =
                    Boxes.of(objects.stream().map(LabelledBox::box).toList()).div(side);
            int[] object = Assignment.of(anchors, truth, ENOUGH);
            for (int k = 0; k < rows; k++) {
                labels[i][k] = object[k] == Assignment.NONE
                        ? 0
                        : objects.get(object[k]).label() + 1;
            }
            offsets[i] = Assignment.offsets(anchors, truth, object);
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(
                new INDArray[] {SceneBatches.images(scenes)},
                new INDArray[] {Nd4j.createFromArray(labels), Nd4j.stack(0, offsets)});
    }

    /** What it finds in a scene, boxes in pixels, best first: all answers from a probability of 0.01 on. */
    public List<Detection> find(Scene scene) {
        Tensor image = Tensor.of(scene.pixels().reshape(1, scene.pixels().size(0), side, side));
        List<Tensor> outputs = Tensor.noGrad(() -> outputs(List.of(image), false));
        INDArray probabilities =
                softmax(outputs.get(0)).data().slice(0).get(NDArrayIndex.all(), NDArrayIndex.interval(1, classes + 1));
        INDArray boxes = Boxes.decoded(anchors, outputs.get(1).data().slice(0)).muli(side);
        return Detection.of(boxes, probabilities, SURE, TOGETHER, MOST);
    }
}
