package d2j.vision.detection;

import static d2j.autograd.Functions.concat;
import static d2j.autograd.Functions.sigmoid;

import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The anchors of YOLO from its second version on (J. Redmon and A. Farhadi, "YOLO9000: better, faster, stronger",
 * 2017), those of all maps one below the other: map by map, in a map cell by cell, row by row. A network gives for each
 * of them {@code x, y, width, height, confidence} and a score for each class, before any sigmoid or exponential.
 *
 * <p>Boxes and anchors are in pixels.
 */
public final class YoloRows {

    /**
     * One anchor.
     *
     * @param column of its cell, from 0
     * @param row    of its cell, from 0
     * @param stride how many pixels wide and high the cell is
     * @param width  of the anchor in pixels
     * @param height of the anchor in pixels
     */
    public record Row(int column, int row, int stride, double width, double height) {}

    private static final int NUMBERS = 5;

    /** More than e to the 8th of an anchor is far outside any image. */
    private static final double MOST = 8;

    private final int classes;
    private final List<Row> rows = new ArrayList<>();
    private final INDArray cells;
    private final INDArray strides;
    private final INDArray priors;

    /**
     * The rows for square images.
     *
     * @param side    of an image in pixels; every stride divides it
     * @param strides how many pixels a cell of each map has to a side
     * @param priors  width and height of the anchors of each map
     */
    public YoloRows(int side, int classes, int[] strides, double[][]... priors) {
        this.classes = classes;
        if (strides.length != priors.length) {
            throw new IllegalArgumentException(strides.length + " strides, but anchors of " + priors.length + " maps");
        }
        for (int map = 0; map < strides.length; map++) {
            if (side % strides[map] != 0) {
                throw new IllegalArgumentException(
                        "images of " + side + " pixels a side have no whole number of cells of " + strides[map]);
            }
            int cellsOfASide = side / strides[map];
            for (int cell = 0; cell < cellsOfASide * cellsOfASide; cell++) {
                for (double[] prior : priors[map]) {
                    rows.add(new Row(cell % cellsOfASide, cell / cellsOfASide, strides[map], prior[0], prior[1]));
                }
            }
        }
        this.cells = array(
                rows.stream().map(row -> new float[] {row.column(), row.row()}).toArray(float[][]::new));
        this.strides =
                array(rows.stream().map(row -> new float[] {row.stride()}).toArray(float[][]::new));
        this.priors = array(rows.stream()
                .map(row -> new float[] {(float) row.width(), (float) row.height()})
                .toArray(float[][]::new));
    }

    private static INDArray array(float[][] values) {
        return Nd4j.createFromArray(values);
    }

    /** All anchors. */
    public List<Row> list() {
        return List.copyOf(rows);
    }

    /** The number of the anchor that answers for an object: in the cell of its centre the one of the likest shape. */
    public int responsible(Box object) {
        int best = -1;
        double most = -1;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if ((int) (object.centreX() / row.stride()) == row.column()
                    && (int) (object.centreY() / row.stride()) == row.row()) {
                double both = Math.min(object.width(), row.width()) * Math.min(object.height(), row.height());
                double iou = both / (object.area() + row.width() * row.height() - both);
                if (iou > most) {
                    most = iou;
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("no cell has the centre of " + object);
        }
        return best;
    }

    /**
     * The boxes that outputs describe: centres within their cells by a sigmoid, sizes as multiples of the anchors' by
     * an exponential.
     *
     * @param outputs {@code [n, rows, 5 + classes]}
     * @return left, top, right and bottom in pixels, {@code [n, rows, 4]}
     */
    public Tensor edges(Tensor outputs) {
        Tensor cell = Tensor.of(cells.castTo(outputs.dataType()));
        Tensor stride = Tensor.of(strides.castTo(outputs.dataType()));
        Tensor prior = Tensor.of(priors.castTo(outputs.dataType()));
        Tensor centre = sigmoid(outputs.range(0, 2, 2)).add(cell).mul(stride);
        Tensor half = outputs.range(2, 4, 2).clip(-MOST, MOST).exp().mul(prior).mul(0.5);
        return concat(2, centre.sub(half), centre.add(half));
    }

    /**
     * The images of scenes and their labels: for the anchors that answer for an object, the place in the cell from 0
     * to 1, the logarithms of the ratios of sizes, 1, and a 1 at the class, {@code [n, rows, 5 + classes]}, with zeros
     * for all others; and the objects' boxes {@code [n, objects, 4]}, with zeros where a scene has fewer than another.
     */
    public org.nd4j.linalg.dataset.MultiDataSet batch(List<Scene> scenes) {
        int most = scenes.stream().mapToInt(it -> it.objects().size()).max().orElse(0);
        float[][][] labels = new float[scenes.size()][rows.size()][NUMBERS + classes];
        float[][][] boxes = new float[scenes.size()][Math.max(1, most)][4];
        for (int i = 0; i < labels.length; i++) {
            List<LabelledBox> objects = scenes.get(i).objects();
            for (int k = 0; k < objects.size(); k++) {
                Box box = objects.get(k).box();
                int responsible = responsible(box);
                Row row = rows.get(responsible);
                float[] label = new float[NUMBERS + classes];
                label[0] = (float) (box.centreX() / row.stride() - row.column());
                label[1] = (float) (box.centreY() / row.stride() - row.row());
                label[2] = (float) Math.log(box.width() / row.width());
                label[3] = (float) Math.log(box.height() / row.height());
                label[4] = 1;
                label[NUMBERS + objects.get(k).label()] = 1;
                labels[i][responsible] = label;
                boxes[i][k] =
                        new float[] {(float) box.left(), (float) box.top(), (float) box.right(), (float) box.bottom()};
            }
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(
                new INDArray[] {SceneBatches.images(scenes)},
                new INDArray[] {Nd4j.createFromArray(labels), Nd4j.createFromArray(boxes)});
    }

    /**
     * What a network found in one image.
     *
     * @param outputs       {@code [1, rows, 5 + classes]}
     * @param probabilities of the classes, {@code [1, rows, classes]}: of a softmax, or of a sigmoid for each
     */
    public List<Detection> detections(Tensor outputs, Tensor probabilities) {
        Tensor scores = probabilities.mul(sigmoid(outputs.range(4, NUMBERS, 2)));
        return Detection.of(edges(outputs).data().slice(0), scores.data().slice(0), 0.01, 0.45, 100);
    }
}
