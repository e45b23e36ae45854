package d2j.engine.arrays;

import java.util.Arrays;

/**
 * Loops over dense matrices of floats, given by their addresses, in pieces that the compiler can work on with vector
 * instructions (see {@link FloatLoops}). A piece is a number of whole rows, or a part of a long one.
 */
public final class MatrixLoops {

    /** What stands on the right of each element. */
    public enum Operand {
        /** An element of an array of the same shape. */
        ARRAY,
        /** The element of a row that belongs to the column. */
        ROW,
        /** The element of a column that belongs to the row. */
        COLUMN,
        /** One number for all. */
        NUMBER
    }

    private static final int PIECE = 1024;

    /** Fewer elements are not worth the copies. */
    private static final int SHORT = 16;

    private static final ThreadLocal<MatrixLoops> PIECES = ThreadLocal.withInitial(MatrixLoops::new);

    private final float[] left = new float[PIECE];
    private final float[] right = new float[PIECE];
    private final int[] bits = new int[PIECE];
    private final int[] best = new int[PIECE];
    private final int[] other = new int[PIECE];

    private MatrixLoops() {}

    /**
     * {@code to[r, c] = f(a[r, c], b)} for the four basic operations.
     *
     * @param b  the address of the operand's first element
     * @param to may be {@code a}, or an array of the same shape at {@code b}; must not overlap them otherwise
     */
    public static void combine(BinaryFunction f, long a, Operand operand, long b, long to, long rows, long columns) {
        if (rows * columns < SHORT) {
            combineFew(f, a, operand, b, to, (int) rows, (int) columns);
            return;
        }
        MatrixLoops loops = PIECES.get();
        if (operand == Operand.ARRAY || operand == Operand.NUMBER) {
            loops.combineRun(f, a, operand, b, to, rows * columns);
        } else if (columns > PIECE) {
            Operand ofRow = operand == Operand.ROW ? Operand.ARRAY : Operand.NUMBER;
            for (long row = 0; row < rows; row++) {
                long start = 4 * row * columns;
                long other = operand == Operand.ROW ? b : b + 4 * row;
                loops.combineRun(f, a + start, ofRow, other, to + start, columns);
            }
        } else {
            loops.combineRows(f, a, operand, b, to, rows, (int) columns);
        }
    }

    private static void combineFew(BinaryFunction f, long a, Operand operand, long b, long to, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int i = row * columns + column;
                int other =
                        switch (operand) {
                            case ARRAY -> i;
                            case ROW -> column;
                            case COLUMN -> row;
                            case NUMBER -> 0;
                        };
                float x = RawMemory.getFloat(a + 4L * i);
                float y = RawMemory.getFloat(b + 4L * other);
                RawMemory.putFloat(
                        to + 4L * i,
                        switch (f) {
                            case ADD -> x + y;
                            case SUBTRACT -> x - y;
                            case MULTIPLY -> x * y;
                            default -> x / y;
                        });
            }
        }
    }

    private void combineRun(BinaryFunction f, long a, Operand operand, long b, long to, long length) {
        if (operand == Operand.NUMBER) {
            Arrays.fill(right, 0, (int) Math.min(PIECE, length), RawMemory.getFloat(b));
        }
        for (long begin = 0; begin < length; begin += PIECE) {
            int count = (int) Math.min(PIECE, length - begin);
            RawMemory.read(a + 4 * begin, left, count);
            if (operand == Operand.ARRAY) {
                RawMemory.read(b + 4 * begin, right, count);
            }
            FloatLoops.combine(f, left, right, count);
            RawMemory.write(left, to + 4 * begin, count);
        }
    }

    private void combineRows(BinaryFunction f, long a, Operand operand, long b, long to, long rows, int columns) {
        int together = (int) Math.min(rows, PIECE / columns);
        if (operand == Operand.ROW) {
            RawMemory.read(b, right, columns);
            for (int row = 1; row < together; row++) {
                System.arraycopy(right, 0, right, row * columns, columns);
            }
        }
        for (long row = 0; row < rows; row += together) {
            int here = (int) Math.min(together, rows - row);
            if (operand == Operand.COLUMN) {
                for (int i = 0; i < here; i++) {
                    Arrays.fill(right, i * columns, (i + 1) * columns, RawMemory.getFloat(b + 4 * (row + i)));
                }
            }
            long start = 4 * row * columns;
            RawMemory.read(a + start, left, here * columns);
            FloatLoops.combine(f, left, right, here * columns);
            RawMemory.write(left, to + start, here * columns);
        }
    }

    /** Divides {@code length} numbers in place. */
    public static void divide(long address, float divisor, int length) {
        for (int i = 0; i < length; i++) {
            RawMemory.putFloat(address + 4L * i, RawMemory.getFloat(address + 4L * i) / divisor);
        }
    }

    /** The largest, or smallest, number of each row; all are finite. */
    public static float[] extremesOfRows(long matrix, int rows, int columns, boolean largest) {
        return numbers(PIECES.get().keysOfRows(matrix, rows, columns, largest, null), largest);
    }

    /** Where the first largest, or smallest, number of each row is; all are finite. */
    public static int[] placesInRows(long matrix, int rows, int columns, boolean largest) {
        int[] places = new int[rows];
        PIECES.get().keysOfRows(matrix, rows, columns, largest, places);
        return places;
    }

    /** As {@link #extremesOfRows}, of each column. */
    public static float[] extremesOfColumns(long matrix, int rows, int columns, boolean largest) {
        return numbers(PIECES.get().keysOfColumns(matrix, rows, columns, largest, null), largest);
    }

    /** As {@link #placesInRows}, in each column. */
    public static int[] placesInColumns(long matrix, int rows, int columns, boolean largest) {
        int[] places = new int[columns];
        PIECES.get().keysOfColumns(matrix, rows, columns, largest, places);
        return places;
    }

    /** Copies {@code count} pieces of equal size to places at a distance, all in bytes. */
    public static void copyPieces(long from, long to, long count, long size, long distance) {
        for (long i = 0; i < count; i++) {
            RawMemory.copy(from + i * size, to + i * distance, size);
        }
    }

    /** Writes numbers from an address on. */
    public static void write(float[] values, long to) {
        RawMemory.write(values, to, values.length);
    }

    /** Writes whole numbers of 64 bits from an address on. */
    public static void writeLongs(int[] values, long to) {
        for (int i = 0; i < values.length; i++) {
            RawMemory.putLong(to + 8L * i, values[i]);
        }
    }

    /**
     * Finite numbers as whole numbers of the same order, so that maxima can be computed by vector instructions; those
     * of opposite order for minima. Both zeros are the same number.
     */
    private static void toKeys(int[] bits, int count, int sign) {
        for (int i = 0; i < count; i++) {
            int x = bits[i] ^ sign;
            int negative = x >> 31;
            // Negative numbers: -(exponent and mantissa), which makes minus zero zero.
            bits[i] = ((x & 0x7fffffff) ^ negative) - negative;
        }
    }

    private static int sign(boolean largest) {
        return largest ? 0 : 0x80000000;
    }

    private static float[] numbers(int[] keys, boolean largest) {
        float[] numbers = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            float size = Float.intBitsToFloat(Math.abs(keys[i]));
            // Never minus zero.
            numbers[i] = (keys[i] < 0 == largest ? -size : size) + 0f;
        }
        return numbers;
    }

    private int[] keysOfRows(long matrix, int rows, int columns, boolean largest, int[] places) {
        int[] result = new int[rows];
        for (int row = 0; row < rows; row++) {
            int best = Integer.MIN_VALUE;
            for (int begin = 0; begin < columns; begin += PIECE) {
                int count = Math.min(PIECE, columns - begin);
                RawMemory.read(matrix + 4L * ((long) row * columns + begin), bits, count);
                toKeys(bits, count, sign(largest));
                int here = largest(count);
                if (here > best) {
                    best = here;
                    if (places != null) {
                        places[row] = begin + place(here);
                    }
                }
            }
            result[row] = best;
        }
        return result;
    }

    /** Half against half, again and again: between different arrays the compiler uses vector instructions. */
    private int largest(int count) {
        int length = (count + 1) / 2;
        System.arraycopy(bits, 0, best, 0, length);
        keepLarger(best, bits, length, count - length);
        while (length > SHORT) {
            int half = (length + 1) / 2;
            System.arraycopy(best, half, other, 0, length - half);
            keepLarger(best, other, 0, length - half);
            length = half;
        }
        int result = best[0];
        for (int i = 1; i < length; i++) {
            result = Math.max(result, best[i]);
        }
        return result;
    }

    private static void keepLarger(int[] best, int[] others, int from, int count) {
        for (int i = 0; i < count; i++) {
            best[i] = Math.max(best[i], others[from + i]);
        }
    }

    private int place(int key) {
        int i = 0;
        while (bits[i] != key) {
            i++;
        }
        return i;
    }

    private int[] keysOfColumns(long matrix, int rows, int columns, boolean largest, int[] places) {
        int[] result = new int[columns];
        Arrays.fill(result, Integer.MIN_VALUE);
        for (int begin = 0; begin < columns; begin += PIECE) {
            int count = Math.min(PIECE, columns - begin);
            Arrays.fill(best, 0, count, Integer.MIN_VALUE);
            for (int row = 0; row < rows; row++) {
                RawMemory.read(matrix + 4L * ((long) row * columns + begin), bits, count);
                toKeys(bits, count, sign(largest));
                if (places == null) {
                    keepLarger(best, bits, 0, count);
                } else {
                    keepLarger(row, count, places, begin);
                }
            }
            System.arraycopy(best, 0, result, begin, count);
        }
        return result;
    }

    private void keepLarger(int row, int count, int[] places, int begin) {
        for (int i = 0; i < count; i++) {
            if (bits[i] > best[i]) {
                best[i] = bits[i];
                places[begin + i] = row;
            }
        }
    }
}
