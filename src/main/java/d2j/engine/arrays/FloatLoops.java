package d2j.engine.arrays;

/**
 * Loops over floats in pieces that fit into the processor's nearest cache: a piece is copied into a Java array, where
 * the compiler can apply an operation to eight or sixteen numbers at once, which it cannot do at raw addresses.
 */
final class FloatLoops {

    /** Elements of a piece: three of them take 12 KB. */
    private static final int PIECE = 1024;

    /** Shorter runs are not worth the copies. */
    private static final int SHORT = 16;

    private static final ThreadLocal<FloatLoops> PIECES = ThreadLocal.withInitial(FloatLoops::new);

    private final float[] first = new float[PIECE];
    private final float[] second = new float[PIECE];

    private FloatLoops() {}

    /** The loops of this thread; to be fetched once per operation. */
    static FloatLoops current() {
        return PIECES.get();
    }

    /** {@code to[i] = f(from[i])}. */
    void apply(UnaryFunction f, long from, long to, int length) {
        for (int begin = 0; begin < length; begin += PIECE) {
            int count = Math.min(PIECE, length - begin);
            RawMemory.read(from + 4L * begin, first, count);
            apply(f, first, count);
            RawMemory.write(first, to + 4L * begin, count);
        }
    }

    private static void apply(UnaryFunction f, float[] x, int count) {
        switch (f) {
            case NEGATE -> {
                for (int i = 0; i < count; i++) {
                    x[i] = -x[i];
                }
            }
            case SQUARE -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] * x[i];
                }
            }
            case SQRT -> {
                for (int i = 0; i < count; i++) {
                    x[i] = (float) Math.sqrt(x[i]);
                }
            }
            case ABS -> {
                for (int i = 0; i < count; i++) {
                    x[i] = Math.abs(x[i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    x[i] = Math.max(x[i], 0f);
                }
            }
            case STEP -> {
                for (int i = 0; i < count; i++) {
                    x[i] = Math.min(Math.max(x[i], 0f) * Float.MAX_VALUE * Float.MAX_VALUE, 1f);
                }
            }
            case TANH -> Curves.tanh(x, count);
            case SIGMOID -> Curves.sigmoid(x, count);
            case EXP -> {
                for (int i = 0; i < count; i++) {
                    x[i] = exp(x[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    x[i] = (float) f.apply(x[i]);
                }
            }
        }
    }

    /** 2^k times a polynomial of degree 6 on [-ln 2 / 2, ln 2 / 2]; exact to two units in the last place. */
    static float exp(float x) {
        if (!(x > -87f && x < 88f)) {
            return (float) Math.exp(x);
        }
        float k = Math.round(x * 1.44269504f);
        float r = x - k * 0.693359375f + k * 2.12194440e-4f;
        float polynomial = 1f
                + r
                + r * r * (0.5f + r * (0.16666666f + r * (0.041666437f + r * (0.0083345166f + r * 0.0013930848f))));
        return polynomial * Float.intBitsToFloat(((int) k + 127) << 23);
    }

    /**
     * {@code to[i] = f(a[i], b[i])} for steps of one element or none (then the first is used for all).
     *
     * @return false, without having done anything, for a function or a length that is better done elsewhere
     */
    boolean apply(BinaryFunction f, long a, boolean aRepeats, long b, boolean bRepeats, long to, int length) {
        if (length < SHORT || !f.isFast() || (aRepeats || bRepeats) && f.ordinal() > BinaryFunction.DIVIDE.ordinal()) {
            return false;
        }
        float left = aRepeats ? RawMemory.getFloat(a) : 0;
        float right = bRepeats ? RawMemory.getFloat(b) : 0;
        for (int begin = 0; begin < length; begin += PIECE) {
            int count = Math.min(PIECE, length - begin);
            if (!aRepeats) {
                RawMemory.read(a + 4L * begin, first, count);
            }
            if (!bRepeats) {
                RawMemory.read(b + 4L * begin, second, count);
            }
            if (!aRepeats && !bRepeats) {
                combine(f, first, second, count);
            } else if (aRepeats && bRepeats) {
                java.util.Arrays.fill(first, 0, count, left);
                combine(f, first, right, count);
            } else if (bRepeats) {
                combine(f, first, right, count);
            } else {
                combine(f, left, second, first, count);
            }
            RawMemory.write(first, to + 4L * begin, count);
        }
        return true;
    }

    /** {@code x[i] = f(x[i], y[i])}. */
    static void combine(BinaryFunction f, float[] x, float[] y, int count) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] + y[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] - y[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] * y[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] / y[i];
                }
            }
            case RELU_GRADIENT -> {
                for (int i = 0; i < count; i++) {
                    // 1 for any positive number, by arithmetic that the compiler applies to many numbers at once.
                    x[i] = x[i] * Math.min(Math.max(y[i], 0f) * Float.MAX_VALUE * Float.MAX_VALUE, 1f);
                }
            }
            case SIGMOID_GRADIENT -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] * y[i] * (1f - y[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] * (1f - y[i] * y[i]);
                }
            }
        }
    }

    private static void combine(BinaryFunction f, float[] x, float y, int count) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] + y;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] - y;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] * y;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    x[i] = x[i] / y;
                }
            }
        }
    }

    private static void combine(BinaryFunction f, float x, float[] y, float[] to, int count) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    to[i] = x + y[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    to[i] = x - y[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    to[i] = x * y[i];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to[i] = x / y[i];
                }
            }
        }
    }

    /** {@code to[i] -= rate from[i]}. */
    void descend(long to, long from, float rate, long length) {
        for (long begin = 0; begin < length; begin += PIECE) {
            int count = (int) Math.min(PIECE, length - begin);
            RawMemory.read(to + 4 * begin, first, count);
            RawMemory.read(from + 4 * begin, second, count);
            for (int i = 0; i < count; i++) {
                first[i] = first[i] - rate * second[i];
            }
            RawMemory.write(first, to + 4 * begin, count);
        }
    }

    /** The sum of a run of neighbours: eight partial sums a piece, added up in double precision. */
    double sum(long from, int length) {
        double sum = 0;
        for (int begin = 0; begin < length; begin += PIECE) {
            int count = Math.min(PIECE, length - begin);
            RawMemory.read(from + 4L * begin, first, count);
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int i = 0;
            for (; i + 3 < count; i += 4) {
                s0 += first[i];
                s1 += first[i + 1];
                s2 += first[i + 2];
                s3 += first[i + 3];
            }
            for (; i < count; i++) {
                s0 += first[i];
            }
            sum += (double) s0 + s1 + s2 + s3;
        }
        return sum;
    }

    /** Adds {@code rows} rows that lie one after the other, {@code length} long, into one. */
    void addRows(long from, int rows, int length, long to) {
        for (int begin = 0; begin < length; begin += PIECE) {
            int count = Math.min(PIECE, length - begin);
            java.util.Arrays.fill(second, 0, count, 0f);
            for (int row = 0; row < rows; row++) {
                RawMemory.read(from + 4L * ((long) row * length + begin), first, count);
                for (int i = 0; i < count; i++) {
                    second[i] += first[i];
                }
            }
            RawMemory.write(second, to + 4L * begin, count);
        }
    }
}
