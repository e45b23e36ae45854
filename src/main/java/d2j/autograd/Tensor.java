package d2j.autograd;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.UnaryFunction;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;

/**
 * An n-dimensional array that remembers how it was computed, so that {@link #backward()} can give the gradient of a
 * loss with respect to every parameter: reverse-mode automatic differentiation (Baydin, Pearlmutter, Radul and Siskind,
 * <i>Automatic differentiation in machine learning: a survey</i>, 2018).
 *
 * <pre>{@code
 * Tensor W = Tensor.parameter(Nd4j.randn(DataType.FLOAT, 784, 10).muli(0.01));
 * Tensor b = Tensor.parameter(Nd4j.zeros(1, 10));
 * Tensor loss = crossEntropy(X.mmul(W).add(b), y);
 * loss.backward();                       // W.grad(), b.grad()
 * }</pre>
 *
 * <p>Methods are named as those of {@link INDArray}, give new tensors, and change nothing. Operands of two shapes are
 * broadcast by NumPy's rules: aligned at the right, a size of 1 stands for any. Negative dimensions count from the end.
 * All operands of an operation have one type, FLOAT or DOUBLE.
 *
 * <p>{@code backward()} frees what its graph computed: values of the last step stay readable until the next
 * {@code backward()} of the same thread; what was taken out with {@link #data()} stays for good.
 *
 * <p>Over 400 lines because it is the one vocabulary of the chapters; each method is one call.
 */
public final class Tensor {

    private final DenseArray value;
    private final Storage storage;
    private Node node;

    Tensor(DenseArray value, Storage storage, Node node) {
        this.value = value;
        this.storage = storage;
        this.node = node;
    }

    // ------------------------------------------------------------------------------------------------- making tensors

    /**
     * A constant: no gradient is computed for it. The array is used as it is, without a copy, when it lies in row
     * order.
     *
     * @throws IllegalArgumentException if it is empty or its type is neither FLOAT nor DOUBLE
     */
    public static Tensor of(INDArray array) {
        DenseArray dense = DenseArray.of(accepted(array));
        return new Tensor(dense, Storage.ofCaller(dense), null);
    }

    /** A constant of no dimensions, type FLOAT. */
    public static Tensor scalar(double value) {
        return constant(DenseArray.filled(DataType.FLOAT, value));
    }

    /**
     * A parameter: {@link #grad()} is computed for it. The array is used as it is when it lies in row order, so that an
     * optimiser's steps show in it.
     *
     * @throws IllegalArgumentException if it is empty or its type is neither FLOAT nor DOUBLE
     */
    public static Tensor parameter(INDArray array) {
        DenseArray dense = DenseArray.of(accepted(array));
        return new Tensor(dense, Storage.ofCaller(dense), Node.parameter());
    }

    private static INDArray accepted(INDArray array) {
        if (array.isEmpty() || array.length() == 0) {
            throw new IllegalArgumentException("an empty array cannot be a tensor");
        }
        if (array.dataType() != DataType.FLOAT && array.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("a tensor holds FLOAT or DOUBLE, and this array is " + array.dataType()
                    + "; convert it with castTo(DataType.FLOAT)");
        }
        return array;
    }

    /** A constant in memory of the library's own. */
    static Tensor constant(DenseArray array) {
        Storage storage = new Storage(array);
        Recording.current().allocated(storage);
        return new Tensor(array, storage, null);
    }

    /** A constant that belongs to an operation and is freed with its graph. */
    static Tensor internal(DenseArray array) {
        Tensor result = constant(array);
        result.storage.internal = true;
        return result;
    }

    /**
     * The result of an operation.
     *
     * @param value  a new array
     * @param saved  the tensors whose values the rule reads
     * @param inputs what it was computed from; the rule gives one gradient for each
     */
    static Tensor result(String name, DenseArray value, Tensor[] inputs, Tensor[] saved, Node.Rule rule) {
        Tensor result = constant(value);
        result.record(name, inputs, saved, rule);
        return result;
    }

    /**
     * The result of an operation on one tensor whose rule reads the result.
     *
     * @param rule from the gradient of the result and the result itself
     */
    static Tensor resultOf(String name, DenseArray value, Tensor input, BinaryOperator<Tensor> rule) {
        Tensor result = constant(value);
        result.record(name, new Tensor[] {input}, new Tensor[] {result}, g -> new Tensor[] {rule.apply(g, result)});
        return result;
    }

    /** Another shape of the same memory. */
    static Tensor view(String name, DenseArray value, Tensor of, Node.Rule rule) {
        Tensor result = new Tensor(value, of.storage, null);
        if (!result.record(name, new Tensor[] {of}, new Tensor[0], rule) && !Gradients.isRunning()) {
            of.storage.keep();
        }
        return result;
    }

    private boolean record(String name, Tensor[] inputs, Tensor[] saved, Node.Rule rule) {
        if (!Recording.current().isEnabled()) {
            return false;
        }
        for (Tensor input : inputs) {
            if (input.node != null) {
                node = Node.operation(name, inputs, saved, rule, storage);
                return true;
            }
        }
        return false;
    }

    // --------------------------------------------------------------------------------------------- values and
    // gradients

    /**
     * The values. The array is this tensor's own: what changes it changes the tensor.
     *
     * @throws IllegalStateException if they were freed, two {@code backward()} ago
     */
    public INDArray data() {
        value();
        storage.expose();
        return value.array();
    }

    /** The values, for reading inside the library. */
    DenseArray value() {
        if (storage.isReleased()) {
            throw new IllegalStateException("the values of this tensor of shape " + Shapes.text(value.shape())
                    + " were freed after the backward() that followed its step; read them with data() before the next"
                    + " step, or keep a detach() of it");
        }
        return value;
    }

    /** The only element. */
    public double item() {
        if (length() != 1) {
            throw new IllegalStateException(
                    "item() reads a tensor of one element, and this one has the shape " + Shapes.text(shape()));
        }
        return value().get(0);
    }

    /** The sizes of the dimensions. */
    public long[] shape() {
        return value.shape().clone();
    }

    /** The size of a dimension; negative ones count from the end. */
    public long size(int dimension) {
        return value.shape()[Shapes.dimension("size", dimension, rank())];
    }

    /** The number of dimensions. */
    public int rank() {
        return value.rank();
    }

    /** The number of elements. */
    public long length() {
        return value.length();
    }

    /** FLOAT or DOUBLE. */
    public DataType dataType() {
        return value.dataType();
    }

    Storage storage() {
        return storage;
    }

    Node node() {
        return node;
    }

    /** Whether gradients flow to this tensor. */
    public boolean requiresGrad() {
        return node != null;
    }

    /**
     * The gradient that {@code backward()} added up since the last {@link #zeroGrad()}, of this tensor's shape; null
     * before the first. Parameters have one, other tensors after {@link #retainGrad()}.
     */
    public INDArray grad() {
        return node == null || node.gradient() == null ? null : node.gradient().data();
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        if (node != null && node.gradient() != null) {
            node.gradient().storage.discard();
            node.setGradient(null);
        }
    }

    /**
     * Lets {@code backward()} keep the gradient of this intermediate result.
     *
     * @return this
     * @throws IllegalStateException if no gradient flows through it
     */
    public Tensor retainGrad() {
        if (node == null) {
            throw new IllegalStateException("no gradient flows through this tensor: it depends on no parameter");
        }
        node.keepGradient();
        return this;
    }

    /** The same values as a constant: no gradient flows back from here. They are kept. */
    public Tensor detach() {
        value();
        storage.keep();
        return new Tensor(value, storage, null);
    }

    /**
     * Adds the gradient of this scalar to {@link #grad()} of every parameter it depends on, and frees its graph.
     *
     * @throws IllegalStateException if it has more than one element, depends on no parameter, was differentiated
     *                               before, or an array that a gradient needs was changed in place
     */
    public void backward() {
        backward(false);
    }

    /**
     * As {@link #backward()}.
     *
     * @param retainGraph whether the graph is kept, so that it can be differentiated once more
     */
    public void backward(boolean retainGraph) {
        Gradients.requireScalar(this);
        Gradients.accumulate(this, Gradients.ones(this), retainGraph);
    }

    /**
     * As {@link #backward()}, for a tensor of any shape.
     *
     * @param gradient the gradient of some scalar with respect to this tensor, of its shape
     */
    public void backward(INDArray gradient) {
        Gradients.accumulate(this, Gradients.seed(this, gradient), false);
    }

    /**
     * The gradients of a scalar, as tensors that can be differentiated again (a gradient penalty needs that). Nothing
     * is added to {@link #grad()}, and the graph is kept.
     *
     * @param output a tensor of one element
     * @param inputs parameters or intermediate results it depends on
     * @return a tensor for each input, of its shape; zeros where {@code output} does not depend on it
     * @throws IllegalStateException as {@link #backward()} does
     */
    public static List<Tensor> gradients(Tensor output, Tensor... inputs) {
        Gradients.requireScalar(output);
        return Gradients.of(output, inputs);
    }

    /** Computes something without recording it: for evaluation, which then takes less memory and time. */
    public static <T> T noGrad(Supplier<T> computation) {
        Recording recording = Recording.current();
        boolean before = recording.enable(false);
        try {
            return computation.get();
        } finally {
            recording.enable(before);
        }
    }

    /** As {@link #noGrad(Supplier)}, for what gives no result. */
    public static void noGrad(Runnable computation) {
        noGrad(() -> {
            computation.run();
            return null;
        });
    }

    // --------------------------------------------------------------------------------------------------------
    // arithmetic

    /** This plus another. */
    public Tensor add(Tensor other) {
        return Arithmetic.add(this, other);
    }

    /** Adds a number to each element. */
    public Tensor add(double number) {
        return add(like(number));
    }

    /** This minus another. */
    public Tensor sub(Tensor other) {
        return Arithmetic.subtract(this, other);
    }

    /** Subtracts a number from each element. */
    public Tensor sub(double number) {
        return sub(like(number));
    }

    /** Subtracts each element from a number. */
    public Tensor rsub(double number) {
        return like(number).sub(this);
    }

    /** The element-wise (Hadamard) product. */
    public Tensor mul(Tensor other) {
        return Arithmetic.multiply(this, other);
    }

    /** Multiplies each element by a number. */
    public Tensor mul(double number) {
        return mul(like(number));
    }

    /** The element-wise quotient. */
    public Tensor div(Tensor other) {
        return Arithmetic.divide(this, other);
    }

    /** Divides each element by a number. */
    public Tensor div(double number) {
        return div(like(number));
    }

    /** Divides a number by each element. */
    public Tensor rdiv(double number) {
        return like(number).div(this);
    }

    /** The opposite of each element. */
    public Tensor neg() {
        return Arithmetic.negate(this);
    }

    /** Each element to a power. */
    public Tensor pow(double exponent) {
        return Arithmetic.power(this, exponent);
    }

    /** Each element of this to the power of the other's; gradients with respect to exponents need positive bases. */
    public Tensor pow(Tensor exponents) {
        return Arithmetic.power(this, exponents);
    }

    /** Each element squared. */
    public Tensor square() {
        return Arithmetic.square(this);
    }

    /** The square root of each element. */
    public Tensor sqrt() {
        return Arithmetic.squareRoot(this);
    }

    /** e to the power of each element. */
    public Tensor exp() {
        return Arithmetic.exponential(this);
    }

    /** The natural logarithm of each element. */
    public Tensor log() {
        return Arithmetic.logarithm(this);
    }

    /** The absolute value of each element; the gradient at 0 is 0. */
    public Tensor abs() {
        return Arithmetic.absolute(this);
    }

    /** The sine of each element. */
    public Tensor sin() {
        return Arithmetic.sine(this);
    }

    /** The cosine of each element. */
    public Tensor cos() {
        return Arithmetic.cosine(this);
    }

    /** Each element moved into {@code [minimum, maximum]}; no gradient flows where it was outside. */
    public Tensor clip(double minimum, double maximum) {
        return Arithmetic.clip(this, minimum, maximum);
    }

    /** The larger of each two elements; where they are equal, each gets half of the gradient. */
    public Tensor maximum(Tensor other) {
        return Arithmetic.extremum("maximum", BinaryFunction.MAXIMUM, this, other);
    }

    /** The smaller of each two elements; where they are equal, each gets half of the gradient. */
    public Tensor minimum(Tensor other) {
        return Arithmetic.extremum("minimum", BinaryFunction.MINIMUM, this, other);
    }

    /** 1 where this is greater, 0 elsewhere; a constant. */
    public Tensor gt(Tensor other) {
        return Arithmetic.compare("gt", BinaryFunction.GREATER, this, other);
    }

    /** 1 where this is greater, 0 elsewhere; a constant. */
    public Tensor gt(double number) {
        return gt(like(number));
    }

    /** 1 where this is greater or equal, 0 elsewhere; a constant. */
    public Tensor gte(Tensor other) {
        return Arithmetic.compare("gte", BinaryFunction.GREATER_OR_EQUAL, this, other);
    }

    /** 1 where this is greater or equal, 0 elsewhere; a constant. */
    public Tensor gte(double number) {
        return gte(like(number));
    }

    /** 1 where this is less, 0 elsewhere; a constant. */
    public Tensor lt(Tensor other) {
        return Arithmetic.compare("lt", BinaryFunction.GREATER, other, this);
    }

    /** 1 where this is less, 0 elsewhere; a constant. */
    public Tensor lt(double number) {
        return lt(like(number));
    }

    /** 1 where this is less or equal, 0 elsewhere; a constant. */
    public Tensor lte(Tensor other) {
        return Arithmetic.compare("lte", BinaryFunction.GREATER_OR_EQUAL, other, this);
    }

    /** 1 where this is less or equal, 0 elsewhere; a constant. */
    public Tensor lte(double number) {
        return lte(like(number));
    }

    /** 1 where both are equal, 0 elsewhere; a constant. */
    public Tensor eq(Tensor other) {
        return Arithmetic.compare("eq", BinaryFunction.EQUAL, this, other);
    }

    /** 1 where an element equals a number, 0 elsewhere; a constant. */
    public Tensor eq(double number) {
        return eq(like(number));
    }

    /** A constant of no dimensions, of this tensor's type. */
    Tensor like(double number) {
        return constant(DenseArray.filled(dataType(), number));
    }

    // ----------------------------------------------------------------------------------------------------------
    // products

    /**
     * The matrix product {@code [n, k] x [k, m]}, or one for each pair of matrices in
     * {@code [..., n, k] x [..., k, m]}; one of the two may be a single matrix.
     *
     * @throws IllegalArgumentException if the shapes do not fit, with both shapes
     */
    public Tensor mmul(Tensor other) {
        return Products.mmul(this, other, false, false);
    }

    /** As {@link #mmul(Tensor)}, of matrices either or both of which are transposed first. */
    public Tensor mmul(Tensor other, boolean transposeThis, boolean transposeOther) {
        return Products.mmul(this, other, transposeThis, transposeOther);
    }

    // --------------------------------------------------------------------------------------------------------
    // reductions

    /** The sum over the given dimensions, or over all. */
    public Tensor sum(int... dimensions) {
        return Reductions.sum(this, false, dimensions);
    }

    /** The sum over the given dimensions, or over all; {@code keepDims} leaves them with size 1. */
    public Tensor sum(boolean keepDims, int... dimensions) {
        return Reductions.sum(this, keepDims, dimensions);
    }

    /** The mean over the given dimensions, or over all. */
    public Tensor mean(int... dimensions) {
        return Reductions.mean(this, false, dimensions);
    }

    /** The mean over the given dimensions, or over all; {@code keepDims} leaves them with size 1. */
    public Tensor mean(boolean keepDims, int... dimensions) {
        return Reductions.mean(this, keepDims, dimensions);
    }

    /** The maximum over the given dimensions, or over all; the first one gets the gradient. */
    public Tensor max(int... dimensions) {
        return Reductions.maximum(this, false, dimensions);
    }

    /** The maximum over the given dimensions, or over all; {@code keepDims} leaves them with size 1. */
    public Tensor max(boolean keepDims, int... dimensions) {
        return Reductions.maximum(this, keepDims, dimensions);
    }

    /** The minimum over the given dimensions, or over all; the first one gets the gradient. */
    public Tensor min(int... dimensions) {
        return neg().max(dimensions).neg();
    }

    /** The variance over the given dimensions, or over all: the mean squared distance from the mean, divided by n. */
    public Tensor var(int... dimensions) {
        return Reductions.variance(this, false, false, dimensions);
    }

    /**
     * The variance over the given dimensions, or over all.
     *
     * @param biasCorrected whether to divide by n - 1 instead of n, as {@link INDArray#var(boolean, int...)} does
     * @param keepDims      whether to leave the dimensions with size 1
     */
    public Tensor var(boolean biasCorrected, boolean keepDims, int... dimensions) {
        return Reductions.variance(this, biasCorrected, keepDims, dimensions);
    }

    /** Where the first maximum along a dimension is, as integers without that dimension; not differentiable. */
    public INDArray argMax(int dimension) {
        return Nd4j.argMax(value().array(), Shapes.dimension("argMax", dimension, rank()));
    }

    // ------------------------------------------------------------------------------------------------- shapes,
    // indexing

    /** The same elements in another shape; one size may be -1, for what is left. */
    public Tensor reshape(long... shape) {
        return Rearrangement.reshape(this, shape);
    }

    /** The dimensions in another order: {@code permute(0, 2, 1)} exchanges the last two of three. */
    public Tensor permute(int... order) {
        return Rearrangement.permute(this, order);
    }

    /** The transpose: the last two dimensions exchanged. */
    public Tensor transpose() {
        return Rearrangement.transpose(this);
    }

    /** Repeats dimensions of size 1 (and missing ones in front) up to the given shape. */
    public Tensor broadcast(long... shape) {
        return Rearrangement.broadcast(this, shape);
    }

    /** Repeats each element along a dimension: {@code [a, b]} twice is {@code [a, a, b, b]}. */
    public Tensor repeat(int dimension, int times) {
        return Rearrangement.repeat(this, dimension, times);
    }

    /** A part of the array, by ND4J's indices: points drop their dimension, intervals and {@code all()} keep it. */
    public Tensor get(INDArrayIndex... indices) {
        return Indexing.get(this, indices);
    }

    /** The slice number {@code index} of the first dimension, which the result no longer has. */
    public Tensor slice(long index) {
        return slice(index, 0);
    }

    /** The slice number {@code index} of a dimension, which the result no longer has. */
    public Tensor slice(long index, int dimension) {
        return Indexing.slice(this, index, dimension);
    }

    /** Elements {@code from} (inclusive) to {@code to} (exclusive) of a dimension. */
    public Tensor range(long from, long to, int dimension) {
        return Indexing.range(this, from, to, dimension);
    }

    /** Row {@code index} of a matrix, as {@code [columns]}. */
    public Tensor getRow(long index) {
        return slice(index, 0);
    }

    /** Column {@code index} of a matrix, as {@code [rows]}. */
    public Tensor getColumn(long index) {
        return slice(index, 1);
    }

    /** Rows by number, which may repeat; their gradients add up. */
    public Tensor getRows(int... indices) {
        return Indexing.gather(this, 0, indices);
    }

    /** Slices of a dimension by number, which may repeat; their gradients add up. */
    public Tensor gather(int dimension, int... indices) {
        return Indexing.gather(this, dimension, indices);
    }

    /** The function applied to each element, without a rule for gradients. */
    DenseArray apply(UnaryFunction f) {
        return Compute.apply(f, value());
    }

    @Override
    public String toString() {
        return value().array()
                + (node == null ? "" : node.isParameter() ? " (parameter)" : " (from " + node.name() + ")");
    }
}
