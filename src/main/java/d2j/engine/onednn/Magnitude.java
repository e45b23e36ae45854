package d2j.engine.onednn;

import java.util.Arrays;

/**
 * Looks for what is no ordinary number: NaN, infinity, and what is so large that it may soon be one. Many primitives
 * hide them (oneDNN's rectifier makes zero of NaN, its softmax a row of zeros around it), so that a training that broke
 * would look whole; those who use them ask here first, and take another way.
 */
public final class Magnitude {

    /**
     * {@code 2^79}: times anything beyond {@code 2^50}, it is more than twice the largest float, so that no sum it is
     * part of stays finite. Below, sums of up to {@code 2^27} products of two such numbers are finite.
     */
    private static final float FACTOR = 0x1p79f;

    /** Sums are taken of so many elements at a time, so many of them at once. */
    private static final int ROWS = 4096;

    private static final int COLUMNS = 512;

    private static final ThreadLocal<float[]> VALUES = ThreadLocal.withInitial(() -> new float[COLUMNS]);

    private Magnitude() {}

    /**
     * Whether all floats from an address on are finite and below {@code 2^50}. False alarms are possible where their
     * sum is beyond {@code 2^49}, as it never is while a training goes well.
     */
    public static boolean isOrdinary(long address, long length) {
        long rows = length / COLUMNS;
        long done = 0;
        while (rows > 0) {
            long now = Math.min(rows, ROWS);
            long sums = Scratch.address(Scratch.Slot.SUMS, COLUMNS * Float.BYTES);
            Gemm.multiply(
                    1,
                    now,
                    COLUMNS,
                    Factors.ADDRESS,
                    new long[] {ROWS, 1},
                    address + done * Float.BYTES,
                    new long[] {COLUMNS, 1},
                    sums);
            if (!isFinite(sums, COLUMNS, 1)) {
                return false;
            }
            rows -= now;
            done += now * COLUMNS;
        }
        return isFinite(address + done * Float.BYTES, (int) (length - done), FACTOR);
    }

    private static boolean isFinite(long address, int count, float factor) {
        float[] values = VALUES.get();
        Floats.read(address, values, count);
        float sum = 0;
        for (int i = 0; i < count; i++) {
            // Zero for a finite number, NaN otherwise.
            sum += values[i] * factor * 0f;
        }
        return sum == 0;
    }

    /** A row of the factor, for good. */
    private static final class Factors {
        private static final Floats ROW = Floats.allocate(ROWS);
        static final long ADDRESS = ROW.address();

        static {
            float[] factors = new float[ROWS];
            Arrays.fill(factors, FACTOR);
            Floats.write(ADDRESS, factors, ROWS);
        }
    }
}
