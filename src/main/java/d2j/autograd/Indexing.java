package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.MovingLoops;
import java.util.Arrays;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.IntervalIndex;
import org.nd4j.linalg.indexing.NDArrayIndexAll;
import org.nd4j.linalg.indexing.PointIndex;

/** Parts of tensors and their rules: what reads a part has a rule that writes it into zeros, and vice versa. */
final class Indexing {

    private static final Tensor[] NOTHING = {};

    private Indexing() {}

    /** A regular part of an array: the first element, and size and step (in elements) of each dimension. */
    private record Part(long offset, long[] sizes, long[] steps) {}

    private static Tensor read(String name, Tensor a, Part part) {
        long[] shape = a.value().shape();
        DenseArray value = DenseArray.uninitialized(a.dataType(), part.sizes());
        MovingLoops.copy(
                part.sizes(), a.value(), part.offset(), part.steps(), value, 0, Shapes.strides(part.sizes()), false);
        return Tensor.result(name, value, new Tensor[] {a}, NOTHING, g -> new Tensor[] {write(g, part, shape)});
    }

    private static Tensor write(Tensor a, Part part, long[] shape) {
        DenseArray value = DenseArray.filled(a.dataType(), 0, shape);
        MovingLoops.copy(
                part.sizes(), a.value(), 0, Shapes.strides(part.sizes()), value, part.offset(), part.steps(), false);
        return Tensor.result("put", value, new Tensor[] {a}, NOTHING, g -> new Tensor[] {read("get", g, part)});
    }

    static Tensor range(Tensor a, long from, long to, int dimension) {
        int along = Shapes.dimension("range", dimension, a.rank());
        long size = a.value().size(along);
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException("range: elements " + from + " to " + to + " (exclusive) of dimension "
                    + along + " do not exist in a tensor of shape " + Shapes.text(a.shape()));
        }
        long[] steps = Shapes.strides(a.value().shape());
        long[] sizes = a.value().shape().clone();
        sizes[along] = to - from;
        return read("range", a, new Part(from * steps[along], sizes, steps));
    }

    static Tensor slice(Tensor a, long index, int dimension) {
        int along = Shapes.dimension("slice", dimension, a.rank());
        long size = a.value().size(along);
        long at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            throw new IllegalArgumentException("slice: there is no element " + index + " in dimension " + along
                    + " of a tensor of shape " + Shapes.text(a.shape()));
        }
        return range(a, at, at + 1, along).reshape(Shapes.dropped(a.value().shape(), new int[] {along}));
    }

    static Tensor get(Tensor a, INDArrayIndex... indices) {
        int rank = a.rank();
        if (indices.length > rank) {
            throw new IllegalArgumentException(
                    "get: " + indices.length + " indices for a tensor of shape " + Shapes.text(a.shape()));
        }
        long[] strides = Shapes.strides(a.value().shape());
        long offset = 0;
        long[] sizes = a.value().shape().clone();
        long[] steps = strides.clone();
        boolean[] dropped = new boolean[rank];
        for (int i = 0; i < indices.length; i++) {
            INDArrayIndex index = indices[i];
            if (index instanceof NDArrayIndexAll) {
                continue;
            }
            if (index instanceof PointIndex point) {
                offset += strides[i] * within(a, i, point.offset() < 0 ? point.offset() + sizes[i] : point.offset());
                sizes[i] = 1;
                dropped[i] = true;
            } else if (index instanceof IntervalIndex interval) {
                offset += strides[i] * within(a, i, interval.offset());
                sizes[i] = interval.length();
                steps[i] = strides[i] * interval.stride();
                within(a, i, interval.offset() + (sizes[i] - 1) * interval.stride());
            } else {
                throw new IllegalArgumentException("get: " + index.getClass().getSimpleName()
                        + " is not supported; use point, interval or all, or getRows and gather for numbered slices");
            }
        }
        int[] points = java.util.stream.IntStream.range(0, rank)
                .filter(i -> dropped[i])
                .toArray();
        Tensor part = read("get", a, new Part(offset, sizes, steps));
        return points.length == 0 ? part : part.reshape(Shapes.dropped(sizes, points));
    }

    private static long within(Tensor a, int dimension, long index) {
        if (index < 0 || index >= a.value().size(dimension)) {
            throw new IllegalArgumentException("get: there is no element " + index + " in dimension " + dimension
                    + " of a tensor of shape " + Shapes.text(a.shape()));
        }
        return index;
    }

    static Tensor gather(Tensor a, int dimension, int... indices) {
        int along = Shapes.dimension("gather", dimension, a.rank());
        long size = a.value().size(along);
        for (int index : indices) {
            if (index < 0 || index >= size) {
                throw new IllegalArgumentException("gather: there is no slice " + index + " in dimension " + along
                        + " of a tensor of shape " + Shapes.text(a.shape()));
            }
        }
        if (indices.length == 0) {
            throw new IllegalArgumentException("gather: no indices");
        }
        int[] numbers = indices.clone();
        long[] shape = a.value().shape();
        return Tensor.result("gather", Compute.gather(a.value(), along, numbers), new Tensor[] {a}, NOTHING, g ->
                new Tensor[] {scatterAdd(g, along, numbers, shape)});
    }

    /** Adds slices into zeros of the given shape: the rule of {@link #gather}. */
    static Tensor scatterAdd(Tensor a, int dimension, int[] indices, long[] shape) {
        return Tensor.result(
                "scatterAdd", Compute.scatterAdd(a.value(), dimension, indices, shape), new Tensor[] {a}, NOTHING, g ->
                        new Tensor[] {gather(g, dimension, indices)});
    }

    /** Zeros around a tensor: {@code widths[i]} gives how many before and after in dimension {@code i}. */
    static Tensor pad(Tensor a, long[][] widths, double filling) {
        long[] before = a.value().shape();
        if (widths.length != before.length
                || Arrays.stream(widths).anyMatch(width -> width.length != 2 || width[0] < 0 || width[1] < 0)) {
            throw new IllegalArgumentException("pad: a tensor of shape " + Shapes.text(before)
                    + " needs a pair {before, after} for each dimension, and got " + Arrays.deepToString(widths));
        }
        long[] shape = new long[before.length];
        long offset = 0;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = widths[i][0] + before[i] + widths[i][1];
        }
        long[] steps = Shapes.strides(shape);
        for (int i = 0; i < shape.length; i++) {
            offset += widths[i][0] * steps[i];
        }
        Part part = new Part(offset, before, steps);
        DenseArray value = DenseArray.filled(a.dataType(), filling, shape);
        MovingLoops.copy(before, a.value(), 0, Shapes.strides(before), value, offset, steps, false);
        return Tensor.result("pad", value, new Tensor[] {a}, NOTHING, g -> new Tensor[] {read("get", g, part)});
    }
}
