package d2j.vision.detection;

import static d2j.autograd.Functions.relu;

import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Many boxes at once: arrays {@code [boxes, 4]} of left, top, right and bottom edges. */
public final class Boxes {

    /** What offsets of centres are divided by, as SSD's authors do, so that all offsets are about as large. */
    public static final double CENTRE_SCALE = 0.1;

    /** What offsets of sizes are divided by. */
    public static final double SIZE_SCALE = 0.2;

    private Boxes() {}

    /** The boxes as an array; {@code [0, 4]} is an empty one. */
    public static INDArray of(List<Box> boxes) {
        float[] values = new float[4 * boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            values[4 * i] = (float) box.left();
            values[4 * i + 1] = (float) box.top();
            values[4 * i + 2] = (float) box.right();
            values[4 * i + 3] = (float) box.bottom();
        }
        return array(values, 4);
    }

    /** The boxes of an array. */
    public static List<Box> list(INDArray boxes) {
        float[] values = values(boxes);
        List<Box> list = new ArrayList<>();
        for (int i = 0; i < values.length; i += 4) {
            list.add(new Box(values[i], values[i + 1], values[i + 2], values[i + 3]));
        }
        return list;
    }

    /** Intersection over union of each box of one array and each of another, {@code [a, b]}. */
    public static INDArray iou(INDArray a, INDArray b) {
        float[] first = values(a);
        float[] second = values(b);
        int columns = second.length / 4;
        float[] result = new float[first.length / 4 * columns];
        for (int i = 0; i < first.length / 4; i++) {
            for (int j = 0; j < columns; j++) {
                result[i * columns + j] = (float) iou(first, i, second, j);
            }
        }
        return array(result, columns);
    }

    /** The same of box i of one array of edges and box j of another. */
    static double iou(float[] a, int i, float[] b, int j) {
        float width = Math.min(a[4 * i + 2], b[4 * j + 2]) - Math.max(a[4 * i], b[4 * j]);
        float height = Math.min(a[4 * i + 3], b[4 * j + 3]) - Math.max(a[4 * i + 1], b[4 * j + 1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = (double) width * height;
        return both / (area(a, i) + area(b, j) - both);
    }

    /**
     * Intersection over union, through which gradients flow.
     *
     * @param a edges {@code [..., 4]}
     * @param b edges of a shape that broadcasts with it
     * @return one number for each pair, 0 for two without area
     */
    public static Tensor iou(Tensor a, Tensor b) {
        Tensor low = a.range(0, 2, -1).maximum(b.range(0, 2, -1));
        Tensor high = a.range(2, 4, -1).minimum(b.range(2, 4, -1));
        Tensor both = product(relu(high.sub(low)));
        Tensor areas = product(a.range(2, 4, -1).sub(a.range(0, 2, -1)))
                .add(product(b.range(2, 4, -1).sub(b.range(0, 2, -1))));
        return both.div(areas.sub(both).add(1e-9));
    }

    private static Tensor product(Tensor sides) {
        return sides.slice(0, -1).mul(sides.slice(1, -1));
    }

    static double area(float[] boxes, int i) {
        return (double) (boxes[4 * i + 2] - boxes[4 * i]) * (boxes[4 * i + 3] - boxes[4 * i + 1]);
    }

    /** Edges as centres and sizes: {@code x, y, width, height}. */
    public static INDArray toCentres(INDArray boxes) {
        float[] edges = values(boxes);
        float[] centres = new float[edges.length];
        for (int i = 0; i < edges.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                centres[i + axis] = (edges[i + axis] + edges[i + axis + 2]) / 2;
                centres[i + axis + 2] = edges[i + axis + 2] - edges[i + axis];
            }
        }
        return array(centres, 4);
    }

    /** Centres and sizes as edges. */
    public static INDArray toEdges(INDArray centres) {
        float[] from = values(centres);
        float[] edges = new float[from.length];
        for (int i = 0; i < from.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                edges[i + axis] = from[i + axis] - from[i + axis + 2] / 2;
                edges[i + axis + 2] = from[i + axis] + from[i + axis + 2] / 2;
            }
        }
        return array(edges, 4);
    }

    /**
     * What a detector learns to say of each anchor: by how much of the anchor's size the centre of the box lies aside,
     * and the logarithm of the ratio of sizes; divided by {@link #CENTRE_SCALE} and {@link #SIZE_SCALE}.
     *
     * @param boxes one for each anchor
     */
    public static INDArray offsets(INDArray anchors, INDArray boxes) {
        float[] from = values(toCentres(anchors));
        float[] to = values(toCentres(boxes));
        requireAsMany(from, to);
        float[] offsets = new float[to.length];
        for (int i = 0; i < to.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                float size = from[i + axis + 2];
                offsets[i + axis] = (float) ((to[i + axis] - from[i + axis]) / size / CENTRE_SCALE);
                // A box without size would be infinitely far.
                double ratio = Math.max(to[i + axis + 2] / size, 1e-6);
                offsets[i + axis + 2] = (float) (Math.log(ratio) / SIZE_SCALE);
            }
        }
        return array(offsets, 4);
    }

    /** The boxes that offsets from anchors describe. */
    public static INDArray decoded(INDArray anchors, INDArray offsets) {
        float[] from = values(toCentres(anchors));
        float[] by = values(offsets);
        requireAsMany(from, by);
        float[] edges = new float[by.length];
        for (int i = 0; i < by.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                double size = from[i + axis + 2];
                double centre = from[i + axis] + by[i + axis] * CENTRE_SCALE * size;
                // An untrained network may say anything; e to the 10th is far outside any image.
                double half = size * Math.exp(Math.min(10, by[i + axis + 2] * SIZE_SCALE)) / 2;
                edges[i + axis] = (float) (centre - half);
                edges[i + axis + 2] = (float) (centre + half);
            }
        }
        return array(edges, 4);
    }

    private static void requireAsMany(float[] anchors, float[] others) {
        if (anchors.length != others.length) {
            throw new IllegalArgumentException(
                    anchors.length / 4 + " anchors, but " + others.length / 4 + " boxes or offsets for them");
        }
    }

    static INDArray array(float[] values, int columns) {
        return values.length == 0
                ? Nd4j.empty(DataType.FLOAT)
                : Nd4j.createFromArray(values).reshape(values.length / columns, columns);
    }

    /** The elements row by row. */
    static float[] values(INDArray boxes) {
        if (boxes.isEmpty()) {
            return new float[0];
        }
        if (boxes.rank() != 2 || boxes.size(1) != 4) {
            throw new IllegalArgumentException("boxes should be [boxes, 4], not " + boxes.shapeInfoToString());
        }
        return boxes.dup('c').data().asFloat();
    }
}
