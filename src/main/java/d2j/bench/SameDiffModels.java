package d2j.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Models for which DL4J has no layer, as a user of SameDiff writes them. Tokens are kept as rows, {@code [batch x
 * length, width]}, except inside attention.
 */
final class SameDiffModels {

    private static final String LOSS = "loss";
    private static final int VOCABULARY = 10_000;

    private final SameDiff graph = SameDiff.create();
    private final int batch;
    private final int length;
    private final int width;
    private int names;

    private SameDiffModels(int batch, int length, int width) {
        this.batch = batch;
        this.length = length;
        this.width = width;
    }

    /** A GRU over {@code [time, batch, classes]} one-hot characters, and a softmax at each step. */
    static Training gru(int batch, int time, int classes, int hidden) {
        SameDiffModels model = new SameDiffModels(batch, time, hidden);
        SameDiff graph = model.graph;
        SDVariable input = graph.placeHolder("input", DataType.FLOAT, time, batch, classes);
        SDVariable labels = graph.placeHolder("labels", DataType.FLOAT, (long) time * batch, classes);
        SDVariable states = graph.rnn.gru(
                input,
                graph.constant(Nd4j.zeros(DataType.FLOAT, batch, hidden)),
                model.weights(classes, 3 * hidden),
                model.weights(hidden, 3 * hidden),
                model.zeros(3 * hidden));
        SDVariable rows = graph.reshape(states, (long) time * batch, hidden);
        model.softmaxLoss(labels, model.dense(rows, hidden, classes));
        INDArray features = Dl4jModels.oneHot(time * batch, classes).reshape(time, batch, classes);
        return model.training(
                List.of("input"),
                List.of("labels"),
                List.of(features),
                List.of(Dl4jModels.oneHot(time * batch, classes)));
    }

    /** Encoder blocks over {@code [batch, length, width]}, and a softmax at each token. */
    static Training transformer(int blocks, int width, int length, int batch, int heads, int classes) {
        SameDiffModels model = new SameDiffModels(batch, length, width);
        SDVariable input = model.graph.placeHolder("input", DataType.FLOAT, batch, length, width);
        SDVariable labels = model.graph.placeHolder("labels", DataType.FLOAT, (long) batch * length, classes);
        SDVariable rows = model.graph.reshape(input, (long) batch * length, width);
        for (int i = 0; i < blocks; i++) {
            rows = model.block(rows, heads, 4 * width);
        }
        model.softmaxLoss(labels, model.dense(rows, width, classes));
        return model.training(
                List.of("input"),
                List.of("labels"),
                List.of(Nd4j.rand(DataType.FLOAT, batch, length, width)),
                List.of(Dl4jModels.oneHot(batch * length, classes)));
    }

    /** The pre-training of {@link Workload#BERT}. */
    static Training bert() {
        int batch = 32;
        int length = 64;
        int width = 128;
        int masked = 10;
        SameDiffModels model = new SameDiffModels(batch, length, width);
        SameDiff graph = model.graph;
        int rowCount = batch * length;
        SDVariable tokens = graph.placeHolder("tokens", DataType.INT, rowCount);
        SDVariable segments = graph.placeHolder("segments", DataType.INT, rowCount);
        SDVariable positions = graph.placeHolder("positions", DataType.INT, batch * masked);
        SDVariable maskedLabels = graph.placeHolder("masked-labels", DataType.INT, batch * masked);
        SDVariable nextLabels = graph.placeHolder("next-labels", DataType.INT, batch);

        SDVariable words = model.pick(model.weights(VOCABULARY, width), VOCABULARY, tokens)
                .add(model.pick(model.weights(2, width), 2, segments));
        SDVariable rows = graph.reshape(
                graph.reshape(words, batch, length, width)
                        .add(graph.reshape(model.weights(length, width), 1, length, width)),
                rowCount,
                width);
        for (int i = 0; i < 2; i++) {
            rows = model.block(rows, 2, 256);
        }
        SDVariable hidden =
                model.norm(graph.nn.relu(model.dense(model.pick(rows, rowCount, positions), width, width), 0));
        SDVariable maskedLoss = graph.loss
                .sparseSoftmaxCrossEntropy("masked-each", model.dense(hidden, width, VOCABULARY), maskedLabels)
                .mean();
        int[] firsts = new int[batch];
        for (int i = 0; i < batch; i++) {
            firsts[i] = i * length;
        }
        SDVariable pooled = graph.math.tanh(
                model.dense(model.pick(rows, rowCount, graph.constant(Nd4j.createFromArray(firsts))), width, width));
        SDVariable nextLoss = graph.loss
                .sparseSoftmaxCrossEntropy("next-each", model.dense(pooled, width, 2), nextLabels)
                .mean();
        maskedLoss.add(LOSS, nextLoss);
        graph.setLossVariables(LOSS);

        INDArray maskedPositions = integers(batch * masked, length);
        for (int i = 0; i < batch * masked; i++) {
            maskedPositions.putScalar(i, maskedPositions.getInt(i) + i / masked * length);
        }
        // The gradient of this loss knows nothing of the mean that follows (DL4J 1.0.0-M2.1): it is that of a sum.
        return model.training(
                Dl4jModels.LEARNING_RATE / (batch * masked),
                List.of("tokens", "segments", "positions"),
                List.of("masked-labels", "next-labels"),
                List.of(integers(rowCount, VOCABULARY), integers(rowCount, 2), maskedPositions),
                List.of(integers(batch * masked, VOCABULARY), integers(batch, 2)));
    }

    private static INDArray integers(int count, int bound) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = Nd4j.getRandom().nextInt(bound);
        }
        return Nd4j.createFromArray(values);
    }

    /** Attention and a dense part, each added to its input and normalised: {@code [rows, width]} to the same shape. */
    private SDVariable block(SDVariable rows, int heads, int hidden) {
        SDVariable attended = norm(rows.add(attention(rows, heads)));
        SDVariable dense = dense(graph.nn.relu(dense(attended, width, hidden), 0), hidden, width);
        return norm(attended.add(dense));
    }

    private SDVariable attention(SDVariable rows, int heads) {
        int each = width / heads;
        SDVariable queries = heads(dense(rows, width, width), heads);
        SDVariable keys = heads(dense(rows, width, width), heads);
        SDVariable values = heads(dense(rows, width, width), heads);
        SDVariable scores = graph.mmul(queries, keys, false, true, false).mul(1 / Math.sqrt(each));
        SDVariable mixed = graph.mmul(graph.nn.softmax(scores, 3), values);
        SDVariable joined = graph.reshape(graph.permute(mixed, 0, 2, 1, 3), (long) batch * length, width);
        return dense(joined, width, width);
    }

    /** {@code [batch x length, width]} to {@code [batch, heads, length, width / heads]}. */
    private SDVariable heads(SDVariable rows, int heads) {
        return graph.permute(graph.reshape(rows, batch, length, heads, width / heads), 0, 2, 1, 3);
    }

    /**
     * Rows of a table, by their indices, as a product with one-hot rows. The gradient of SameDiff's own gather is a
     * loop over the indices in the graph, of which a graph can have only one (DL4J 1.0.0-M2.1), so that no model with
     * two embeddings could be trained with it.
     */
    private SDVariable pick(SDVariable table, int rows, SDVariable indices) {
        return graph.oneHot(indices, rows, 1, 1, 0, DataType.FLOAT).mmul(table);
    }

    private SDVariable norm(SDVariable rows) {
        SDVariable gain = graph.var("gain" + names++, Nd4j.ones(DataType.FLOAT, width));
        return graph.nn.layerNorm(rows, gain, zeros(width), false, 1);
    }

    /**
     * A dense layer. Not {@code nn.linear}: with oneDNN in ND4J's library its operation, xw_plus_b, gives wrong results
     * in graphs that are run more than once (DL4J 1.0.0-M2.1).
     */
    private SDVariable dense(SDVariable rows, int inputs, int outputs) {
        return rows.mmul(weights(inputs, outputs)).add(zeros(outputs));
    }

    private SDVariable weights(int inputs, int outputs) {
        double limit = Math.sqrt(6.0 / (inputs + outputs));
        return graph.var(
                "weights" + names++,
                Nd4j.rand(DataType.FLOAT, inputs, outputs).muli(2 * limit).subi(limit));
    }

    private SDVariable zeros(int size) {
        return graph.var("bias" + names++, Nd4j.zeros(DataType.FLOAT, size));
    }

    private void softmaxLoss(SDVariable labels, SDVariable logits) {
        graph.loss.softmaxCrossEntropy(LOSS, labels, logits, null);
        graph.setLossVariables(LOSS);
    }

    private Training training(
            List<String> inputs, List<String> labels, List<INDArray> features, List<INDArray> labelArrays) {
        return training(Dl4jModels.LEARNING_RATE, inputs, labels, features, labelArrays);
    }

    private Training training(
            double learningRate,
            List<String> inputs,
            List<String> labels,
            List<INDArray> features,
            List<INDArray> labelArrays) {
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Sgd(learningRate))
                .dataSetFeatureMapping(inputs)
                .dataSetLabelMapping(labels)
                .build());
        return new GraphTraining(
                graph, new MultiDataSet(features.toArray(new INDArray[0]), labelArrays.toArray(new INDArray[0])));
    }

    /** Fits a graph over and over to one batch. */
    private static final class GraphTraining implements Training {

        private final SameDiff graph;
        private final MultiDataSet batch;

        GraphTraining(SameDiff graph, MultiDataSet batch) {
            this.graph = graph;
            this.batch = batch;
        }

        @Override
        public long parameters() {
            return graph.variables().stream()
                    .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                    .mapToLong(variable -> variable.getArr().length())
                    .sum();
        }

        @Override
        public void step() {
            run(0);
        }

        /** While it trains, SameDiff skips the loss where no gradient needs it; so it is computed here. */
        @Override
        public double loss() {
            Map<String, INDArray> values = new HashMap<>();
            put(values, graph.getTrainingConfig().getDataSetFeatureMapping(), batch.getFeatures());
            put(values, graph.getTrainingConfig().getDataSetLabelMapping(), batch.getLabels());
            return graph.output(values, LOSS).get(LOSS).getDouble(0);
        }

        private static void put(Map<String, INDArray> values, List<String> names, INDArray[] arrays) {
            for (int i = 0; i < arrays.length; i++) {
                values.put(names.get(i), arrays[i]);
            }
        }

        /** One call of fit for many batches, as with any data set; a call has costs of its own. */
        @Override
        public Turn run(double seconds) {
            Repeated batches = new Repeated(batch, seconds);
            graph.fit(batches, 1);
            return new Turn(batches.count, (System.nanoTime() - batches.begun) / 1e9);
        }
    }

    /** The same batch again, until the time is over. */
    private static final class Repeated implements MultiDataSetIterator {

        private static final long serialVersionUID = 1L;

        private final transient MultiDataSet batch;
        private final long begun = System.nanoTime();
        private final long enough;
        private long count;

        Repeated(MultiDataSet batch, double seconds) {
            this.batch = batch;
            enough = (long) (seconds * 1e9);
        }

        @Override
        public boolean hasNext() {
            return count == 0 || System.nanoTime() - begun < enough;
        }

        @Override
        public MultiDataSet next() {
            count++;
            return batch;
        }

        @Override
        public MultiDataSet next(int size) {
            return next();
        }

        @Override
        public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
            throw new UnsupportedOperationException("the batch is fixed");
        }

        @Override
        public MultiDataSetPreProcessor getPreProcessor() {
            return null;
        }

        @Override
        public boolean resetSupported() {
            return false;
        }

        @Override
        public boolean asyncSupported() {
            return false;
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException("runs once");
        }
    }
}
