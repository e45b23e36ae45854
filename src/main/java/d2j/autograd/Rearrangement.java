package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.MovingLoops;
import java.util.Arrays;

/** Other shapes and orders of the same elements, and their rules. */
final class Rearrangement {

    private static final Tensor[] NOTHING = {};

    private Rearrangement() {}

    static Tensor reshape(Tensor a, long... wanted) {
        long[] before = a.value().shape();
        long[] shape = Shapes.complete("reshape", wanted, before);
        if (Arrays.equals(shape, before)) {
            return a;
        }
        return Tensor.view("reshape", a.value().reshape(shape), a, g -> new Tensor[] {g.reshape(before)});
    }

    static Tensor permute(Tensor a, int... order) {
        int rank = a.rank();
        int[] from = Arrays.stream(order)
                .map(dimension -> Shapes.dimension("permute", dimension, rank))
                .toArray();
        int[] back = new int[rank];
        Arrays.fill(back, -1);
        for (int i = 0; i < from.length && from.length == rank; i++) {
            back[from[i]] = i;
        }
        if (from.length != rank || Arrays.stream(back).anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException(
                    "permute: " + Arrays.toString(order) + " does not name each of the " + rank + " dimensions once");
        }
        return Tensor.result("permute", Compute.permute(a.value(), from), new Tensor[] {a}, NOTHING, g ->
                new Tensor[] {permute(g, back)});
    }

    static Tensor transpose(Tensor a) {
        int rank = a.rank();
        if (rank < 2) {
            throw new IllegalArgumentException("transpose: a tensor of shape " + Shapes.text(a.shape())
                    + " has no two dimensions to exchange; reshape a vector to [1, n] or [n, 1] first");
        }
        int[] order = new int[rank];
        Arrays.setAll(order, i -> i);
        order[rank - 1] = rank - 2;
        order[rank - 2] = rank - 1;
        return permute(a, order);
    }

    static Tensor broadcast(Tensor a, long... shape) {
        long[] before = a.value().shape();
        if (!Arrays.equals(Shapes.broadcast("broadcast", before, shape), shape)) {
            throw new IllegalArgumentException(
                    "broadcast: " + Shapes.text(before) + " cannot be repeated to " + Shapes.text(shape));
        }
        long[] target = shape.clone();
        if (Arrays.equals(before, target)) {
            return a;
        }
        return Tensor.result("broadcast", Compute.broadcast(a.value(), target), new Tensor[] {a}, NOTHING, g ->
                new Tensor[] {Reductions.sumTo(g, before)});
    }

    static Tensor repeat(Tensor a, int dimension, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("repeat: each element has to stay at least once, not " + times);
        }
        int at = Shapes.dimension("repeat", dimension, a.rank());
        long[] shape = a.value().shape();
        long[] open = new long[shape.length + 1];
        System.arraycopy(shape, 0, open, 0, at + 1);
        open[at + 1] = 1;
        System.arraycopy(shape, at + 1, open, at + 2, shape.length - at - 1);
        long[] repeated = open.clone();
        repeated[at + 1] = times;
        long[] result = shape.clone();
        result[at] *= times;
        return a.reshape(open).broadcast(repeated).reshape(result);
    }

    /** One after the other along a dimension in which alone they may differ. */
    static Tensor concat(int dimension, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat: no tensors");
        }
        int rank = parts[0].rank();
        int along = Shapes.dimension("concat", dimension, rank);
        long[] shape = parts[0].value().shape().clone();
        long total = 0;
        for (Tensor part : parts) {
            long[] other = part.value().shape().clone();
            long size = other.length == rank ? other[along] : 0;
            if (other.length == rank) {
                other[along] = shape[along];
            }
            if (!Arrays.equals(other, shape) || part.dataType() != parts[0].dataType()) {
                throw new IllegalArgumentException("concat along dimension " + along + ": "
                        + parts[0].dataType() + " " + Shapes.text(parts[0].shape()) + " and " + part.dataType() + " "
                        + Shapes.text(part.shape()) + " differ in more than that dimension");
            }
            total += size;
        }
        shape[along] = total;
        DenseArray result = DenseArray.uninitialized(parts[0].dataType(), shape);
        long[] strides = Shapes.strides(shape);
        long[] begins = new long[parts.length + 1];
        for (int i = 0; i < parts.length; i++) {
            long[] size = parts[i].value().shape();
            MovingLoops.copy(
                    size,
                    parts[i].value(),
                    0,
                    Shapes.strides(size),
                    result,
                    begins[i] * strides[along],
                    strides,
                    false);
            begins[i + 1] = begins[i] + size[along];
        }
        return Tensor.result("concat", result, parts.clone(), NOTHING, g -> {
            Tensor[] gradients = new Tensor[parts.length];
            for (int i = 0; i < parts.length; i++) {
                gradients[i] = parts[i].requiresGrad() ? Indexing.range(g, begins[i], begins[i + 1], along) : null;
            }
            return gradients;
        });
    }

    /** Tensors of one shape along a new dimension. */
    static Tensor stack(int dimension, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("stack: no tensors");
        }
        int at = Shapes.dimension("stack", dimension, parts[0].rank() + 1);
        Tensor[] opened = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!Arrays.equals(parts[i].value().shape(), parts[0].value().shape())) {
                throw new IllegalArgumentException("stack: shapes " + Shapes.text(parts[0].shape()) + " and "
                        + Shapes.text(parts[i].shape()) + " differ");
            }
            long[] shape = parts[i].value().shape();
            long[] open = new long[shape.length + 1];
            System.arraycopy(shape, 0, open, 0, at);
            open[at] = 1;
            System.arraycopy(shape, at, open, at + 1, shape.length - at);
            opened[i] = parts[i].reshape(open);
        }
        return concat(at, opened);
    }
}
