package d2j.vision.detection;

import d2j.data.scenes.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a detector found.
 *
 * @param label the class
 * @param score how sure it is
 * @param box   where
 */
public record Detection(int label, double score, Box box) {
    public Detection {
        Objects.requireNonNull(box, "box");
    }

    /**
     * From the answers for all anchors to a short list: what is sure enough, without double answers, best first.
     *
     * @param boxes    {@code [anchors, 4]}
     * @param scores   {@code [anchors, classes]}, without a column for the background
     * @param sure     the least score
     * @param together boxes of a class with this intersection over union or more are one answer
     * @param most     the longest list
     */
    public static List<Detection> of(INDArray boxes, INDArray scores, double sure, double together, int most) {
        float[] edges = Boxes.values(boxes);
        int classes = (int) scores.size(1);
        float[] values = scores.dup('c').data().asFloat();
        List<Detection> found = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < edges.length / 4; i++) {
                if (values[i * classes + label] >= sure) {
                    rows.add(i);
                }
            }
            float[] theirs = new float[4 * rows.size()];
            float[] sureness = new float[rows.size()];
            for (int i = 0; i < sureness.length; i++) {
                System.arraycopy(edges, 4 * rows.get(i), theirs, 4 * i, 4);
                sureness[i] = values[rows.get(i) * classes + label];
            }
            for (int i : Suppression.hard(theirs, sureness, together)) {
                found.add(new Detection(
                        label,
                        sureness[i],
                        new Box(theirs[4 * i], theirs[4 * i + 1], theirs[4 * i + 2], theirs[4 * i + 3])));
            }
        }
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }
}
