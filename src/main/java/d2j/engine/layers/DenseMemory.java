package d2j.engine.layers;

import d2j.engine.onednn.Combination;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Element-wise work on arrays that fill one piece of memory without gaps, in whatever order of dimensions. */
final class DenseMemory {

    private static final ThreadLocal<RecentlyUsed<Long, Primitive>> ADDITIONS = RecentlyUsed.perThread(64);

    private DenseMemory() {}

    /** True when two float arrays have the same shape and lie in memory in the same order, without gaps. */
    static boolean isAlike(INDArray a, INDArray b) {
        if (!OneDnn.isFloat(a) || !OneDnn.isFloat(b) || !Arrays.equals(a.shape(), b.shape())) {
            return false;
        }
        for (int i = 0; i < a.rank(); i++) {
            if (a.size(i) != 1 && a.stride(i) != b.stride(i)) {
                return false;
            }
        }
        return hasNoGaps(a);
    }

    /** True when the elements fill one piece of memory, whatever the order of the dimensions. */
    static boolean hasNoGaps(INDArray array) {
        return order(array) != null;
    }

    /** The dimensions from the one with the largest stride to that with the smallest; null when there are gaps. */
    private static int[] order(INDArray array) {
        int rank = array.rank();
        int[] order = new int[rank];
        boolean[] used = new boolean[rank];
        long expected = 1;
        // Few dimensions: looking for each next stride is cheaper than sorting.
        for (int place = rank - 1; place >= 0; place--) {
            int next = -1;
            for (int i = rank - 1; i >= 0 && next < 0; i--) {
                if (!used[i] && (array.size(i) == 1 || array.stride(i) == expected)) {
                    next = i;
                }
            }
            if (next < 0) {
                return null;
            }
            used[next] = true;
            order[place] = next;
            expected *= array.size(next);
        }
        return order;
    }

    /**
     * An uninitialised array of the same shape whose dimensions lie in memory in the same order.
     *
     * @param array one that {@linkplain #hasNoGaps has no gaps}
     */
    static INDArray uninitialisedLike(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        int[] order = order(array);
        long[] shape = new long[order.length];
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = array.size(order[i]);
            back[order[i]] = i;
        }
        return workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c').permute(back);
    }

    /** Copies between float arrays that lie in memory in the same order, without gaps. */
    static void copy(INDArray from, INDArray to) {
        Address source = new Address(OneDnn.address(from));
        Address target = new Address(OneDnn.address(to));
        Pointer.memcpy(target, source, from.length() * Float.BYTES);
    }

    /**
     * Fills images with the same numbers in each of their pixels.
     *
     * @param numbers {@code [batch, channels]}, in row order
     * @param images  {@code [batch, height, width, channels]}, in row order
     */
    static void repeat(INDArray numbers, INDArray images) {
        long pixel = numbers.size(1) * Float.BYTES;
        long image = images.length() / images.size(0) * Float.BYTES;
        long from = OneDnn.address(numbers);
        long to = OneDnn.address(images);
        for (long i = 0; i < numbers.size(0); i++) {
            long start = to + i * image;
            Pointer.memcpy(new Address(start), new Address(from + i * pixel), pixel);
            // What is there already doubles each time.
            for (long done = pixel; done < image; done *= 2) {
                Pointer.memcpy(new Address(start + done), new Address(start), Math.min(done, image - done));
            }
        }
    }

    /**
     * {@code sum += addend}, as DL4J does where ways through a graph part; called in the place of
     * {@link INDArray#addi(INDArray)}.
     */
    static INDArray accumulate(INDArray sum, INDArray addend) {
        if (!isAlike(sum, addend)) {
            return sum.addi(addend);
        }
        add(sum, addend, sum);
        return sum;
    }

    /** {@code sum = a + b} for arrays that are {@linkplain #isAlike alike}; the sum may be one of them. */
    static void add(INDArray a, INDArray b, INDArray sum) {
        ADDITIONS
                .get()
                .get(a.length(), () -> Combination.SUM.of(a.length()))
                .run(OneDnn.address(a), OneDnn.address(b), OneDnn.address(sum));
    }

    private static final class Address extends Pointer {
        Address(long value) {
            address = value;
        }
    }
}
