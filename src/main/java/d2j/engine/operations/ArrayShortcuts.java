package d2j.engine.operations;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.MatrixLoops;
import d2j.engine.arrays.MatrixLoops.Operand;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.ColumnSums;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.RowSums;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The commonest methods of arrays without the way through ND4J's executioner, which takes ten to twenty times as long
 * as the work itself on small arrays. ND4J asks here first; each method returns null, and has done nothing, where
 * ND4J has to do the work: for anything but floats that lie in row order one after the other, for operands that share
 * memory in other ways than being the same array, for what is wrong, so that the message is ND4J's, and for large
 * arrays, where its threads are worth their price.
 */
public final class ArrayShortcuts {

    /** Elements up to which one thread without detours is faster. */
    private static final long MOST = 1 << 17;

    private ArrayShortcuts() {}

    /** {@code result = a + b}, element by element, {@code b} of the shape of {@code a}, or a row or column of it. */
    public static INDArray add(INDArray a, INDArray b, INDArray result) {
        return combine(BinaryFunction.ADD, a, b, result);
    }

    /** {@code result = a - b}; see {@link #add}. */
    public static INDArray subtract(INDArray a, INDArray b, INDArray result) {
        return combine(BinaryFunction.SUBTRACT, a, b, result);
    }

    /** {@code result = a b}; see {@link #add}. */
    public static INDArray multiply(INDArray a, INDArray b, INDArray result) {
        return combine(BinaryFunction.MULTIPLY, a, b, result);
    }

    /** {@code result = a / b}; see {@link #add}. */
    public static INDArray divide(INDArray a, INDArray b, INDArray result) {
        return combine(BinaryFunction.DIVIDE, a, b, result);
    }

    /** {@code a + b}, a new array. */
    public static INDArray sum(INDArray a, INDArray b) {
        return combined(BinaryFunction.ADD, a, b);
    }

    /** {@code a - b}, a new array. */
    public static INDArray difference(INDArray a, INDArray b) {
        return combined(BinaryFunction.SUBTRACT, a, b);
    }

    /** {@code a b}, element by element, a new array. */
    public static INDArray product(INDArray a, INDArray b) {
        return combined(BinaryFunction.MULTIPLY, a, b);
    }

    /** {@code a / b}, a new array. */
    public static INDArray quotient(INDArray a, INDArray b) {
        return combined(BinaryFunction.DIVIDE, a, b);
    }

    private static INDArray combine(BinaryFunction f, INDArray a, INDArray b, INDArray result) {
        Operand operand = operand(a, b);
        if (operand == null
                || result != a && (!areDense(result) || !result.equalShapes(a))
                || !isSameOrApart(result, a, true)
                || !isSameOrApart(result, b, operand == Operand.ARRAY)) {
            return null;
        }
        return run(f, a, operand, b, result);
    }

    private static INDArray combined(BinaryFunction f, INDArray a, INDArray b) {
        Operand operand = operand(a, b);
        return operand == null ? null : run(f, a, operand, b, blank(a.shape()));
    }

    private static INDArray run(BinaryFunction f, INDArray a, Operand operand, INDArray b, INDArray result) {
        long columns = a.rank() == 0 ? 1 : a.size(-1);
        MatrixLoops.combine(
                f,
                OneDnn.address(a),
                operand,
                OneDnn.address(b),
                OneDnn.address(result),
                a.length() / columns,
                columns);
        fence(a, b, result);
        return result;
    }

    /** How ND4J spreads {@code b} over {@code a}; null where it has to find out for itself. */
    private static Operand operand(INDArray a, INDArray b) {
        if (!areDense(a, b) || a.length() > MOST) {
            return null;
        }
        return a.equalShapes(b) ? Operand.ARRAY : a.rank() == 2 && b.rank() == 2 ? vector(a, b) : null;
    }

    private static Operand vector(INDArray matrix, INDArray vector) {
        if (matrix.size(0) == 1 || matrix.size(1) == 1) {
            return null;
        }
        return vector.size(0) == 1 && vector.size(1) == matrix.size(1)
                ? Operand.ROW
                : vector.size(1) == 1 && vector.size(0) == matrix.size(0) ? Operand.COLUMN : null;
    }

    /** Called at the start of {@code doRowWise}: the operations a, s, m and d with a row, in place. */
    public static INDArray rowWise(INDArray matrix, INDArray row, char operation) {
        return vectorWise(matrix, row, operation, Operand.ROW);
    }

    /** Called at the start of {@code doColumnWise}: the same with a column. */
    public static INDArray columnWise(INDArray matrix, INDArray column, char operation) {
        return vectorWise(matrix, column, operation, Operand.COLUMN);
    }

    private static INDArray vectorWise(INDArray matrix, INDArray vector, char operation, Operand operand) {
        BinaryFunction f =
                switch (operation) {
                    case 'a' -> BinaryFunction.ADD;
                    case 's' -> BinaryFunction.SUBTRACT;
                    case 'm' -> BinaryFunction.MULTIPLY;
                    case 'd' -> BinaryFunction.DIVIDE;
                    default -> null;
                };
        return f != null && isVectorOf(matrix, vector, operand) && !Placement.overlap(matrix, vector)
                ? run(f, matrix, operand, vector, matrix)
                : null;
    }

    /** A matrix plus a row, a new array. */
    public static INDArray plusRow(INDArray matrix, INDArray row) {
        return isVectorOf(matrix, row, Operand.ROW)
                ? run(BinaryFunction.ADD, matrix, Operand.ROW, row, blank(matrix.shape()))
                : null;
    }

    /** A matrix plus a column, a new array. */
    public static INDArray plusColumn(INDArray matrix, INDArray column) {
        return isVectorOf(matrix, column, Operand.COLUMN)
                ? run(BinaryFunction.ADD, matrix, Operand.COLUMN, column, blank(matrix.shape()))
                : null;
    }

    private static boolean isVectorOf(INDArray matrix, INDArray vector, Operand operand) {
        return areDense(matrix, vector)
                && matrix.rank() == 2
                && vector.rank() == 2
                && matrix.length() <= MOST
                && vector(matrix, vector) == operand;
    }

    /** A row of a matrix of at least two rows and columns, in the same memory. */
    public static INDArray row(INDArray matrix, long row) {
        if (!areDense(matrix)
                || matrix.rank() != 2
                || matrix.size(0) < 2
                || matrix.size(1) < 2
                || row < 0
                || row >= matrix.size(0)) {
            return null;
        }
        long columns = matrix.size(1);
        return Nd4j.create(
                matrix.data(), new long[] {columns}, new long[] {1}, matrix.offset() + row * columns, 1, 'c');
    }

    /** Sums over one dimension of a matrix. */
    public static INDArray sum(INDArray matrix, int[] dimensions) {
        return sum(matrix, false, dimensions);
    }

    /** Sums over one dimension of a matrix; {@code keeps} leaves that dimension with size 1. */
    public static INDArray sum(INDArray matrix, boolean keeps, int[] dimensions) {
        if (!isReducible(matrix, dimensions)) {
            return null;
        }
        INDArray result = reduced(matrix, dimensions[0], keeps, DataType.FLOAT);
        if (isRows(dimensions[0])) {
            RowSums.of(matrix.size(0), matrix.size(1), OneDnn.address(matrix), OneDnn.address(result));
        } else {
            ColumnSums.of(matrix.size(0), matrix.size(1), OneDnn.address(matrix), OneDnn.address(result));
        }
        fence(matrix, result);
        return result;
    }

    /** Means over one dimension of a matrix. */
    public static INDArray mean(INDArray matrix, boolean keeps, int[] dimensions) {
        INDArray result = sum(matrix, keeps, dimensions);
        if (result != null) {
            MatrixLoops.divide(
                    OneDnn.address(result), matrix.length() / result.length(), Math.toIntExact(result.length()));
            fence(result);
        }
        return result;
    }

    /** Maxima over one dimension of a matrix of finite numbers. */
    public static INDArray max(INDArray matrix, boolean keeps, int[] dimensions) {
        return extremes(matrix, keeps, dimensions, true);
    }

    /** Minima over one dimension of a matrix of finite numbers. */
    public static INDArray min(INDArray matrix, boolean keeps, int[] dimensions) {
        return extremes(matrix, keeps, dimensions, false);
    }

    private static INDArray extremes(INDArray matrix, boolean keeps, int[] dimensions, boolean largest) {
        if (!isReducible(matrix, dimensions) || !isSmallAndFinite(matrix)) {
            return null;
        }
        int rows = (int) matrix.size(0);
        int columns = (int) matrix.size(1);
        float[] values = isRows(dimensions[0])
                ? MatrixLoops.extremesOfRows(OneDnn.address(matrix), rows, columns, largest)
                : MatrixLoops.extremesOfColumns(OneDnn.address(matrix), rows, columns, largest);
        fence(matrix);
        INDArray result = reduced(matrix, dimensions[0], keeps, DataType.FLOAT);
        MatrixLoops.write(values, OneDnn.address(result));
        fence(result);
        return result;
    }

    /** Where the first maxima over one dimension of a matrix of finite numbers are. */
    public static INDArray argMax(INDArray matrix, int[] dimensions) {
        return places(matrix, dimensions, true);
    }

    /** Where the first minima over one dimension of a matrix of finite numbers are. */
    public static INDArray argMin(INDArray matrix, int[] dimensions) {
        return places(matrix, dimensions, false);
    }

    private static INDArray places(INDArray matrix, int[] dimensions, boolean largest) {
        if (!isReducible(matrix, dimensions) || !isSmallAndFinite(matrix)) {
            return null;
        }
        int rows = (int) matrix.size(0);
        int columns = (int) matrix.size(1);
        int[] places = isRows(dimensions[0])
                ? MatrixLoops.placesInRows(OneDnn.address(matrix), rows, columns, largest)
                : MatrixLoops.placesInColumns(OneDnn.address(matrix), rows, columns, largest);
        fence(matrix);
        INDArray result = reduced(matrix, dimensions[0], false, DataType.LONG);
        MatrixLoops.writeLongs(places, OneDnn.address(result));
        fence(result);
        return result;
    }

    /** Rows and columns of a matrix of at least two of each; ND4J treats vectors in ways of its own. */
    private static boolean isReducible(INDArray matrix, int[] dimensions) {
        return dimensions != null
                && dimensions.length == 1
                && dimensions[0] >= -2
                && dimensions[0] < 2
                && areDense(matrix)
                && matrix.rank() == 2
                && matrix.size(0) > 1
                && matrix.size(1) > 1
                && matrix.size(0) < MOST
                && matrix.size(1) < MOST;
    }

    /** ND4J has its own idea of the larger of two numbers if one is none. */
    private static boolean isSmallAndFinite(INDArray matrix) {
        return matrix.length() <= MOST && Magnitude.isOrdinary(OneDnn.address(matrix), matrix.length());
    }

    /** Whether each row becomes one number. */
    private static boolean isRows(int dimension) {
        return dimension == 1 || dimension == -1;
    }

    private static INDArray reduced(INDArray matrix, int dimension, boolean keeps, DataType type) {
        boolean isRows = isRows(dimension);
        long length = matrix.size(isRows ? 0 : 1);
        long[] shape = !keeps ? new long[] {length} : isRows ? new long[] {length, 1} : new long[] {1, length};
        return Nd4j.createUninitialized(type, shape, 'c');
    }

    /** Arrays behind each other along a dimension. */
    public static INDArray concat(int dimension, INDArray[] parts) {
        if (parts == null || parts.length < 2 || !areDense(parts)) {
            return null;
        }
        int rank = parts[0].rank();
        int along = dimension < 0 ? dimension + rank : dimension;
        if (rank == 0 || along < 0 || along >= rank) {
            return null;
        }
        long[] shape = parts[0].shape().clone();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].rank() != rank) {
                return null;
            }
            for (int k = 0; k < rank; k++) {
                if (k != along && parts[i].size(k) != shape[k]) {
                    return null;
                }
            }
            shape[along] += parts[i].size(along);
        }
        INDArray result = blank(shape);
        long count = 1;
        for (int i = 0; i < along; i++) {
            count *= shape[i];
        }
        long distance = Float.BYTES * result.length() / count;
        long to = OneDnn.address(result);
        for (INDArray part : parts) {
            long size = Float.BYTES * part.length() / count;
            MatrixLoops.copyPieces(OneDnn.address(part), to, count, size, distance);
            to += size;
        }
        fence(parts);
        fence(result);
        return result;
    }

    private static INDArray blank(long[] shape) {
        return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    }

    /** Whether the engine is on, and these are floats in row order, there, and within their memory. */
    private static boolean areDense(INDArray... arrays) {
        if (!Acceleration.isOn() || ArrayProduct.isWatched()) {
            return false;
        }
        for (INDArray array : arrays) {
            if (array == null
                    || array.dataType() != DataType.FLOAT
                    || array.isEmpty()
                    || array.isCompressed()
                    || array.ordering() != 'c'
                    || !OneDnn.isLive(array)
                    || !Placement.isInRowOrder(array)
                    || !Placement.isWithinBuffer(array)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a result shares no memory with an operand, or, where that may be, all of it. */
    private static boolean isSameOrApart(INDArray result, INDArray operand, boolean maybeSame) {
        return maybeSame && OneDnn.address(result) == OneDnn.address(operand) || !Placement.overlap(result, operand);
    }

    private static void fence(INDArray... arrays) {
        Reference.reachabilityFence(arrays);
    }
}
