package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.recurrent.HeapShare;
import d2j.engine.recurrent.Sequences;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RecurrentLayersTest {

    private static final int FEATURES = 5;
    private static final int CLASSES = 4;

    @ParameterizedTest
    @CsvSource({"3, 7, 6", "1, 6, 9", "4, 1, 3", "1, 1, 1", "5, 12, 1", "2, 3, 33"})
    void twoLayersAgreeOnSequences(int batch, int time, int size) {
        MultiLayerConfiguration configuration = sequences(lstm(FEATURES, size), lstm(size, 8), 8);
        DataSet data = labelled(features(batch, time), time);
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair = AgreementWithDl4j.check(configuration, data);
        AgreementWithDl4j.assertAccelerated(pair.accelerated().getLayer(0));
        inputGradientsAgree(pair, data);
    }

    @ParameterizedTest
    @CsvSource({"3, 7, 6", "1, 6, 9", "4, 1, 3", "1, 1, 1", "2, 3, 33"})
    void twoPlainLayersAgree(int batch, int time, int size) {
        DataSet data = labelled(features(batch, time), time);
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.check(sequences(plain(FEATURES, size), plain(size, 8), 8), data);
        AgreementWithDl4j.assertAccelerated(pair.accelerated().getLayer(0));
        inputGradientsAgree(pair, data);
    }

    @Test
    void plainLayersAgreeUnderMasksAndInBothDirections() {
        DataSet data = new DataSet(features(4, 6), oneHot(4));
        data.setFeaturesMaskArray(lengths(6, 6, 2, 4, 1));
        AgreementWithDl4j.check(last(new LastTimeStep(plain(FEATURES, 7)), 7), data);
        AgreementWithDl4j.check(
                last(new LastTimeStep(new Bidirectional(Bidirectional.Mode.ADD, plain(FEATURES, 7))), 7), data);
        INDArray features = features(4, 6);
        features.tensorAlongDimension(2, 0, 1).assign(0);
        AgreementWithDl4j.check(
                sequences(
                        new MaskZeroLayer.Builder()
                                .setUnderlying(plain(FEATURES, 7))
                                .setMaskValue(0)
                                .build(),
                        plain(7, 8),
                        8),
                labelled(features, 6));
        AgreementWithDl4j.check(
                sequences(
                        new org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.Builder()
                                .nIn(FEATURES)
                                .nOut(6)
                                .activation(Activation.RELU)
                                .build(),
                        plain(6, 8),
                        8),
                labelled(features(3, 5), 5));
    }

    @Test
    void plainStateIsCarriedAndBackpropagationTruncatedAlike() {
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.build(sequences(plain(FEATURES, 7), plain(7, 8), 8));
        for (int time : new int[] {3, 1, 2}) {
            INDArray features = features(2, time);
            AgreementWithDl4j.compare("time step", pair, network -> network.rnnTimeStep(features));
            AgreementWithDl4j.compare(
                    "state", pair, network -> network.rnnGetPreviousState(1).get("prevAct"));
        }
        // One piece only: the gradients of later ones differ from DL4J's on purpose, and CarriedStateTest checks them.
        DataSet data = labelled(features(3, 4), 4);
        AgreementWithDl4j.Pair<MultiLayerNetwork> truncated =
                AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .updater(new Sgd(0.1))
                        .list()
                        .layer(plain(FEATURES, 6))
                        .layer(output(6))
                        .backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTLength(4)
                        .build());
        AgreementWithDl4j.compareTraining(truncated, network -> network.fit(data));
    }

    /** A preprocessor before the first layer wants a gradient to work on. */
    @Test
    void preprocessedInputsAgree() {
        DataSet data = labelled(features(6, 1), 1);
        data.setFeatures(Nd4j.randn(DataType.FLOAT, 6, FEATURES));
        AgreementWithDl4j.check(
                new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .updater(new Sgd(0.1))
                        .list()
                        .layer(lstm(FEATURES, 6))
                        .layer(output(6))
                        .inputPreProcessor(0, new FeedForwardToRnnPreProcessor())
                        .build(),
                data);
        AgreementWithDl4j.check(
                new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .updater(new Sgd(0.1))
                        .graphBuilder()
                        .addInputs("in")
                        .addLayer("lstm", lstm(FEATURES, 6), new FeedForwardToRnnPreProcessor(), "in")
                        .addLayer("out", output(6), "lstm")
                        .setOutputs("out")
                        .build(),
                new org.nd4j.linalg.dataset.MultiDataSet(data.getFeatures(), data.getLabels()));
    }

    /** Each layer alone would have room for its steps, and DL4J keeps them elsewhere. */
    @Test
    void allLayersTogetherLeaveHalfOfJavasMemory() {
        long numbers = Runtime.getRuntime().maxMemory() / Float.BYTES / 5;
        List<HeapShare> shares = Stream.generate(HeapShare::new).limit(4).toList();
        List<HeapShare> given = shares.stream()
                .filter(share -> Sequences.fit(1, 1, 1, numbers, share))
                .toList();
        assertTrue(given.size() <= 2, given.size() + " fifths");
        for (HeapShare share : given) {
            assertTrue(Sequences.fit(1, 1, 1, numbers, share), "its own already");
        }
        assertTrue(Sequences.fit(1, 1, 1, 0, shares.get(3)), "nothing kept");
        Reference.reachabilityFence(shares);
    }

    /** Shapes drawn at random, other ones in every run of the loop, one seed. */
    @Test
    void randomShapesAgree() {
        Random random = new Random(5);
        for (int i = 0; i < 5; i++) {
            int size = 1 + random.nextInt(20);
            int time = 1 + random.nextInt(10);
            AgreementWithDl4j.check(
                    sequences(lstm(FEATURES, size), lstm(size, 1 + i), 1 + i),
                    labelled(features(1 + random.nextInt(7), time), time));
        }
    }

    @Test
    void timeBeforeFeaturesAgrees() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                        .nIn(FEATURES)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .dataFormat(RNNFormat.NWC)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(6)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(RNNFormat.NWC)
                        .build())
                .setInputType(InputType.recurrent(FEATURES, 7, RNNFormat.NWC))
                .build();
        DataSet data = labelled(features(3, 7), 7);
        AgreementWithDl4j.check(
                configuration,
                new DataSet(
                        data.getFeatures().permute(0, 2, 1).dup(),
                        data.getLabels().permute(0, 2, 1).dup()));
    }

    @Test
    void sequencesOfDifferentLengthsAgree() {
        DataSet data = labelled(features(4, 6), 6);
        data.setFeaturesMaskArray(lengths(6, 6, 2, 4, 1));
        data.setLabelsMaskArray(lengths(6, 6, 2, 4, 1));
        AgreementWithDl4j.check(sequences(lstm(FEATURES, 7), lstm(7, 8), 8), data);
    }

    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void bothDirectionsAgree(Bidirectional.Mode mode) throws ReflectiveOperationException {
        int width = mode == Bidirectional.Mode.CONCAT ? 12 : 6;
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair = AgreementWithDl4j.check(
                sequences(new Bidirectional(mode, lstm(FEATURES, 6)), lstm(width, 8), 8), labelled(features(3, 7), 7));
        for (String direction : new String[] {"fwd", "bwd"}) {
            Field field = BidirectionalLayer.class.getDeclaredField(direction);
            field.setAccessible(true);
            AgreementWithDl4j.assertAccelerated((org.deeplearning4j.nn.api.Layer)
                    field.get(pair.accelerated().getLayer(0)));
        }
    }

    @Test
    void theLastTimeStepAgreesWithAndWithoutAMask() {
        DataSet data = new DataSet(features(4, 6), oneHot(4));
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.check(last(new LastTimeStep(lstm(FEATURES, 7)), 7), data);
        AgreementWithDl4j.assertAccelerated(
                ((LastTimeStepLayer) pair.accelerated().getLayer(0)).getUnderlying());
        data.setFeaturesMaskArray(lengths(6, 6, 2, 4, 1));
        AgreementWithDl4j.check(last(new LastTimeStep(lstm(FEATURES, 7)), 7), data);
        AgreementWithDl4j.check(
                last(new LastTimeStep(new Bidirectional(Bidirectional.Mode.CONCAT, lstm(FEATURES, 7))), 14), data);
    }

    /** Steps in the middle of a sequence reset the state. */
    @Test
    void stepsOfZerosAreSkippedAlike() {
        INDArray features = features(4, 6);
        features.tensorAlongDimension(2, 0, 1).assign(0);
        features.tensorAlongDimension(5, 0, 1).assign(0);
        AgreementWithDl4j.check(
                sequences(
                        new MaskZeroLayer.Builder()
                                .setUnderlying(lstm(FEATURES, 7))
                                .setMaskValue(0)
                                .build(),
                        lstm(7, 8),
                        8),
                labelled(features, 6));
    }

    @Test
    void whatIsNotCoveredAgreesToo() {
        DataSet data = labelled(features(3, 5), 5);
        AgreementWithDl4j.check(
                sequences(
                        new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                                .nIn(FEATURES)
                                .nOut(6)
                                .activation(Activation.SOFTSIGN)
                                .gateActivationFunction(Activation.HARDSIGMOID)
                                .build(),
                        lstm(6, 8),
                        8),
                data);
        AgreementWithDl4j.check(
                sequences(
                        new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                                .nIn(FEATURES)
                                .nOut(6)
                                .activation(Activation.TANH)
                                .weightNoise(new DropConnect(0.5))
                                .build(),
                        lstm(6, 8),
                        8),
                data);
    }

    /** In the first layer: elsewhere the memory layouts differ, and with them which element gets which number. */
    @Test
    void droppedInputsAgree() {
        AgreementWithDl4j.check(
                sequences(
                        new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                                .nIn(FEATURES)
                                .nOut(6)
                                .activation(Activation.TANH)
                                .dropOut(new Dropout(0.7))
                                .build(),
                        lstm(6, 8),
                        8),
                labelled(features(3, 5), 5));
    }

    @Test
    void stateIsCarriedFromCallToCall() {
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.build(sequences(lstm(FEATURES, 7), lstm(7, 8), 8));
        for (int time : new int[] {3, 1, 2}) {
            INDArray features = features(2, time);
            AgreementWithDl4j.compare("time step", pair, network -> network.rnnTimeStep(features));
            INDArray step = Nd4j.randn(2, FEATURES);
            AgreementWithDl4j.compare("one step", pair, network -> network.rnnTimeStep(step));
            statesAgree(pair);
        }
        Consumer<MultiLayerNetwork> set = network -> network.rnnSetPreviousState(
                0,
                Map.of(
                        "prevAct",
                        Nd4j.ones(2, 7).muli(0.3),
                        "prevMem",
                        Nd4j.ones(2, 7).muli(-0.4)));
        set.accept(pair.original());
        set.accept(pair.accelerated());
        INDArray features = features(2, 4);
        AgreementWithDl4j.compare("given state", pair, network -> network.rnnTimeStep(features));
        statesAgree(pair);
    }

    private static void statesAgree(AgreementWithDl4j.Pair<MultiLayerNetwork> pair) {
        for (int layer = 0; layer < 2; layer++) {
            int number = layer;
            for (String key : new String[] {"prevAct", "prevMem"}) {
                AgreementWithDl4j.compare(key, pair, network -> network.rnnGetPreviousState(number)
                        .get(key));
            }
        }
    }

    /** One piece only: the gradients of later ones differ from DL4J's on purpose, see {@link CarriedStateTest}. */
    @ParameterizedTest
    @CsvSource({"4, 4", "4, 2", "5, 1"})
    void truncatedBackpropagationAgrees(int forward, int backward) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(lstm(FEATURES, 6))
                .layer(lstm(6, 7))
                .layer(output(7))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward)
                .build();
        DataSet data = labelled(features(3, forward), forward);
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair = AgreementWithDl4j.build(configuration);
        AgreementWithDl4j.compareTraining(pair, network -> network.fit(data));
    }

    /** One piece of a sequence by hand, from a state that is given. */
    @ParameterizedTest
    @CsvSource({"6", "2"})
    void gradientsFromAGivenStateAgree(int backward) {
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.build(sequences(lstm(FEATURES, 7), lstm(7, 8), 8));
        INDArray features = features(3, 6);
        INDArray epsilon = Nd4j.randn(3, 7, 6);
        Map<String, INDArray> state = Map.of("prevAct", Nd4j.randn(3, 7), "prevMem", Nd4j.randn(3, 7));
        for (boolean ahead : new boolean[] {true, false}) {
            for (MultiLayerNetwork network : new MultiLayerNetwork[] {pair.original(), pair.accelerated()}) {
                network.setBackpropGradientsViewArray(Nd4j.create(1, network.numParams()));
                RecurrentLayer layer = (RecurrentLayer) network.getLayer(0);
                layer.rnnSetPreviousState(state);
                layer.rnnSetTBPTTState(state);
                layer.setInput(features, LayerWorkspaceMgr.noWorkspaces());
                if (ahead) {
                    layer.rnnActivateUsingStoredState(features, true, true, LayerWorkspaceMgr.noWorkspaces());
                }
            }
            AgreementWithDl4j.compare("epsilon", pair, network -> ((RecurrentLayer) network.getLayer(0))
                    .tbpttBackpropGradient(epsilon.dup(), backward, LayerWorkspaceMgr.noWorkspaces())
                    .getSecond());
            AgreementWithDl4j.compare(
                    "gradient", pair, network -> network.getLayer(0).getGradientsViewArray());
            for (String key : state.keySet()) {
                AgreementWithDl4j.compare(key, pair, network -> ((RecurrentLayer) network.getLayer(0))
                        .rnnGetTBPTTState()
                        .get(key));
            }
        }
    }

    /** A prediction between a forward and a backward pass, and a backward pass twice, leave no trace. */
    @Test
    void backwardPassesDoNotUseStaleForwardPasses() {
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.build(sequences(lstm(FEATURES, 7), lstm(7, 8), 8));
        INDArray features = features(3, 6);
        INDArray other = features(5, 4);
        INDArray epsilon = Nd4j.randn(3, 7, 6);
        for (MultiLayerNetwork network : new MultiLayerNetwork[] {pair.original(), pair.accelerated()}) {
            network.setBackpropGradientsViewArray(Nd4j.create(1, network.numParams()));
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            network.getLayer(0).activate(features, true, none);
            network.getLayer(0).activate(other, false, none);
            network.getLayer(0).setInput(features, none);
        }
        for (int i = 0; i < 2; i++) {
            AgreementWithDl4j.compare("epsilon", pair, network -> network.getLayer(0)
                    .backpropGradient(epsilon.dup(), LayerWorkspaceMgr.noWorkspaces())
                    .getSecond());
            AgreementWithDl4j.compare(
                    "gradient", pair, network -> network.getLayer(0).getGradientsViewArray());
        }
    }

    @Test
    void doublePrecisionStaysOnDl4jsPath() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(lstm(FEATURES, 4))
                .layer(output(4))
                .build());
        network.init();
        assertEquals(
                org.deeplearning4j.nn.layers.recurrent.LSTM.class,
                network.getLayer(0).getClass());
    }

    private static void inputGradientsAgree(AgreementWithDl4j.Pair<MultiLayerNetwork> pair, DataSet data) {
        AgreementWithDl4j.compare("gradient of the input", pair, network -> {
            network.setLabels(data.getLabels());
            INDArray gradient = network.calculateGradients(data.getFeatures(), data.getLabels(), null, null)
                    .getSecond();
            assertNotNull(gradient);
            return gradient;
        });
    }

    private static MultiLayerConfiguration sequences(Layer first, Layer second, int width) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(first)
                .layer(second)
                .layer(output(width))
                .setInputType(InputType.recurrent(FEATURES))
                .build();
    }

    private static MultiLayerConfiguration last(Layer first, int width) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(first)
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(width)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static Layer lstm(int in, int out) {
        return new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    private static Layer plain(int in, int out) {
        return new org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    private static Layer output(int in) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(in)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    private static INDArray features(int batch, int time) {
        return Nd4j.randn(DataType.FLOAT, batch, FEATURES, time);
    }

    private static DataSet labelled(INDArray features, int time) {
        int batch = (int) features.size(0);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES, time);
        Random random = new Random(3);
        for (int n = 0; n < batch; n++) {
            for (int t = 0; t < time; t++) {
                labels.putScalar(n, random.nextInt(CLASSES), t, 1);
            }
        }
        return new DataSet(features, labels);
    }

    private static INDArray oneHot(int batch) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        for (int n = 0; n < batch; n++) {
            labels.putScalar(n, n % CLASSES, 1);
        }
        return labels;
    }

    private static INDArray lengths(int time, int... lengths) {
        INDArray mask = Nd4j.zeros(DataType.FLOAT, lengths.length, time);
        for (int n = 0; n < lengths.length; n++) {
            for (int t = 0; t < lengths[n]; t++) {
                mask.putScalar(n, t, 1);
            }
        }
        return mask;
    }
}
