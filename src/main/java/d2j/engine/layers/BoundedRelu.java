package d2j.engine.layers;

import d2j.engine.onednn.Floats;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU6;

/**
 * ReLU6, {@code min(max(x, 0), 6)}, on floats without gaps. What is not a number stays so, which neither oneDNN's nor
 * DL4J's does, and which would hide from a user that training has failed.
 */
final class BoundedRelu {

    private static final float BOUND = 6;
    /** As many floats at a time as the cache next to the processor holds. */
    private static final int PIECE = 4096;

    private BoundedRelu() {}

    /** Whether this is the function. */
    static boolean is(IActivation activation) {
        return activation.getClass() == ActivationReLU6.class;
    }

    /** Writes the function of so many floats from one address to another. */
    static void forward(long input, long output, long length) {
        float[] piece = new float[(int) Math.min(PIECE, length)];
        for (long done = 0; done < length; done += piece.length) {
            int count = (int) Math.min(piece.length, length - done);
            Floats.read(input + done * Float.BYTES, piece, count);
            for (int i = 0; i < count; i++) {
                piece[i] = Math.min(Math.max(piece[i], 0), BOUND);
            }
            Floats.write(output + done * Float.BYTES, piece, count);
        }
    }

    /** Writes the gradient of the input, from the output and its gradient; the last two may be at the same address. */
    static void backward(long output, long gradient, long result, long length) {
        float[] values = new float[(int) Math.min(PIECE, length)];
        float[] piece = new float[values.length];
        for (long done = 0; done < length; done += piece.length) {
            int count = (int) Math.min(piece.length, length - done);
            Floats.read(output + done * Float.BYTES, values, count);
            Floats.read(gradient + done * Float.BYTES, piece, count);
            for (int i = 0; i < count; i++) {
                piece[i] *= values[i] > 0 && values[i] < BOUND ? 1f : 0f;
            }
            Floats.write(result + done * Float.BYTES, piece, count);
        }
    }
}
