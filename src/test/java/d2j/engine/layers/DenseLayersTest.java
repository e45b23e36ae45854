package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.hooks.Hooks;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.NativeMemory;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class DenseLayersTest {

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(5);
    }

    @Test
    void theSuiteIsAcceleratedUnlessItIsSwitchedOff() {
        boolean plain = "plain".equals(System.getProperty("d2j.engine", System.getenv("D2J_ENGINE")));

        assertEquals(!plain && OneDnn.available(), Acceleration.isOn(), () -> Hooks.failure()
                .toString());
    }

    @Test
    void aNetworkHasFastLayersWithTheOldNames() {
        AgreementWithDl4j.Pair<MultiLayerNetwork> pair =
                AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)));

        for (var layer : pair.accelerated().getLayers()) {
            AgreementWithDl4j.assertAccelerated(layer);
        }
        assertEquals(pair.original().summary(), pair.accelerated().summary());
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RRELU"})
    void everyActivationAgrees(Activation activation) {
        AgreementWithDl4j.check(perceptron(7, 6, 3, activation, new Sgd(0.1)), classes(4, 7, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 2",
        "1, 784, 256, 10",
        "2, 3, 1, 2",
        "33, 17, 65, 7",
        "16, 512, 64, 3",
        "256, 100, 70, 10",
        "64, 1024, 128, 12"
    })
    void shapesAgree(int batch, int inputs, int hidden, int outputs) {
        AgreementWithDl4j.check(
                perceptron(inputs, hidden, outputs, Activation.RELU, new Sgd(0.1)), classes(batch, inputs, outputs));
    }

    @Test
    void randomShapesAndOptionsAgree() {
        Random random = new Random(3);
        Activation[] activations = {
            Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.IDENTITY, Activation.ELU
        };
        IUpdater[] updaters = {new Sgd(0.1), new Adam(1e-3), new Nesterovs(0.05, 0.9)};
        for (int i = 0; i < 12; i++) {
            int inputs = 1 + random.nextInt(40);
            int outputs = 2 + random.nextInt(20);
            boolean bias = random.nextBoolean();
            NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                    .seed(i)
                    .updater(updaters[i % updaters.length])
                    .l2(random.nextBoolean() ? 0.01 : 0);
            if (random.nextBoolean()) {
                builder.dropOut(0.7);
            }
            NeuralNetConfiguration.ListBuilder list = builder.list();
            int in = inputs;
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                int out = 1 + random.nextInt(50);
                list.layer(new DenseLayer.Builder()
                        .nIn(in)
                        .nOut(out)
                        .hasBias(bias)
                        .activation(activations[random.nextInt(activations.length)])
                        .build());
                in = out;
            }
            list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(in)
                    .nOut(outputs)
                    .hasBias(bias)
                    .activation(Activation.SOFTMAX)
                    .build());
            AgreementWithDl4j.check(list.build(), classes(1 + random.nextInt(30), inputs, outputs));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LossFunction.class,
            names = {
                "MCXENT",
                "MSE",
                "XENT",
                "NEGATIVELOGLIKELIHOOD",
                "L2",
                "SQUARED_LOSS",
                "MEAN_ABSOLUTE_ERROR",
                "L1",
                "HINGE",
                "KL_DIVERGENCE",
                "COSINE_PROXIMITY",
                "POISSON"
            })
    void lossesAgree(LossFunction loss) {
        for (Activation activation : List.of(Activation.SOFTMAX, Activation.SIGMOID, Activation.IDENTITY)) {
            if (activation == Activation.IDENTITY
                    && List.of("MCXENT", "XENT", "NEGATIVELOGLIKELIHOOD", "KL_DIVERGENCE", "POISSON")
                            .contains(loss.name())) {
                // The logarithm of a negative output.
                continue;
            }
            AgreementWithDl4j.check(withLoss(loss.getILossFunction(), activation), classes(5, 7, 3));
        }
    }

    @Test
    void weightedLossesAgree() {
        INDArray weights = Nd4j.create(new float[][] {{0.5f, 2, 1}});

        AgreementWithDl4j.check(withLoss(new LossMCXENT(weights), Activation.SOFTMAX), classes(5, 7, 3));
        AgreementWithDl4j.check(withLoss(new LossMSE(weights), Activation.IDENTITY), classes(5, 7, 3));
        AgreementWithDl4j.check(withLoss(new LossBinaryXENT(weights), Activation.SIGMOID), classes(5, 7, 3));
    }

    @Test
    void smoothLabelsAgreeAndSoDoCertainMistakes() {
        DataSet data = classes(6, 7, 3);
        data.setLabels(data.getLabels().mul(0.9f).add(0.1f / 3));
        AgreementWithDl4j.check(perceptron(7, 5, 3, Activation.TANH, new Sgd(0.1)), data);

        DataSet far = classes(6, 7, 3);
        far.getFeatures().muli(1000);
        AgreementWithDl4j.check(perceptron(7, 5, 3, Activation.IDENTITY, new Sgd(1e-9)), far);
    }

    @Test
    void masksOfExamplesAgree() {
        for (ILossFunction loss : List.of(new LossMCXENT(), new LossMSE(), new LossBinaryXENT())) {
            Activation activation = loss instanceof LossMCXENT
                    ? Activation.SOFTMAX
                    : loss instanceof LossMSE ? Activation.IDENTITY : Activation.SIGMOID;
            DataSet data = classes(4, 7, 3);
            data.setLabelsMaskArray(Nd4j.create(new float[][] {{1}, {0}, {1}, {0}}));
            AgreementWithDl4j.check(withLoss(loss, activation), data);
            data.setLabelsMaskArray(Nd4j.create(new float[][] {{1}, {0.5f}, {2}, {0}}));
            AgreementWithDl4j.check(withLoss(loss, activation), data);
        }
    }

    /** The layer below needs its output again, which DL4J's loss overwrites. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "SIGMOID", "TANH", "LEAKYRELU"})
    void aLossWithoutWeightsLeavesItsInputAlone(Activation activation) {
        DataSet data = classes(4, 7, 3);
        for (Activation last : List.of(Activation.SIGMOID, Activation.TANH, Activation.SOFTMAX)) {
            var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Sgd(0.1))
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(7)
                            .nOut(5)
                            .activation(activation)
                            .build())
                    .layer(new DenseLayer.Builder()
                            .nIn(5)
                            .nOut(3)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new ActivationLayer(activation))
                    .layer(new LossLayer.Builder(LossFunction.MSE)
                            .activation(last)
                            .build())
                    .build());
            AgreementWithDl4j.compareTraining(pair, network -> network.fit(data));
            MultiLayerNetwork network = pair.accelerated();
            double before = network.score(data, true);
            network.fit(data);
            // DL4J computes it from what it wrote into the input.
            AgreementWithDl4j.assertScore(before, network.score());
        }
    }

    /** A missing value shows in the output and in the score, and does not pass for a zero. */
    @Test
    void whatIsNotANumberStaysSo() {
        DataSet data = classes(4, 7, 3);
        data.getFeatures().putScalar(1, 2, Float.NaN);
        for (Activation activation : List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH)) {
            var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Sgd(0.1))
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(7)
                            .nOut(5)
                            .activation(activation)
                            .build())
                    .layer(new DenseLayer.Builder()
                            .nIn(5)
                            .nOut(5)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new ActivationLayer(activation))
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(5)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
            INDArray expected = pair.original().output(data.getFeatures()).isNaN();
            assertEquals(expected, pair.accelerated().output(data.getFeatures()).isNaN());
            assertEquals(3, expected.castTo(DataType.INT).sumNumber().intValue());
            pair.accelerated().fit(data);
            assertTrue(
                    Double.isNaN(pair.accelerated().score()),
                    activation + ": " + pair.accelerated().score());
        }
    }

    /** NaN in a masked row, where the clipped output of zero would be divided by zero. */
    @Test
    void maskedRowsHaveNoGradientWithoutClippingEither() {
        DataSet data = classes(4, 7, 3);
        data.setLabelsMaskArray(Nd4j.create(new float[][] {{1}, {0}, {1}, {0}}));
        AgreementWithDl4j.check(withLoss(new LossBinaryXENT(0.0), Activation.SIGMOID), data);
    }

    @Test
    void listenersSeeGradientsInTheOrderOfDl4j() {
        DataSet data = classes(4, 7, 3);
        DataSet sequences = sequences(RNNFormat.NCW, 4, 6);
        for (var pair : List.of(
                AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1))),
                AgreementWithDl4j.build(sequences(RNNFormat.NCW, LossFunction.MCXENT, Activation.SOFTMAX)))) {
            pair.original().fit(pair.original().getLayer(0) instanceof RecurrentLayer ? sequences : data);
            pair.accelerated().fit(pair.original().getLayer(0) instanceof RecurrentLayer ? sequences : data);
            assertEquals(
                    List.copyOf(pair.original().gradient().gradientForVariable().keySet()),
                    List.copyOf(
                            pair.accelerated().gradient().gradientForVariable().keySet()));
        }
    }

    @Test
    void dropConnectAndLayerNormAreLeftToDl4j() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .weightNoise(new DropConnect(0.8))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(7)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .hasLayerNorm(true)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();

        AgreementWithDl4j.check(configuration, classes(4, 7, 3));
    }

    @Test
    void inputsMayLieInMemoryAsTheyLike() {
        DataSet data = classes(6, 7, 3);
        INDArray features = data.getFeatures();
        INDArray wide = Nd4j.rand(12, 20);
        for (INDArray other : List.of(
                features.dup('f'),
                wide.get(
                        org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 8),
                        org.nd4j.linalg.indexing.NDArrayIndex.interval(3, 10)),
                features.castTo(DataType.DOUBLE))) {
            AgreementWithDl4j.check(
                    perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)),
                    new DataSet(other, data.getLabels().dup('f')));
        }
    }

    @Test
    void aGraphWithSeveralInputsAndOutputsAgrees() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .l2(1e-3)
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer(
                        "first",
                        new DenseLayer.Builder()
                                .nIn(4)
                                .nOut(6)
                                .activation(Activation.RELU)
                                .build(),
                        "a")
                .addLayer(
                        "second",
                        new DenseLayer.Builder()
                                .nIn(5)
                                .nOut(6)
                                .activation(Activation.TANH)
                                .build(),
                        "b")
                .addLayer(
                        "both",
                        new DenseLayer.Builder()
                                .nIn(12)
                                .nOut(8)
                                .activation(Activation.SIGMOID)
                                .build(),
                        "first",
                        "second")
                .addLayer(
                        "class",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(8)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "both")
                .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(8)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "both")
                .setOutputs("class", "value")
                .build();
        MultiDataSet data = new MultiDataSet(
                new INDArray[] {Nd4j.randn(9, 4), Nd4j.randn(9, 5)},
                new INDArray[] {classes(9, 4, 3).getLabels(), Nd4j.randn(9, 2)});

        AgreementWithDl4j.check(configuration, data);
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void sequencesAgree(RNNFormat format) {
        for (int batch : new int[] {1, 5}) {
            for (int time : new int[] {1, 6}) {
                AgreementWithDl4j.check(
                        sequences(format, LossFunction.MCXENT, Activation.SOFTMAX), sequences(format, batch, time));
            }
        }
        AgreementWithDl4j.check(sequences(format, LossFunction.MSE, Activation.IDENTITY), sequences(format, 3, 4));
        AgreementWithDl4j.check(sequences(format, LossFunction.XENT, Activation.SIGMOID), sequences(format, 3, 4));
        AgreementWithDl4j.check(sequences(format, LossFunction.L1, Activation.TANH), sequences(format, 3, 4));
    }

    @Test
    void sequencesOfDifferentLengthsAgree() {
        DataSet data = sequences(RNNFormat.NCW, 3, 4);
        INDArray mask = Nd4j.create(new float[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 0, 0}});
        data.setFeaturesMaskArray(mask);
        data.setLabelsMaskArray(mask);

        AgreementWithDl4j.check(sequences(RNNFormat.NCW, LossFunction.MCXENT, Activation.SOFTMAX), data);
        AgreementWithDl4j.check(sequences(RNNFormat.NCW, LossFunction.MSE, Activation.IDENTITY), data);
    }

    @Test
    void aDenseLayerOnEveryStepOfASequenceAgrees() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(6)
                        .activation(Activation.RELU)
                        .build())
                .layer(new LSTM.Builder().nOut(5).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(7, 6))
                .build();

        AgreementWithDl4j.check(configuration, sequences(RNNFormat.NCW, 4, 6));
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "TANH", "SIGMOID", "IDENTITY", "ELU", "LEAKYRELU"})
    void activationLayersAgreeForAnyRank(Activation activation) {
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1));
        AgreementWithDl4j.check(
                builder.list()
                        .layer(new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.IDENTITY)
                                .build())
                        .layer(new ActivationLayer(activation))
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.feedForward(7))
                        .build(),
                classes(4, 7, 3));
        AgreementWithDl4j.check(
                builder.list()
                        .layer(new ConvolutionLayer.Builder(3, 3)
                                .nOut(4)
                                .activation(Activation.IDENTITY)
                                .build())
                        .layer(new ActivationLayer(activation))
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.convolutional(6, 5, 2))
                        .build(),
                new DataSet(Nd4j.randn(4, 2, 6, 5), classes(4, 7, 3).getLabels()));
        AgreementWithDl4j.check(
                builder.list()
                        .layer(new LSTM.Builder()
                                .nOut(5)
                                .activation(Activation.TANH)
                                .build())
                        .layer(new ActivationLayer(activation))
                        .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.recurrent(7, 6))
                        .build(),
                sequences(RNNFormat.NCW, 4, 6));
    }

    @Test
    void gradientsAtTheInputAreThereWhenAskedFor() {
        DataSet data = classes(4, 7, 3);
        var pair = AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)));
        // A step of training, which needs no gradient at the input, must not make them go away.
        pair.original().fit(data);
        pair.accelerated().fit(data);
        AgreementWithDl4j.compare("input gradient of a layer", pair, network -> {
            org.deeplearning4j.nn.api.Layer layer = network.getLayer(0);
            layer.setInput(data.getFeatures(), LayerWorkspaceMgr.noWorkspaces());
            INDArray output = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
            return layer.backpropGradient(output, LayerWorkspaceMgr.noWorkspaces())
                    .getSecond();
        });
        AgreementWithDl4j.compare("input gradient", pair, network -> network.calculateGradients(
                        data.getFeatures(), data.getLabels(), null, null)
                .getSecond());
        INDArray errors = Nd4j.randn(4, 5);
        var part = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(7)
                        .nOut(6)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .build());
        AgreementWithDl4j.compare("gradient of external errors", part, network -> {
            network.setInput(data.getFeatures());
            network.feedForward(true, false);
            return network.backpropGradient(errors.dup(), null).getSecond();
        });
    }

    @Test
    void theScoreIsThatOfTheParametersNow() {
        // The very same arrays before and after a step: nothing computed earlier may be told again.
        DataSet data = classes(20, 7, 3);
        var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.5))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(7)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        double before = pair.accelerated().score(data, true);
        for (int i = 0; i < 3; i++) {
            pair.original().fit(data);
            pair.accelerated().fit(data);
            AgreementWithDl4j.assertScore(
                    pair.original().score(), pair.accelerated().score());
            AgreementWithDl4j.assertScore(
                    pair.original().score(data, true), pair.accelerated().score(data, true));
        }
        assertTrue(pair.accelerated().score(data, true) < before);
    }

    @Test
    void savedRestoredAndClonedNetworksAreFastToo(@TempDir Path folder) throws IOException {
        DataSet data = classes(4, 7, 3);
        var pair = AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Adam(1e-2)));
        MultiLayerNetwork network = pair.accelerated();
        network.fit(data);
        File file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);
        MultiLayerNetwork cloned = network.clone();

        network.fit(data);
        for (MultiLayerNetwork copy : List.of(restored, cloned)) {
            copy.fit(data);
            AgreementWithDl4j.assertAccelerated(copy.getLayer(0));
            AgreementWithDl4j.assertAccelerated(copy.getLayer(1));
            assertEquals(network.params(), copy.params());
        }
        assertEquals(
                pair.original().getLayerWiseConfigurations().toJson(),
                restored.getLayerWiseConfigurations()
                        .toJson()
                        .replaceAll("\"iterationCount\" : \\d+", "\"iterationCount\" : 0"));
    }

    @Test
    void theSameSeedGivesTheSameParameters() {
        assumeTrue(Acceleration.isOn());
        DataSet data = classes(64, 50, 10);
        INDArray first = null;
        for (int run = 0; run < 2; run++) {
            Nd4j.getRandom().setSeed(9);
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(4)
                    .updater(new Adam(1e-2))
                    .dropOut(0.5)
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(50)
                            .nOut(80)
                            .activation(Activation.RELU)
                            .build())
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(80)
                            .nOut(10)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
            network.init();
            for (int i = 0; i < 5; i++) {
                network.fit(data);
            }
            if (first == null) {
                first = network.params();
            } else {
                assertEquals(first, network.params());
            }
        }
    }

    @Test
    void doublePrecisionStaysWithDl4j() {
        assumeTrue(Acceleration.isOn());
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(7)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();

        assertEquals(
                org.deeplearning4j.nn.layers.OutputLayer.class,
                network.getLayer(0).getClass());
    }

    /** Memory outside of Java's is not left to the garbage collector, which does not see how large it is. */
    @Test
    void whatWasBuiltForOtherShapesIsFreed() {
        assumeTrue(Acceleration.isOn());
        List<Integer> closed = new ArrayList<>();
        RecentlyUsed<Integer, NativeMemory> cache = new RecentlyUsed<>(2);
        for (int key : new int[] {1, 2, 1, 3}) {
            cache.get(key, () -> () -> closed.add(key));
        }
        assertEquals(List.of(2), closed);
        Primitive primitive = Elementwise.RELU.forward(4);
        primitive.close();
        INDArray array = Nd4j.ones(4);
        assertThrows(IllegalStateException.class, () -> primitive.run(OneDnn.address(array), OneDnn.address(array)));
        var pair = AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)));
        for (int batch = 1; batch < 12; batch++) {
            AgreementWithDl4j.check(pair, classes(batch, 7, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8})
    void aWrongNumberOfInputsIsReported(int columns) {
        var pair = AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)));

        String message = assertThrows(DL4JInvalidInputException.class, () -> pair.accelerated()
                        .output(Nd4j.rand(2, columns)))
                .getMessage();
        assertTrue(message.contains("Input size (" + columns + " columns"), message);
    }

    /** They would be read from memory that has been given to something else by now. */
    @Test
    void inputsThatAreGoneAreReported() {
        assumeTrue(Acceleration.isOn());
        MultiLayerNetwork dense = AgreementWithDl4j.build(perceptron(7, 5, 3, Activation.RELU, new Sgd(0.1)))
                .accelerated();
        MultiLayerNetwork recurrent = AgreementWithDl4j.build(
                        sequences(RNNFormat.NCW, LossFunction.MCXENT, Activation.SOFTMAX))
                .accelerated();
        for (MultiLayerNetwork network : List.of(dense, recurrent)) {
            long[] shape = network == dense ? new long[] {4, 7} : new long[] {4, 7, 2};
            INDArray leaked;
            try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager()
                    .getAndActivateWorkspace(
                            WorkspaceConfiguration.builder()
                                    .initialSize(1 << 16)
                                    .build(),
                            "features")) {
                leaked = Nd4j.rand(DataType.FLOAT, shape);
            }
            assertThrows(RuntimeException.class, () -> network.output(leaked));
            INDArray closed = Nd4j.rand(DataType.FLOAT, shape);
            closed.close();
            assertThrows(RuntimeException.class, () -> network.output(closed));
        }
    }

    @Test
    void anActivationLayerLeavesItsInputAlone() {
        var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ActivationLayer(Activation.SIGMOID))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(7)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        INDArray features = Nd4j.randn(4, 7);
        INDArray before = features.dup();

        pair.accelerated().output(features);

        assertEquals(before, features);
    }

    private static MultiLayerConfiguration perceptron(
            int inputs, int hidden, int outputs, Activation activation, IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(hidden)
                        .activation(activation)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(outputs)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static MultiLayerConfiguration withLoss(ILossFunction loss, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.01))
                .list()
                .validateOutputLayerConfig(false)
                .layer(new DenseLayer.Builder()
                        .nIn(7)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(5)
                        .nOut(3)
                        .activation(activation)
                        .build())
                .build();
    }

    private static MultiLayerConfiguration sequences(RNNFormat format, LossFunction loss, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(7)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .dataFormat(format)
                        .build())
                .layer(new RnnOutputLayer.Builder(loss)
                        .nIn(5)
                        .nOut(3)
                        .activation(activation)
                        .dataFormat(format)
                        .build())
                .build();
    }

    private static DataSet classes(int batch, int inputs, int classes) {
        INDArray labels = Nd4j.zeros(batch, classes);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % classes, 1);
        }
        return new DataSet(Nd4j.randn(batch, inputs), labels);
    }

    private static DataSet sequences(RNNFormat format, int batch, int time) {
        INDArray labels = Nd4j.zeros(batch, 3, time);
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < time; t++) {
                labels.putScalar(i, (i + t) % 3, t, 1);
            }
        }
        INDArray features = Nd4j.randn(batch, 7, time);
        return format == RNNFormat.NCW
                ? new DataSet(features, labels)
                : new DataSet(
                        features.permute(0, 2, 1).dup('c'),
                        labels.permute(0, 2, 1).dup('c'));
    }
}
