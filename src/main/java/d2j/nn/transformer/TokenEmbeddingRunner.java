package d2j.nn.transformer;

import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import d2j.nn.sequence.Stepwise;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link TokenEmbedding}. */
public final class TokenEmbeddingRunner extends SequenceRunner<TokenEmbedding> implements Stepwise {

    private long length;
    private int before;
    private INDArray waves;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public TokenEmbeddingRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        length = time;
        embed(x, positions(y.size(0), 0), training, y);
    }

    @Override
    public void begin() {
        before = 0;
    }

    @Override
    public INDArray step(INDArray tokens) {
        INDArray y = steps().get("y", dataType, tokens.size(0), layerConf().getNOut());
        length = 1;
        embed(tokens, positions(tokens.size(0), before), false, y);
        before++;
        return y;
    }

    private void embed(INDArray x, int[] positions, boolean training, INDArray y) {
        TokenEmbedding embedding = layerConf();
        y.assign(0);
        addRows(y, null, parameter("tokens", training), column(x, 0, embedding.getVocabulary()));
        if (embedding.isScaled()) {
            y.muli(scale());
        }
        if (embedding.getLongest() > 0) {
            addRows(y, null, parameter("positions", training), positions);
        }
        if (embedding.isSinusoidal()) {
            addRows(y, null, waves(positions[positions.length - 1] + 1), positions);
        }
        if (embedding.getSegments() > 0) {
            addRows(y, null, parameter("segments", training), column(x, 1, embedding.getSegments()));
        }
    }

    @Override
    protected void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx) {
        TokenEmbedding embedding = layerConf();
        collect(dy, "tokens", column(x, 0, embedding.getVocabulary()));
        if (embedding.isScaled()) {
            gradientOf("tokens").muli(scale());
        }
        if (embedding.getLongest() > 0) {
            collect(dy, "positions", positions(dy.size(0), 0));
        }
        if (embedding.getSegments() > 0) {
            collect(dy, "segments", column(x, 1, embedding.getSegments()));
        }
        // Nothing flows back to numbers of tokens.
        dx.assign(0);
    }

    private double scale() {
        return Math.sqrt(layerConf().getNOut());
    }

    /** The sinusoids of at least so many positions, a column for each. */
    private INDArray waves(int positions) {
        if (waves == null || waves.size(1) < positions) {
            int features = (int) layerConf().getNOut();
            int count = Math.max(2 * positions, 64);
            double[] values = new double[count * features];
            for (int t = 0; t < count; t++) {
                for (int feature = 0; feature < features; feature++) {
                    double angle = t / Math.pow(10_000, (feature - feature % 2) / (double) features);
                    values[t * features + feature] = feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
                }
            }
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                waves = Nd4j.createFromArray(values)
                        .castTo(dataType)
                        .reshape('c', count, features)
                        .transpose();
            }
        }
        return waves;
    }

    private void collect(INDArray dy, String key, int[] indices) {
        INDArray gradient = gradientOf(key);
        gradient.assign(0);
        addRows(gradient.transpose(), indices, dy.transpose(), null);
    }

    /**
     * Adds columns of a table to rows of a sum.
     *
     * @param sumRows the row of each addend, or null for one after another
     * @param columns the column of each addend, or null for one after another
     */
    private void addRows(INDArray sum, int[] sumRows, INDArray table, int[] columns) {
        int count = columns == null ? sumRows.length : columns.length;
        INDArray rows = table.transpose();
        if (!isAccelerated() || rows.stride(1) != 1 || sum.stride(1) != 1) {
            for (int i = 0; i < count; i++) {
                sum.getRow(sumRows == null ? i : sumRows[i]).addi(rows.getRow(columns == null ? i : columns[i]));
            }
            return;
        }
        int features = (int) sum.size(1);
        long sumAddress = OneDnn.address(sum);
        long rowsAddress = OneDnn.address(rows);
        long bytes = (long) features * Float.BYTES;
        float[] total = new float[features];
        float[] addend = new float[features];
        for (int i = 0; i < count; i++) {
            long target = sumAddress + bytes * (sumRows == null ? i : sumRows[i]);
            Floats.read(target, total, features);
            Floats.read(rowsAddress + bytes * (columns == null ? i : columns[i]), addend, features);
            for (int feature = 0; feature < features; feature++) {
                total[feature] += addend[feature];
            }
            Floats.write(target, total, features);
        }
    }

    private int[] positions(long rows, int first) {
        long longest = layerConf().getLongest();
        if (longest > 0 && first + length > longest) {
            throw new IllegalArgumentException("a sequence of " + (first + length)
                    + " tokens is longer than the longest, "
                    + longest + " - " + layerId());
        }
        int[] positions = new int[(int) rows];
        for (int row = 0; row < positions.length; row++) {
            positions[row] = first + (int) (row % length);
        }
        return positions;
    }

    private int[] column(INDArray x, int column, long count) {
        int[] numbers = x.getColumn(column).toIntVector();
        for (int number : numbers) {
            if (number < 0 || number >= count) {
                throw new IllegalArgumentException("number " + number + " is not below " + count + " - " + layerId());
            }
        }
        return numbers;
    }
}
