package d2j.vision.detection;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Leaves one of several boxes around the same object. */
public final class Suppression {

    /**
     * What {@link #soft} leaves.
     *
     * @param kept   the boxes by number, in the order in which they were taken
     * @param scores what became of the score of each of them
     */
    public record Soft(int[] kept, double[] scores) {}

    private Suppression() {}

    /**
     * Non-maximum suppression: takes the box with the greatest score, drops all that overlap it too much, and so on
     * with the rest.
     *
     * @param boxes  {@code [boxes, 4]}
     * @param scores {@code [boxes]}
     * @param most   intersection over union above which two boxes are one answer
     * @return the boxes that are left by number, best first
     */
    public static int[] hard(INDArray boxes, INDArray scores, double most) {
        return hard(Boxes.values(boxes), values(boxes, scores), most);
    }

    static int[] hard(float[] boxes, float[] scores, double most) {
        int[] kept = new int[scores.length];
        int count = 0;
        Neighbourhoods near = new Neighbourhoods(boxes, most);
        for (int i : order(scores)) {
            if (!near.isCrowded(i)) {
                near.add(i);
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /**
     * Soft suppression: boxes that overlap the one taken are not dropped, but lose score, by
     * {@code exp(-iou² / spread)} (N. Bodla et al., "Soft-NMS", 2017).
     *
     * @param spread  how gently; 0.5 in the paper
     * @param least   what falls below this score is dropped
     */
    public static Soft soft(INDArray boxes, INDArray scores, double spread, double least) {
        float[] edges = Boxes.values(boxes);
        double[] now = toDoubles(values(boxes, scores));
        int[] rest = IntStream.range(0, now.length).toArray();
        int[] kept = new int[now.length];
        int count = 0;
        for (int size = rest.length; size > 0; ) {
            int best = 0;
            for (int k = 1; k < size; k++) {
                best = now[rest[k]] > now[rest[best]] ? k : best;
            }
            int taken = rest[best];
            if (now[taken] < least) {
                break;
            }
            kept[count++] = taken;
            System.arraycopy(rest, best + 1, rest, best, size - best - 1);
            size--;
            for (int k = 0; k < size; k++) {
                double iou = Boxes.iou(edges, taken, edges, rest[k]);
                now[rest[k]] *= Math.exp(-iou * iou / spread);
            }
        }
        int[] result = Arrays.copyOf(kept, count);
        return new Soft(result, Arrays.stream(result).mapToDouble(i -> now[i]).toArray());
    }

    /** By score, greatest first; equal ones stay in their order. */
    private static int[] order(float[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[i]);
            int ascending = bits < 0 ? ~bits : bits | 0x80000000;
            keys[i] = (long) Integer.toUnsignedLong(~ascending) << 32 | i;
        }
        // Unsigned order by flipping the sign.
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    private static float[] values(INDArray boxes, INDArray scores) {
        long n = boxes.isEmpty() ? 0 : boxes.size(0);
        if (scores.length() != n) {
            throw new IllegalArgumentException(n + " boxes, but " + scores.length() + " scores");
        }
        return n == 0 ? new float[0] : scores.dup('c').data().asFloat();
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
