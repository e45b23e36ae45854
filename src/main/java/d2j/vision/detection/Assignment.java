package d2j.vision.detection;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which anchor answers for which object. */
public final class Assignment {

    /** The anchor answers for no object: it shows background. */
    public static final int NONE = -1;

    private Assignment() {}

    /**
     * Every object gets an anchor of its own, pairs with the greatest overlap first; each anchor that is left gets the
     * object that it overlaps most, if that is enough.
     *
     * @param anchors {@code [anchors, 4]}
     * @param objects {@code [objects, 4]}, or empty
     * @param enough  intersection over union from which on an anchor is good enough for an object
     * @return for each anchor the number of its object, or {@link #NONE}
     */
    public static int[] of(INDArray anchors, INDArray objects, double enough) {
        float[] places = Boxes.values(anchors);
        float[] truth = Boxes.values(objects);
        int n = places.length / 4;
        int m = truth.length / 4;
        int[] object = new int[n];
        Arrays.fill(object, NONE);
        double[][] overlaps = new double[m][n];
        for (int i = 0; i < n; i++) {
            double most = enough;
            for (int j = 0; j < m; j++) {
                overlaps[j][i] = Boxes.iou(places, i, truth, j);
                if (overlaps[j][i] >= most && (overlaps[j][i] > most || object[i] == NONE)) {
                    most = overlaps[j][i];
                    object[i] = j;
                }
            }
        }
        boolean[] served = new boolean[m];
        boolean[] taken = new boolean[n];
        for (int round = 0; round < Math.min(m, n); round++) {
            int bestAnchor = -1;
            int bestObject = -1;
            for (int j = 0; j < m; j++) {
                for (int i = 0; !served[j] && i < n; i++) {
                    if (!taken[i] && (bestAnchor < 0 || overlaps[j][i] > overlaps[bestObject][bestAnchor])) {
                        bestAnchor = i;
                        bestObject = j;
                    }
                }
            }
            object[bestAnchor] = bestObject;
            taken[bestAnchor] = true;
            served[bestObject] = true;
        }
        return object;
    }

    /**
     * From each anchor the {@linkplain Boxes#offsets offsets} to its object; of no meaning for anchors without one.
     *
     * @param anchors  {@code [anchors, 4]}
     * @param objects  {@code [objects, 4]}, at least one
     * @param assigned the object of each anchor
     */
    static INDArray offsets(INDArray anchors, INDArray objects, int[] assigned) {
        int[] rows = Arrays.stream(assigned).map(it -> Math.max(0, it)).toArray();
        return Boxes.offsets(anchors, Nd4j.pullRows(objects, 1, rows, 'c'));
    }
}
