package d2j.train;

import d2j.files.AtomicFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training between two epochs, in a file: weights and what the updater remembers, the best ones, the history, and
 * where the random numbers and the shuffling stand. A training that goes on from there takes the very steps that it
 * would have taken without a break.
 */
final class Checkpoint {

    private static final String MAGIC = "d2j checkpoint 1";

    private final Path file;
    private final Trainable model;
    private final Batches train;
    private final Best best;

    /**
     * @param best null where the best weights are not kept
     */
    Checkpoint(Path file, Trainable model, Batches train, Best best) {
        this.file = file;
        this.model = model;
        this.train = train;
        this.best = best;
    }

    /** Where a training stands. */
    record Position(int epoch, int iteration) {}

    void write(Position position, History history) {
        try {
            AtomicFile.write(file, stream -> {
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream));
                out.writeUTF(MAGIC);
                out.writeInt(position.epoch());
                out.writeInt(position.iteration());
                int[] counters = model instanceof Resumable resumable ? resumable.counters() : new int[2];
                out.writeInt(counters[0]);
                out.writeInt(counters[1]);
                out.writeInt(train.passes());
                out.writeLong(Nd4j.getRandom().rootState());
                out.writeLong(Nd4j.getRandom().nodeState());
                writeArrays(model.state(), out);
                out.writeDouble(best == null ? Double.NaN : best.value());
                out.writeInt(best == null ? 0 : best.epoch());
                writeArrays(best == null ? List.of() : best.kept(), out);
                history.write(out);
                out.flush();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint could not be written: " + e.getMessage(), e);
        }
    }

    /**
     * Continues where the file says, if it is there.
     *
     * @param history takes what was recorded so far
     * @return null where there is no file
     * @throws IllegalArgumentException if the file is no checkpoint, or of another model
     */
    Position resume(History history) {
        if (!Files.exists(file)) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!in.readUTF().equals(MAGIC)) {
                throw new IOException("it does not begin as one");
            }
            Position position = new Position(in.readInt(), in.readInt());
            int iterations = in.readInt();
            int epochs = in.readInt();
            int passes = in.readInt();
            long root = in.readLong();
            long node = in.readLong();
            List<INDArray> state = readArrays(in);
            double bestValue = in.readDouble();
            int bestEpoch = in.readInt();
            List<INDArray> bestState = readArrays(in);
            history.read(in);
            requireSameShapes(state);
            // From here on nothing fails, so that a model is changed as a whole or not at all.
            Best.assign(model.state(), state);
            if (model instanceof Resumable resumable) {
                resumable.setCounters(iterations, epochs);
            }
            train.skipTo(passes);
            if (best != null && !bestState.isEmpty()) {
                best.set(bestValue, bestEpoch, bestState);
            }
            Nd4j.getRandom().setStates(root, node);
            return position;
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException mismatch) {
                throw mismatch;
            }
            throw new IllegalArgumentException(
                    file + " is no checkpoint that this version can read (" + e.getMessage()
                            + "); delete it to train from the start",
                    e);
        }
    }

    private void requireSameShapes(List<INDArray> state) {
        List<String> here = model.state().stream().map(Rows::shape).toList();
        List<String> there = state.stream().map(Rows::shape).toList();
        if (!here.equals(there)) {
            throw new IllegalArgumentException("the checkpoint " + file + " is of another model: its arrays are "
                    + there + ", and this model's " + here + "; delete it to train from the start");
        }
    }

    private static void writeArrays(List<INDArray> arrays, DataOutputStream out) throws IOException {
        out.writeInt(arrays.size());
        for (INDArray array : arrays) {
            out.writeUTF(Arrays.toString(array.shape()));
            Nd4j.write(array.dup('c'), out);
        }
    }

    private static List<INDArray> readArrays(DataInputStream in) throws IOException {
        List<INDArray> arrays = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String shape = in.readUTF();
            INDArray array = Nd4j.read(in);
            if (!Rows.shape(array).equals(shape)) {
                throw new IOException("array " + i + " is damaged");
            }
            arrays.add(array);
        }
        return arrays;
    }
}
