package d2j.vision.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Boxes and averages by hand, and beside NumPy; its values come from {@code detection_values.py}. */
class DetectionTest {

    private record Values(
            double[][] a,
            double[][] b,
            double[][] iou,
            double[][] boxes,
            double[] scores,
            int[] hard,
            double[][] soft,
            List<Measured> precision) {}

    private record Measured(
            List<Image> images, double voc2007, double voc2012, double coco50, double coco75, double coco) {}

    private record Image(double[][] found, List<List<Object>> truth) {}

    private static Values values;

    @BeforeAll
    static void readFixture() throws IOException {
        try (InputStream in = DetectionTest.class.getResourceAsStream("/fixtures/detection.json")) {
            values = new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), Values.class);
        }
    }

    private static INDArray array(double[][] rows) {
        return Nd4j.createFromArray(rows).castTo(DataType.FLOAT);
    }

    @Test
    void formatsOfFiles() {
        Box box = Box.ofVoc(81, 88, 522, 408);
        assertEquals(new Box(80, 87, 522, 408), box);
        assertArrayEquals(new int[] {81, 88, 522, 408}, box.toVoc());
        assertArrayEquals(new double[] {80, 87, 442, 321}, box.toCoco());
        assertEquals(box, Box.ofCoco(80, 87, 442, 321));
        double[] yolo = box.toYolo(650, 417);
        assertArrayEquals(new double[] {301 / 650.0, 247.5 / 417, 442 / 650.0, 321 / 417.0}, yolo, 1e-12);
        Box back = Box.ofYolo(yolo[0], yolo[1], yolo[2], yolo[3], 650, 417);
        assertEquals(1, back.iou(box), 1e-12);
        assertEquals(new Box(0, 0, 10, 5), new Box(-3, 0, 12, 5).clipped(10, 8));
        assertThrows(IllegalArgumentException.class, () -> new Box(1, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, Double.NaN, 1));
    }

    @Test
    void overlapsByHandAndBesideNumPy() {
        assertEquals(1 / 7.0, new Box(0, 0, 2, 2).iou(new Box(1, 1, 3, 3)), 1e-12);
        assertEquals(1, new Box(0, 0, 2, 2).iou(new Box(0, 0, 2, 2)));
        assertEquals(0, new Box(0, 0, 1, 1).iou(new Box(1, 0, 2, 1)));
        assertEquals(0, new Box(1, 1, 1, 1).iou(new Box(1, 1, 1, 1)));
        INDArray iou = Boxes.iou(array(values.a()), array(values.b()));
        assertTrue(iou.equalsWithEps(array(values.iou()), 1e-6), iou.toString());
        assertTrue(
                Boxes.of(List.of()).isEmpty() && Boxes.list(Boxes.of(List.of())).isEmpty());
    }

    @Test
    void anchors() {
        // "Dive into Deep Learning": 561 x 728 places, three sizes and three ratios, five boxes each.
        INDArray small = Anchors.grid(2, 4, new double[] {0.75, 0.5, 0.25}, new double[] {1, 2, 0.5});
        assertArrayEquals(new long[] {2 * 4 * 5, 4}, small.shape());
        int each = Anchors.shapes(new double[] {0.75, 0.5, 0.25}, new double[] {1, 2, 0.5}).length;
        assertEquals(2_042_040, 561 * 728 * each);
        Box first = Boxes.list(small).get(0);
        assertEquals(0.125, first.centreX(), 1e-6);
        assertEquals(0.25, first.centreY(), 1e-6);
        assertEquals(0.75, first.width(), 1e-6);
        Box wide = Boxes.list(small).get(3);
        assertEquals(2, wide.width() / wide.height(), 1e-5);
        assertEquals(0.75 * 0.75, wide.area(), 1e-5);
        assertThrows(IllegalArgumentException.class, () -> Anchors.shapes(new double[] {1}, new double[0]));
        assertThrows(IllegalArgumentException.class, () -> Anchors.shapes(new double[] {0}, new double[] {1}));
    }

    @Test
    void offsetsThereAndBack() {
        INDArray anchors = array(values.a()).div(100);
        INDArray boxes = array(values.b()).div(100);
        INDArray five = anchors.dup().get(NDArrayIndex.interval(0, 5));
        INDArray offsets = Boxes.offsets(five, boxes);
        assertTrue(Boxes.decoded(five, offsets).equalsWithEps(boxes, 1e-5));
        // By hand: a centre half a width to the right, of twice the height.
        INDArray by = Boxes.offsets(array(new double[][] {{0, 0, 2, 2}}), array(new double[][] {{1, -1, 3, 3}}));
        assertTrue(by.equalsWithEps(array(new double[][] {{5, 0, 0, 5 * Math.log(2)}}), 1e-5), by.toString());
        assertThrows(IllegalArgumentException.class, () -> Boxes.offsets(anchors, boxes));
        assertThrows(IllegalArgumentException.class, () -> Boxes.iou(Nd4j.ones(2, 3), boxes));
    }

    /** The example of "Dive into Deep Learning", section 14.4.3: a dog and a cat, five anchors. */
    @Test
    void assignment() {
        INDArray objects = array(new double[][] {{0.1, 0.08, 0.52, 0.92}, {0.55, 0.2, 0.9, 0.88}});
        INDArray anchors = array(new double[][] {
            {0, 0.1, 0.2, 0.3},
            {0.15, 0.2, 0.4, 0.4},
            {0.63, 0.05, 0.88, 0.98},
            {0.66, 0.45, 0.8, 0.8},
            {0.57, 0.3, 0.92, 0.9}
        });
        assertArrayEquals(new int[] {-1, 0, 1, -1, 1}, Assignment.of(anchors, objects, 0.5));
        int[] none = Assignment.of(anchors, Boxes.of(List.of()), 0.5);
        assertTrue(Arrays.stream(none).allMatch(it -> it == Assignment.NONE));
        // More objects than anchors: each anchor gets one.
        int[] crowded = Assignment.of(array(new double[][] {{0, 0, 1, 1}}), objects, 0.9);
        assertTrue(crowded[0] >= 0);
    }

    @Test
    void suppressionBesideNumPy() {
        INDArray boxes = array(values.boxes());
        INDArray scores = Nd4j.createFromArray(values.scores()).castTo(DataType.FLOAT);
        assertArrayEquals(values.hard(), Suppression.hard(boxes, scores, 0.4));
        Suppression.Soft soft = Suppression.soft(boxes, scores, 0.5, 0.05);
        assertArrayEquals(
                Arrays.stream(values.soft()).mapToInt(it -> (int) it[0]).toArray(), soft.kept());
        assertArrayEquals(Arrays.stream(values.soft()).mapToDouble(it -> it[1]).toArray(), soft.scores(), 1e-5);
        assertEquals(0, Suppression.hard(Boxes.of(List.of()), Nd4j.empty(DataType.FLOAT), 0.5).length);
        assertThrows(IllegalArgumentException.class, () -> Suppression.hard(boxes, Nd4j.ones(3), 0.5));
        // Negative and equal scores: by value, then by place.
        INDArray apart = array(new double[][] {{0, 0, 1, 1}, {2, 2, 3, 3}, {4, 4, 5, 5}, {6, 6, 7, 7}});
        assertArrayEquals(new int[] {1, 3, 2, 0}, Suppression.hard(apart, Nd4j.createFromArray(-2f, 1f, -1f, 1f), 0.5));
    }

    /** The grid of neighbourhoods misses no pair, whatever the sizes and the threshold. */
    @Test
    void suppressionLooksAtAllThatMatter() {
        Random random = new Random(1);
        for (double most : new double[] {0, 0.05, 0.3, 0.5, 0.7, 0.95}) {
            float[] boxes = new float[4 * 400];
            float[] scores = new float[400];
            for (int i = 0; i < scores.length; i++) {
                for (int axis = 0; axis < 2; axis++) {
                    boxes[4 * i + axis] = 30 * random.nextFloat();
                    boxes[4 * i + axis + 2] = boxes[4 * i + axis] + (float) Math.exp(3 * random.nextGaussian());
                }
                scores[i] = random.nextFloat();
            }
            Integer[] order = IntStream.range(0, 400).boxed().toArray(Integer[]::new);
            Arrays.sort(order, (a, b) -> Float.compare(scores[b], scores[a]));
            List<Integer> kept = new ArrayList<>();
            for (int i : order) {
                if (kept.stream().noneMatch(k -> Boxes.iou(boxes, i, boxes, k) > most)) {
                    kept.add(i);
                }
            }
            assertEquals(
                    kept,
                    Arrays.stream(Suppression.hard(boxes, scores, most)).boxed().toList());
        }
    }

    @Test
    void averagePrecisionByHand() {
        // Two objects; right, wrong, right: precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1.
        AveragePrecision measured = new AveragePrecision(2);
        List<LabelledBox> there =
                List.of(new LabelledBox(0, new Box(0, 0, 10, 10)), new LabelledBox(0, new Box(20, 20, 30, 30)));
        measured.add(
                List.of(
                        new Detection(0, 0.7, new Box(20, 20, 30, 30)),
                        new Detection(0, 0.9, new Box(0, 0, 10, 10)),
                        new Detection(0, 0.8, new Box(1, 0, 10, 10))),
                there);
        assertArrayEquals(new double[] {1, 0.5, 2 / 3.0}, measured.curve(0, 0.5).precision(), 1e-12);
        assertArrayEquals(new double[] {0.5, 0.5, 1}, measured.curve(0, 0.5).recall(), 1e-12);
        assertEquals(0.5 + 0.5 * 2 / 3, measured.voc2012(0.5), 1e-12);
        assertEquals((6 + 5 * 2 / 3.0) / 11, measured.voc2007(0.5), 1e-12);
        assertEquals((51 + 50 * 2 / 3.0) / 101, measured.coco(0.5), 1e-12);
        assertTrue(Double.isNaN(measured.voc2012(1, 0.5)), "nothing of the second class was there");
        assertEquals(0, nothingFound().voc2012(0.5));
    }

    private static AveragePrecision nothingFound() {
        AveragePrecision nothing = new AveragePrecision(1);
        nothing.add(List.of(), List.of(new LabelledBox(0, new Box(0, 0, 1, 1))));
        return nothing;
    }

    @Test
    void averagePrecisionBesideNumPy() {
        for (Measured expected : values.precision()) {
            AveragePrecision measured = new AveragePrecision(3);
            for (Image image : expected.images()) {
                measured.add(
                        Arrays.stream(image.found())
                                .map(it -> new Detection((int) it[0], it[1], new Box(it[2], it[3], it[4], it[5])))
                                .toList(),
                        image.truth().stream().map(DetectionTest::object).toList());
            }
            assertEquals(expected.voc2007(), measured.voc2007(0.5), 1e-9);
            assertEquals(expected.voc2012(), measured.voc2012(0.5), 1e-9);
            assertEquals(expected.coco50(), measured.coco(0.5), 1e-9);
            assertEquals(expected.coco75(), measured.coco(0.75), 1e-9);
            assertEquals(expected.coco(), measured.coco(), 1e-9);
        }
    }

    private static LabelledBox object(List<Object> values) {
        double[] numbers = values.subList(0, 5).stream()
                .mapToDouble(it -> ((Number) it).doubleValue())
                .toArray();
        Box box = new Box(numbers[1], numbers[2], numbers[3], numbers[4]);
        return new LabelledBox((int) numbers[0], box, (Boolean) values.get(5));
    }

    @Test
    void shortLists() {
        INDArray boxes = array(new double[][] {{0, 0, 1, 1}, {0, 0, 1, 0.9}, {2, 2, 3, 3}});
        INDArray scores = array(new double[][] {{0.9, 0.1}, {0.8, 0.7}, {0.2, 0.6}});
        List<Detection> found = Detection.of(boxes, scores, 0.5, 0.5, 10);
        assertEquals(List.of(0, 1, 1), found.stream().map(Detection::label).toList());
        assertEquals(2, Detection.of(boxes, scores, 0.5, 0.5, 2).size());
        assertEquals(List.of(), Detection.of(boxes, scores, 0.95, 0.5, 2));
    }
}
