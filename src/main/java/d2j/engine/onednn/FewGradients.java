package d2j.engine.onednn;

/**
 * The gradient of the weights of a convolution over time whose output has few gradients: before a maximum over time
 * one place of each channel has one. Adding up what these few see takes a twentieth of the time of all products.
 */
final class FewGradients {

    /** One gradient in so many is few. */
    private static final int FEW = 16;

    /** So many gradients from the middle give a first impression. */
    private static final int SAMPLE = 512;

    private final int batch;
    private final int inputs;
    private final int inputTimes;
    private final int outputs;
    private final int outputTimes;
    private final int width;
    private final int stride;
    private final int before;
    private final long[] weightStrides;

    private FewGradients(long[] inputShape, long[] outputShape, Window window, long[] weightStrides) {
        batch = Math.toIntExact(inputShape[0]);
        inputs = Math.toIntExact(inputShape[1]);
        inputTimes = Math.toIntExact(inputShape[3]);
        outputs = Math.toIntExact(outputShape[1]);
        outputTimes = Math.toIntExact(outputShape[3]);
        width = Math.toIntExact(window.kernel()[1]);
        stride = Math.toIntExact(window.stride()[1]);
        before = Math.toIntExact(window.before()[1]);
        this.weightStrides = weightStrides;
    }

    /** For a convolution of images of one row, without gaps and groups; null for any other. */
    static FewGradients of(long[] inputShape, long[] outputShape, Window window, Kernels kernels) {
        boolean overTime = inputShape[2] == 1
                && outputShape[2] == 1
                && window.kernel()[0] == 1
                && window.before()[0] == 0
                && window.gaps()[1] == 0
                && kernels.groups() == 1;
        if (!overTime) {
            return null;
        }
        long[] given = kernels.strides();
        long width = window.kernel()[1];
        return new FewGradients(
                inputShape,
                outputShape,
                window,
                given == null
                        ? new long[] {inputShape[1] * width, width, 1}
                        : new long[] {given[1], given[2], given[4]});
    }

    /**
     * Writes the gradients of weights and biases; all arguments are addresses.
     *
     * @param biasGradient 0 where there are no biases
     * @return false, with nothing written, where there are too many gradients for this to pay, or where a zero may
     *         meet what is not a number
     */
    boolean write(long input, long outputGradient, long gradient, long biasGradient) {
        if (isDense(outputGradient)) {
            return false;
        }
        float[] seen = new float[inputTimes * inputs];
        float[] gradients = new float[outputTimes * outputs];
        float[] sums = new float[outputs * width * inputs];
        float[] biases = new float[outputs];
        long left = (long) batch * gradients.length / FEW;
        for (long image = 0; image < batch; image++) {
            Floats.read(outputGradient + image * gradients.length * Float.BYTES, gradients, gradients.length);
            Floats.read(input + image * seen.length * Float.BYTES, seen, seen.length);
            for (int i = 0; i < gradients.length; i++) {
                if (gradients[i] == 0) {
                    continue;
                }
                if (left-- == 0) {
                    return false;
                }
                int output = i % outputs;
                biases[output] += gradients[i];
                int start = i / outputs * stride - before;
                int from = Math.max(start, 0);
                int to = Math.min(start + width, inputTimes);
                int place = (output * width + from - start) * inputs;
                add(gradients[i], seen, from * inputs, sums, place, (to - from) * inputs);
            }
        }
        if (!Magnitude.isOrdinary(input, (long) batch * seen.length)) {
            return false;
        }
        long scratch = Scratch.address(Scratch.Slot.WEIGHTS, (long) sums.length * Float.BYTES);
        Floats.write(scratch, sums, sums.length);
        Reorder.copy(
                new long[] {outputs, inputs, width},
                scratch,
                new long[] {(long) width * inputs, 1, inputs},
                gradient,
                weightStrides);
        if (biasGradient != 0) {
            Floats.write(biasGradient, biases, outputs);
        }
        return true;
    }

    private boolean isDense(long outputGradient) {
        long length = (long) batch * outputTimes * outputs;
        float[] sample = new float[(int) Math.min(SAMPLE, length)];
        Floats.read(outputGradient + (length - sample.length) / 2 * Float.BYTES, sample, sample.length);
        int found = 0;
        for (float gradient : sample) {
            found += gradient == 0 ? 0 : 1;
        }
        return found > sample.length / 4;
    }

    private static void add(float factor, float[] values, int first, float[] sums, int place, int count) {
        for (int i = 0; i < count; i++) {
            sums[place + i] += factor * values[first + i];
        }
    }
}
