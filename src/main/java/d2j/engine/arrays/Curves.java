package d2j.engine.arrays;

/**
 * The hyperbolic tangent and the logistic function as quotients of polynomials: exact to a few units in the last place
 * of a float, and made of operations that the compiler can apply to sixteen numbers at once, unlike {@link Math#tanh}.
 * Padé's approximant of order 7 (from Lambert's continued fraction) of half the argument, then the formula for
 * tanh 2x.
 */
public final class Curves {

    /** Beyond it the tangent is 1 in single precision. */
    private static final float LIMIT = 9f;

    private Curves() {}

    /** The hyperbolic tangent of one number; what is none stays so. */
    public static float tanh(float x) {
        float half = 0.5f * Math.max(-LIMIT, Math.min(LIMIT, x));
        float square = half * half;
        float above = half * (1f + square * (17325f / 135135f + square * (378f / 135135f + square / 135135f)));
        float below = 1f + square * (62370f / 135135f + square * (3150f / 135135f + square * (28f / 135135f)));
        return 2f * above * below / (below * below + above * above);
    }

    /** The hyperbolic tangent of the first numbers, in place. */
    public static void tanh(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = tanh(values[i]);
        }
    }

    /** The hyperbolic tangent of the first numbers. */
    public static void tanh(float[] values, float[] results, int count) {
        for (int i = 0; i < count; i++) {
            results[i] = tanh(values[i]);
        }
    }

    /** The logistic function of the first numbers, in place. */
    public static void sigmoid(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = 0.5f + 0.5f * tanh(0.5f * values[i]);
        }
    }
}
