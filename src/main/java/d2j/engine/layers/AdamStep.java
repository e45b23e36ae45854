package d2j.engine.layers;

import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The step of the Adam optimiser (Kingma and Ba, 2015) as ND4J computes it, several times as fast: in pieces that stay
 * in the innermost cache, and in loops that Java's compiler turns into vector instructions, which ND4J's do not use.
 */
public final class AdamStep {

    /** Elements worked on at a time: three arrays of them fit the innermost cache. */
    private static final int PIECE = 2048;
    /** Below, starting another thread costs more than it gains. */
    private static final int WORTH_A_THREAD = 1 << 16;

    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[3][PIECE]);

    private AdamStep() {}

    /** Called by ND4J in the place of {@link Nd4j#exec(CustomOp)}. */
    public static INDArray[] exec(CustomOp op) {
        if (op instanceof AdamUpdater && Acceleration.isOn() && isCovered(op)) {
            run(op);
            return op.outputArguments().toArray(new INDArray[0]);
        }
        return Nd4j.exec(op);
    }

    private static boolean isCovered(CustomOp op) {
        if (op.numInputArguments() != 3
                || op.numOutputArguments() != 3
                || op.tArgs().length != 4
                || op.iArgs().length != 1) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            INDArray array = op.inputArguments().get(i);
            if (array != op.outputArguments().get(i)
                    || !OneDnn.isFloat(array)
                    || !Placement.isInRowOrder(array)
                    || array.length() != op.inputArguments().get(0).length()) {
                return false;
            }
        }
        return true;
    }

    private static void run(CustomOp op) {
        double[] rates = op.tArgs();
        long step = op.iArgs()[0] + 1;
        float firstDecay = (float) rates[1];
        float secondDecay = (float) rates[2];
        // Rounded to floats where ND4J's are: in the first steps, these differences from one are small.
        float firstCorrection = 1 - (float) Math.pow(firstDecay, step);
        float secondCorrection = 1 - (float) Math.pow(secondDecay, step);
        float rate = (float) rates[0] * (float) Math.sqrt(secondCorrection) / firstCorrection;
        // ND4J's way with a step of zero, such as that of a learning rate of zero.
        float scale = rate == 0 || Float.isNaN(rate) ? (float) rates[3] : rate;
        float epsilon = (float) rates[3];
        long gradients = OneDnn.address(op.inputArguments().get(0));
        long squares = OneDnn.address(op.inputArguments().get(1));
        long means = OneDnn.address(op.inputArguments().get(2));
        long length = op.inputArguments().get(0).length();

        int threads = (int) Math.min(Nd4j.getEnvironment().maxMasterThreads(), Math.max(1, length / WORTH_A_THREAD));
        long pieces = (length + PIECE - 1) / PIECE;
        IntStream parts = IntStream.range(0, threads);
        (threads > 1 ? parts.parallel() : parts).forEach(part -> {
            float[][] scratch = SCRATCH.get();
            for (long piece = pieces * part / threads; piece < pieces * (part + 1) / threads; piece++) {
                long offset = piece * PIECE * Float.BYTES;
                int count = (int) Math.min(PIECE, length - piece * PIECE);
                Floats.read(gradients + offset, scratch[0], count);
                Floats.read(squares + offset, scratch[1], count);
                Floats.read(means + offset, scratch[2], count);
                update(scratch[0], scratch[1], scratch[2], count, firstDecay, secondDecay, scale, epsilon);
                Floats.write(gradients + offset, scratch[0], count);
                Floats.write(squares + offset, scratch[1], count);
                Floats.write(means + offset, scratch[2], count);
            }
        });
    }

    private static void update(
            float[] gradient,
            float[] square,
            float[] mean,
            int count,
            float firstDecay,
            float secondDecay,
            float scale,
            float epsilon) {
        for (int i = 0; i < count; i++) {
            float g = gradient[i];
            float v = secondDecay * square[i] + (1 - secondDecay) * g * g;
            float m = firstDecay * mean[i] + (1 - firstDecay) * g;
            square[i] = v;
            mean[i] = m;
            gradient[i] = scale * m / ((float) Math.sqrt(v) + epsilon);
        }
    }
}
