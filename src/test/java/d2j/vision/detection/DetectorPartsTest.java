package d2j.vision.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.data.scenes.Scenes;
import d2j.data.scenes.ShapeScenes;
import d2j.train.Trainable;
import d2j.vision.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What detectors are built of. */
class DetectorPartsTest {

    private static final double[][] SIZES = {{0.16, 0.24}, {0.33, 0.45}, {0.6, 0.85}};

    @Test
    void stagesHalveOnlyWhereTheyShould() {
        Tensor images = Tensor.of(Nd4j.rand(DataType.FLOAT, 2, 3, 16, 24));
        List<Tensor> all = new Backbone(3, 4, 5).maps(images, true);
        assertArrayEquals(new long[] {2, 4, 8, 12}, all.get(0).shape());
        assertArrayEquals(new long[] {2, 5, 4, 6}, all.get(1).shape());
        List<Tensor> first = Backbone.halving(1, 3, 4, 5).maps(images, false);
        assertArrayEquals(new long[] {2, 5, 8, 12}, first.get(1).shape());
        assertThrows(IllegalArgumentException.class, () -> new Backbone(3));
    }

    /** Two channels as an image of cell numbers: the answers come out in the order of the anchors. */
    @Test
    void answersAreInTheOrderOfAnchors() {
        AnchorHead head = new AnchorHead(1, 1, 2, 3);
        head.parameters().get(0).data().assign(1);
        head.parameters().get(1).data().assign(Nd4j.arange(6).castTo(DataType.FLOAT));
        Tensor map = Tensor.of(Nd4j.arange(6).castTo(DataType.FLOAT).mul(100).reshape(1, 1, 2, 3));
        INDArray answers = head.of(map).data();
        assertArrayEquals(new long[] {1, 12, 3}, answers.shape());
        for (int row = 0; row < 12; row++) {
            for (int i = 0; i < 3; i++) {
                assertEquals(row / 2 * 100 + row % 2 * 3 + i, answers.getDouble(0, row, i), 1e-4);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new AnchorHead(1, 2, 1, 1));
    }

    @Test
    void smoothL1ByHand() {
        Tensor losses = DetectionLosses.smoothL1(
                Tensor.of(Nd4j.createFromArray(0f, 0.5f, -2f)), Tensor.of(Nd4j.createFromArray(0f, 0f, 1f)));
        assertArrayEquals(new float[] {0, 0.125f, 2.5f}, losses.data().toFloatVector(), 1e-6f);
    }

    @Test
    void theWorstNegativesCount() {
        float[] scores = {0, 0, 5, 0, 1, 0, 3, 0, 2, 0, 4, 0, 6, 0};
        Tensor seven = Tensor.of(Nd4j.createFromArray(scores).reshape(1, 7, 2));
        INDArray classes =
                Nd4j.createFromArray(new float[] {1, 0, 0, 0, 0, 0, 0}).reshape(1, 7);
        assertArrayEquals(
                new float[] {1, 0, 1, 1, 1, 0, 0},
                DetectionLosses.hardNegatives(seven, classes, 3).ravel().toFloatVector());
        assertEquals(
                2,
                DetectionLosses.hardNegatives(seven, classes.mul(0), 2)
                        .sumNumber()
                        .intValue());
    }

    @Test
    void batchesHoldEachSceneOnceInAnOrderOfTheSeed() {
        List<Scene> scenes = ShapeScenes.of(7, 0, 16, 1).train();
        List<String> first = new ArrayList<>();
        Iterable<MultiDataSet> batches = SceneBatches.of(scenes, 3, Augmentation.flip(0), 5, some -> {
            some.forEach(scene -> first.add(scene.name()));
            assertEquals(3, some.size());
            return new org.nd4j.linalg.dataset.MultiDataSet(SceneBatches.images(some), Nd4j.zeros(3, 1));
        });
        batches.forEach(batch -> assertArrayEquals(
                new long[] {3, 3, 16, 16}, batch.getFeatures(0).shape()));
        assertEquals(6, first.size());
        assertEquals(6, first.stream().distinct().count());
        List<String> epoch = List.copyOf(first);
        batches.forEach(batch -> {});
        assertTrue(first.size() == 12 && !epoch.equals(first.subList(6, 12)));
        assertThrows(
                IllegalArgumentException.class,
                () -> SceneBatches.of(List.of(), 3, Augmentation.flip(0), 5, some -> null));
    }

    /** On a ramp, interpolation is exact: the value at a point is its place. */
    @Test
    void alignedPointsLieWhereTheyShould() {
        INDArray down =
                Nd4j.arange(12).castTo(DataType.FLOAT).add(0.5).repeat(0, 20).reshape(1, 1, 12, 20);
        Tensor maps = Tensor.parameter(Nd4j.concat(0, down, down.mul(2)));
        Box box = new Box(9.2, 10, 30.8, 26);
        Tensor cut = RoiAlign.of(maps, new int[] {1, 0}, List.of(box, box), 4, 4);
        assertArrayEquals(new long[] {2, 1, 4, 4}, cut.shape());
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                assertEquals(2 * (3 + row), cut.data().getDouble(0, 0, row, column), 1e-4);
                assertEquals(3 + row, cut.data().getDouble(1, 0, row, column), 1e-4);
            }
        }
        cut.sum().backward();
        assertEquals(32, maps.grad().sumNumber().doubleValue(), 1e-3);
        assertEquals(
                3.5,
                RoiAlign.rounded(maps, new int[] {0}, List.of(box), 4, 4).data().getDouble(0, 0, 0, 0),
                1e-4);
        assertThrows(IllegalArgumentException.class, () -> RoiAlign.of(maps, new int[1], List.of(box, box), 4, 4));
    }

    /** The shares of a point's neighbours sum to one, and rounding leaves a single neighbour. */
    @Test
    void cuttingKeepsWhatIsConstantAndRoundingTakesWholeCells() {
        List<Box> boxes = List.of(new Box(5.2, 1.3, 31.6, 40), new Box(-3, 20, 12, 50));
        Tensor same = Tensor.of(Nd4j.ones(DataType.FLOAT, 1, 2, 12, 12).mul(7));
        assertEquals(
                0,
                RoiAlign.of(same, new int[2], boxes, 5, 4)
                        .data()
                        .sub(7)
                        .amaxNumber()
                        .doubleValue(),
                1e-5);
        Tensor whole = Tensor.of(Nd4j.arange(144).castTo(DataType.FLOAT).reshape(1, 1, 12, 12));
        INDArray taken = RoiAlign.rounded(whole, new int[2], boxes, 5, 4).data();
        assertEquals(0, taken.sub(Transforms.round(taken, true)).amaxNumber().doubleValue(), 1e-4);
    }

    @Test
    void asManyPointsAsCellsAreTheMapAndBoxesKeepTheirImages() {
        INDArray maps = Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8);
        Box all = new Box(0, 0, 32, 32);
        Box corner = new Box(0, 0, 16, 16);
        INDArray cut = RoiAlign.of(Tensor.of(maps), new int[] {1, 0, 1}, List.of(all, corner, all), 8, 4)
                .data();
        assertEquals(0, cut.slice(0).sub(maps.slice(1)).amaxNumber().doubleValue(), 1e-6);
        assertEquals(cut.slice(0), cut.slice(2));
    }

    @Test
    void samplesOfAnchorsAreBalanced() {
        INDArray anchors = Anchors.grid(6, 6, new double[] {0.2, 0.4}, new double[] {1});
        Box box = new Box(4, 4, 23, 23);
        Scene with = new Scene("one", Nd4j.zeros(3, 48, 48), List.of(new LabelledBox(2, box)));
        Scene without = new Scene("none", Nd4j.zeros(3, 48, 48), List.of());
        AnchorSamples samples = AnchorSamples.of(anchors, List.of(with, without), 0.5, 0.2, 20, new Random(1));
        INDArray overlaps = Boxes.iou(anchors, Boxes.of(List.of(box.scaled(1 / 48.0, 1 / 48.0))));
        INDArray back = Boxes.decoded(anchors, samples.offsets().slice(0)).mul(48);
        for (int k = 0; k < 72; k++) {
            int label = samples.labels().getInt(0, k);
            double iou = overlaps.getDouble(k, 0);
            assertTrue(label == -1 || (label == 1 ? iou >= 0.5 : iou < 0.2), label + " with " + iou);
            if (label == 1) {
                assertEquals(23, back.getDouble(k, 3), 1e-3);
            }
        }
        assertEquals(
                40, samples.labels().gte(0).castTo(DataType.INT).sumNumber().intValue());
        assertTrue(samples.labels().slice(0).gt(0).any());
        assertEquals(
                0,
                samples.labels().slice(1).gt(0).castTo(DataType.INT).sumNumber().intValue());
        Tensor unsure = Tensor.of(Nd4j.zeros(DataType.FLOAT, 2, 72, 1));
        assertEquals(
                Math.log(2), samples.loss(unsure, Tensor.of(samples.offsets())).item(), 1e-5);
    }

    @Test
    void regionsOfBothKindsAreDrawn() {
        LabelledBox object = new LabelledBox(2, new Box(4, 4, 24, 24));
        Scene scene = new Scene("one", Nd4j.zeros(3, 48, 48), List.of(object));
        List<Box> near = List.of(new Box(5, 4, 25, 24), new Box(4, 6, 24, 26), new Box(4, 5, 23, 24));
        List<Box> far = List.of(new Box(30, 30, 40, 40), new Box(20, 20, 40, 40), new Box(0, 30, 10, 40));
        List<Box> all = new ArrayList<>(near);
        all.addAll(far);
        RegionSamples samples = RegionSamples.of(List.of(scene, scene), List.of(all, all), 4, new Random(1));
        assertEquals(8, samples.boxes().size());
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 1, 1}, samples.imageOf());
        INDArray back = Boxes.decoded(Boxes.of(samples.boxes()), samples.offsets());
        int positives = 0;
        for (int i = 0; i < 8; i++) {
            Box box = samples.boxes().get(i);
            assertEquals(far.contains(box) ? 0 : 3, samples.labels().getInt(i));
            assertEquals(far.contains(box) ? box.right() : 24, back.getDouble(i, 2), 1e-3);
            positives += far.contains(box) ? 0 : 1;
        }
        assertEquals(4, positives);
        INDArray scores = Nd4j.zeros(DataType.FLOAT, 8, 4);
        assertEquals(
                Math.log(4),
                samples.loss(Tensor.of(scores), Tensor.of(samples.offsets())).item(),
                1e-5);
    }

    @Test
    void aSingleShotDetectorLearns() {
        Nd4j.getRandom().setSeed(1);
        Scenes scenes = ShapeScenes.of(10, 2, 48, 1);
        Ssd ssd = new Ssd(48, 3, SIZES);
        assertEquals(70_824, ssd.parameters().stream().mapToLong(Tensor::length).sum());
        assertEquals(184, ssd.anchors().size(0));
        Trainable training = Trainable.of(ssd, Optimiser.of(new Adam(0.006), ssd.parameters()));
        MultiDataSet batch = ssd.batch(scenes.train());
        double first = training.step(batch).loss();
        for (int i = 0; i < 10; i++) {
            training.step(batch);
        }
        assertTrue(training.step(batch).loss() < 0.7 * first);
        List<Detection> found = ssd.find(scenes.test().get(0));
        assertTrue(found.size() <= 100 && found.stream().allMatch(it -> it.score() >= 0.01));
        double map = AveragePrecision.of(3, scenes.test(), ssd::find).voc2012(0.5);
        assertTrue(map >= 0 && map <= 1);
        assertThrows(IllegalArgumentException.class, () -> new Ssd(50, 3, SIZES));
    }
}
