package d2j.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.onednn.Acceleration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GRUTest {

    private static final int FEATURES = 3;
    private static final int CLASSES = 4;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outputsFollowTheEquations(boolean resetAfter) {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            MultiLayerNetwork network = network(type, gru(FEATURES, 5, resetAfter));
            INDArray x = Nd4j.randn(type, 2, FEATURES, 6);
            double[][][] expected = equations(network.getLayer(0).paramTable(), x, resetAfter, 5);
            INDArray actual = network.feedForward(x).get(1);
            for (int n = 0; n < 2; n++) {
                for (int i = 0; i < 5; i++) {
                    for (int t = 0; t < 6; t++) {
                        assertEquals(
                                expected[n][t][i], actual.getDouble(n, i, t), type == DataType.DOUBLE ? 1e-12 : 1e-5);
                    }
                }
            }
        }
    }

    /** The equations of the class's documentation, number by number. */
    private static double[][][] equations(Map<String, INDArray> parameters, INDArray x, boolean resetAfter, int size) {
        INDArray w = parameters.get("W");
        INDArray u = parameters.get("RW");
        INDArray b = parameters.get("b").reshape(parameters.get("b").length());
        int time = (int) x.size(2);
        double[][][] outputs = new double[(int) x.size(0)][time][];
        for (int n = 0; n < outputs.length; n++) {
            double[] h = new double[size];
            for (int t = 0; t < time; t++) {
                double[][] fromInput = new double[3][size];
                double[][] fromState = new double[3][size];
                double[] reset = new double[size];
                for (int gate = 0; gate < 3; gate++) {
                    for (int i = 0; i < size; i++) {
                        fromInput[gate][i] = b.getDouble(gate * size + i);
                        for (int j = 0; j < FEATURES; j++) {
                            fromInput[gate][i] += x.getDouble(n, j, t) * w.getDouble(j, gate * size + i);
                        }
                        fromState[gate][i] = gate == 2 && resetAfter ? b.getDouble(3 * size + i) : 0;
                        for (int j = 0; j < size; j++) {
                            double state = gate == 2 && !resetAfter ? reset[j] * h[j] : h[j];
                            fromState[gate][i] += state * u.getDouble(j, gate * size + i);
                        }
                        if (gate == 0) {
                            reset[i] = logistic(fromInput[0][i] + fromState[0][i]);
                        }
                    }
                }
                double[] next = new double[size];
                for (int i = 0; i < size; i++) {
                    double update = logistic(fromInput[1][i] + fromState[1][i]);
                    double candidate = Math.tanh(fromInput[2][i] + (resetAfter ? reset[i] : 1) * fromState[2][i]);
                    next[i] = (1 - update) * candidate + update * h[i];
                }
                h = next;
                outputs[n][t] = next;
            }
        }
        return outputs;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @CsvSource({"true, 2, 3, false", "false, 2, 3, false", "true, 1, 3, true", "false, 2, 1, true", "true, 1, 1, true"})
    void gradientsAgreeWithFiniteDifferences(boolean resetAfter, int batch, int time, boolean timeFirst) {
        RNNFormat format = timeFirst ? RNNFormat.NWC : RNNFormat.NCW;
        MultiLayerNetwork network = initialised(builder(DataType.DOUBLE)
                .list()
                .layer(new GRU.Builder()
                        .nOut(2)
                        .resetAfter(resetAfter)
                        .dataFormat(format)
                        .build())
                .layer(new GRU.Builder()
                        .nOut(3)
                        .resetAfter(resetAfter)
                        .dataFormat(format)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(format)
                        .build())
                .setInputType(InputType.recurrent(FEATURES, time, format))
                .build());
        DataSet data = data(DataType.DOUBLE, batch, time);
        INDArray features = data.getFeatures();
        INDArray labels = data.getLabels();
        assertTrue(check(
                network,
                timeFirst ? features.permute(0, 2, 1).dup() : features,
                timeFirst ? labels.permute(0, 2, 1).dup() : labels,
                null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherActivationsHaveTheRightGradientsToo(boolean resetAfter) {
        MultiLayerNetwork network = initialised(builder(DataType.DOUBLE)
                .list()
                .layer(new GRU.Builder()
                        .nIn(FEATURES)
                        .nOut(2)
                        .activation(Activation.SOFTSIGN)
                        .gateActivationFunction(Activation.RATIONALTANH)
                        .resetAfter(resetAfter)
                        .build())
                .layer(output(2))
                .build());
        DataSet data = data(DataType.DOUBLE, 2, 3);
        assertTrue(check(network, data.getFeatures(), data.getLabels(), null));
    }

    /** Sequences of different lengths read from both ends: masked steps come first for one of the directions. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void masksHaveTheRightGradients(boolean resetAfter) {
        MultiLayerNetwork network = lastOfBothDirections(DataType.DOUBLE, resetAfter);
        assertTrue(check(
                network,
                Nd4j.randn(DataType.DOUBLE, 3, FEATURES, 4),
                oneHot(DataType.DOUBLE, 3),
                mask(DataType.DOUBLE)));
    }

    private static MultiLayerNetwork lastOfBothDirections(DataType type, boolean resetAfter) {
        return initialised(builder(type)
                .list()
                .layer(new LastTimeStep(new Bidirectional(Bidirectional.Mode.CONCAT, gru(FEATURES, 2, resetAfter))))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(FEATURES))
                .build());
    }

    private static boolean check(MultiLayerNetwork network, INDArray features, INDArray labels, INDArray mask) {
        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)
                    .input(features)
                    .labels(labels)
                    .inputMask(mask));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    /** The fast path in single precision against the operations in double precision. */
    @ParameterizedTest
    @CsvSource({
        "true, 4, 7, 6",
        "false, 4, 7, 6",
        "true, 1, 9, 1",
        "false, 1, 3, 17",
        "true, 5, 1, 3",
        "false, 5, 1, 3",
        "false, 1, 1, 1"
    })
    void singleAgreesWithDoublePrecision(boolean resetAfter, int batch, int time, int size) {
        for (boolean accelerated : new boolean[] {true, false}) {
            boolean before = Acceleration.isOn();
            Acceleration.enable(accelerated && before);
            try {
                MultiLayerNetwork single =
                        network(DataType.FLOAT, gru(FEATURES, size, resetAfter), gru(size, size + 1, resetAfter));
                MultiLayerNetwork exact =
                        network(DataType.DOUBLE, gru(FEATURES, size, resetAfter), gru(size, size + 1, resetAfter));
                exact.setParams(single.params().castTo(DataType.DOUBLE));
                compareGradients(single, exact, data(DataType.FLOAT, batch, time));
            } finally {
                Acceleration.enable(before);
            }
        }
    }

    @Test
    void singleAgreesWithDoublePrecisionUnderMasks() {
        for (boolean resetAfter : new boolean[] {true, false}) {
            MultiLayerNetwork single = lastOfBothDirections(DataType.FLOAT, resetAfter);
            MultiLayerNetwork exact = lastOfBothDirections(DataType.DOUBLE, resetAfter);
            exact.setParams(single.params().castTo(DataType.DOUBLE));
            compareGradients(
                    single,
                    exact,
                    new DataSet(
                            Nd4j.randn(DataType.FLOAT, 3, FEATURES, 4),
                            oneHot(DataType.FLOAT, 3),
                            mask(DataType.FLOAT),
                            null));
        }
        MultiLayerNetwork single = network(DataType.FLOAT, skipping());
        MultiLayerNetwork exact = network(DataType.DOUBLE, skipping());
        exact.setParams(single.params().castTo(DataType.DOUBLE));
        DataSet data = data(DataType.FLOAT, 2, 5);
        data.getFeatures().tensorAlongDimension(2, 0, 1).assign(0);
        compareGradients(single, exact, data);
    }

    private static Layer skipping() {
        return new MaskZeroLayer.Builder()
                .setUnderlying(gru(FEATURES, 4, true))
                .setMaskValue(0)
                .build();
    }

    private static void compareGradients(MultiLayerNetwork single, MultiLayerNetwork exact, DataSet data) {
        for (MultiLayerNetwork network : new MultiLayerNetwork[] {single, exact}) {
            DataType type = network.params().dataType();
            network.setInput(data.getFeatures().castTo(type));
            network.setLabels(data.getLabels().castTo(type));
            network.setLayerMaskArrays(data.getFeaturesMaskArray(), null);
            network.computeGradientAndScore();
        }
        assertEquals(exact.score(), single.score(), 1e-5 * Math.abs(exact.score()));
        Map<String, INDArray> gradients = single.gradient().gradientForVariable();
        exact.gradient()
                .gradientForVariable()
                .forEach((name, expected) ->
                        assertClose(expected, gradients.get(name).castTo(DataType.DOUBLE), 1e-4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeStepsOneByOneAreTheWholeSequence(boolean resetAfter) {
        MultiLayerNetwork network = network(DataType.FLOAT, gru(FEATURES, 6, resetAfter), gru(6, 5, resetAfter));
        INDArray x = Nd4j.randn(DataType.FLOAT, 2, FEATURES, 7);
        INDArray whole = network.output(x);
        for (int t = 0; t < 7; t++) {
            INDArray step = network.rnnTimeStep(x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                    .dup());
            assertClose(whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)), step, 1e-5);
        }
        assertArrayEquals(
                new long[] {2, 6}, network.rnnGetPreviousState(0).get("prevAct").shape());
        assertThrows(IllegalStateException.class, () -> network.rnnTimeStep(Nd4j.randn(DataType.FLOAT, 3, FEATURES)));
        network.rnnClearPreviousState();
        network.rnnTimeStep(Nd4j.randn(DataType.FLOAT, 3, FEATURES));
    }

    /** With pieces as long as the sequence, truncation changes nothing; with shorter ones both precisions agree. */
    @ParameterizedTest
    @CsvSource({"8, 8", "3, 3", "4, 2"})
    void truncatedBackpropagationAgreesWithDoublePrecision(int forward, int backward) {
        DataSet data = data(DataType.FLOAT, 2, 8);
        for (boolean resetAfter : new boolean[] {true, false}) {
            MultiLayerNetwork single = truncated(DataType.FLOAT, resetAfter, forward, backward);
            MultiLayerNetwork exact = truncated(DataType.DOUBLE, resetAfter, forward, backward);
            exact.setParams(single.params().castTo(DataType.DOUBLE));
            MultiLayerNetwork whole = network(DataType.DOUBLE, gru(FEATURES, 4, resetAfter));
            whole.setParams(exact.params().dup());
            for (int i = 0; i < 3; i++) {
                single.fit(data);
                exact.fit(new DataSet(
                        data.getFeatures().castTo(DataType.DOUBLE),
                        data.getLabels().castTo(DataType.DOUBLE)));
                whole.fit(new DataSet(
                        data.getFeatures().castTo(DataType.DOUBLE),
                        data.getLabels().castTo(DataType.DOUBLE)));
            }
            assertClose(exact.params(), single.params().castTo(DataType.DOUBLE), 1e-4);
            if (forward == 8) {
                assertClose(whole.params(), exact.params(), 1e-9);
            } else {
                assertNotEquals(whole.params(), exact.params());
            }
        }
    }

    private static MultiLayerNetwork truncated(DataType type, boolean resetAfter, int forward, int backward) {
        return initialised(builder(type)
                .updater(new Sgd(0.1))
                .list()
                .layer(gru(FEATURES, 4, resetAfter))
                .layer(output(4))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward)
                .build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSavedNetworkComesBack(boolean resetAfter, @TempDir Path folder) throws Exception {
        MultiLayerNetwork network = network(DataType.FLOAT, gru(FEATURES, 6, resetAfter));
        Path file = folder.resolve("gru.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile());

        INDArray x = Nd4j.randn(DataType.FLOAT, 2, FEATURES, 4);
        assertEquals(network.output(x), restored.output(x));
        assertEquals(network.getLayerWiseConfigurations(), restored.getLayerWiseConfigurations());
        GRU layer = (GRU) restored.getLayerWiseConfigurations().getConf(0).getLayer();
        assertEquals(resetAfter, layer.isResetAfter());
        assertEquals(network.output(x), network.clone().output(x));
    }

    @Test
    void graphsTakeItAndInferItsInputs() {
        ComputationGraph graph = new ComputationGraph(builder(DataType.FLOAT)
                .updater(new Sgd(0.5))
                .graphBuilder()
                .addInputs("in")
                .addLayer("gru", new GRU.Builder().nOut(8).build(), "in")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "gru")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(FEATURES))
                .build());
        graph.init();
        DataSet data = data(DataType.FLOAT, 4, 5);
        double start = graph.score(data);
        for (int i = 0; i < 200; i++) {
            graph.fit(data);
        }
        assertTrue(graph.score(data) < 0.5 * start, start + " fell to " + graph.score(data));
        assertTrue(graph.summary().contains("GRU"), graph.summary());
    }

    @Test
    void theNumberOfParametersAndTheDefaultsAreAsDocumented() {
        MultiLayerNetwork network =
                network(DataType.FLOAT, new GRU.Builder().nIn(FEATURES).nOut(5).build());
        assertEquals(3 * 5 * (FEATURES + 5) + 4 * 5, network.getLayer(0).numParams());
        assertEquals(
                3 * 5 * (FEATURES + 5) + 3 * 5,
                network(DataType.FLOAT, gru(FEATURES, 5, false)).getLayer(0).numParams());
        assertTrue(((GRU) network.getLayer(0).conf().getLayer()).isResetAfter());
        assertTrue(network.memoryInfo(4, InputType.recurrent(FEATURES, 6)).contains("GRU"));
    }

    @Test
    void aWrongNumberOfFeaturesIsNamed() {
        MultiLayerNetwork network = network(DataType.FLOAT, gru(FEATURES, 5, true));
        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class, () -> network.output(Nd4j.zeros(DataType.FLOAT, 2, FEATURES + 1, 4)));
        assertTrue(error.getMessage().contains("4 features, but nIn is 3"), error.getMessage());
    }

    private static GRU gru(int in, int out, boolean resetAfter) {
        return new GRU.Builder().nIn(in).nOut(out).resetAfter(resetAfter).build();
    }

    private static RnnOutputLayer output(int in) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(in)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static NeuralNetConfiguration.Builder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().seed(3).dataType(type).updater(new NoOp());
    }

    private static MultiLayerNetwork network(DataType type, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list =
                builder(type).updater(new Sgd(0.1)).list();
        long width = 0;
        for (Layer layer : layers) {
            list.layer(layer);
            width = layer instanceof GRU gru ? gru.getNOut() : 4;
        }
        return initialised(list.layer(output((int) width))
                .setInputType(InputType.recurrent(FEATURES))
                .build());
    }

    private static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        // Biases too, since zeros hide mistakes.
        INDArray parameters = network.params();
        parameters.addi(Nd4j.randn(parameters.dataType(), parameters.shape()).muli(0.1));
        return network;
    }

    private static DataSet data(DataType type, int batch, int time) {
        INDArray labels = Nd4j.zeros(type, batch, CLASSES, time);
        Random random = new Random(3);
        for (int n = 0; n < batch; n++) {
            for (int t = 0; t < time; t++) {
                labels.putScalar(n, random.nextInt(CLASSES), t, 1);
            }
        }
        return new DataSet(Nd4j.randn(type, batch, FEATURES, time), labels);
    }

    private static INDArray oneHot(DataType type, int batch) {
        INDArray labels = Nd4j.zeros(type, batch, CLASSES);
        for (int n = 0; n < batch; n++) {
            labels.putScalar(n, n % CLASSES, 1);
        }
        return labels;
    }

    private static INDArray mask(DataType type) {
        return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}})
                .castTo(type);
    }

    private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape());
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(
                difference <= tolerance * Math.max(1e-6, expected.amaxNumber().doubleValue()),
                () -> "differs by " + difference + ": " + expected + " but was " + actual);
    }
}
