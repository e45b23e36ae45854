package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Functions;
import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.data.MiniBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** What {@link Trainable} makes of networks, graphs and tensors. */
class TrainableTest {

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(3);
    }

    @Test
    void aNetworkIsTrainedAsByItsOwnFit() {
        MiniBatches train = Clouds.batches(60);
        MultiLayerNetwork ours = Clouds.network(new Adam(0.05), 0);
        MultiLayerNetwork theirs = ours.clone();

        quiet(3).metric(new Accuracy()).fit(Trainable.of(ours), train, train);
        theirs.fit(train.iterator(), 3);

        assertEquals(theirs.params(), ours.params());
        assertEquals(theirs.getEpochCount(), ours.getEpochCount());
        assertEquals(theirs.getIterationCount(), ours.getIterationCount());
        assertEquals(List.of(), List.copyOf(ours.getListeners()));
    }

    @Test
    void aGraphIsTrainedAsItsNetwork() {
        MiniBatches train = Clouds.batches(60);
        MultiLayerNetwork network = Clouds.network(new Adam(0.05), 0);
        ComputationGraph graph = network.toComputationGraph();

        History ofNetwork = quiet(2).metric(new Accuracy()).fit(Trainable.of(network), train, train);
        History ofGraph = quiet(2).metric(new Accuracy()).fit(Trainable.of(graph), train, train);

        assertEquals(network.params(), graph.params());
        for (String name : ofNetwork.names()) {
            assertArrayEquals(ofNetwork.values(name), ofGraph.values(name), 1e-9, name);
        }
    }

    @Test
    void aTensorModelTakesTheStepsOfTheSameNetwork() {
        MiniBatches train = Clouds.batches(60);
        MultiLayerNetwork network = Clouds.network(new Adam(0.05), 0);
        Tensor[] p = Clouds.parameters(network);
        Trainable tensors = Trainable.of(
                x -> Functions.relu(x.mmul(p[0]).add(p[1])).mmul(p[2]).add(p[3]),
                (scores, y) -> Functions.crossEntropy(scores, y),
                Optimiser.of(new Adam(0.05), p));
        Trainable layers = Trainable.of(network);

        for (int i = 0; i < 3; i++) {
            for (DataSet batch : train) {
                Step byTensors = tensors.step(batch.getFeatures(), batch.getLabels());
                Step byLayers = layers.step(batch.getFeatures(), batch.getLabels());
                assertEquals(byLayers.loss(), byTensors.loss(), 1e-5);
                assertTrue(byLayers.outputs()
                        .get(0)
                        .equalsWithEps(
                                SoftmaxCrossEntropy.softmax(byTensors.outputs().get(0)), 1e-5));
                assertTrue(network.getParam("0_W").equalsWithEps(p[0].data(), 1e-5));
            }
        }
        MultiDataSet all = new MultiDataSet(
                train.iterator().next(60).getFeatures(),
                train.iterator().next(60).getLabels());
        assertEquals(layers.testLoss(all), tensors.testLoss(all), 1e-5);
    }

    @Test
    void theOutputsOfAStepAreThoseOfItsOwnForwardPassAndCostNoSecondOne() {
        MultiLayerNetwork network = Clouds.network(new Sgd(0.5), 0);
        DataSet batch = Clouds.batches(30).iterator().next();
        INDArray before = network.output(batch.getFeatures()).dup();
        List<Integer> passes = new ArrayList<>();
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onForwardPass(Model model, List<INDArray> activations) {
                passes.add(activations.size());
            }
        });

        Step step = Trainable.of(network).step(batch.getFeatures(), batch.getLabels());

        assertTrue(before.equalsWithEps(step.outputs().get(0), 1e-6));
        assertEquals(1, passes.size());
        assertTrue(!before.equalsWithEps(network.output(batch.getFeatures()), 1e-6));
    }

    @Test
    void withoutMetricsOneTrainsAlikeAndOutputsComeAgainAfterwards() {
        MiniBatches train = Clouds.batches(60);
        MultiLayerNetwork measured = Clouds.network(new Adam(0.05), 0.5);
        MultiLayerNetwork network = Clouds.network(new Adam(0.05), 0.5);
        Trainable model = Trainable.of(network);

        Nd4j.getRandom().setSeed(1);
        History ofMeasured = quiet(2).metric(new Accuracy()).fit(Trainable.of(measured), train);
        Nd4j.getRandom().setSeed(1);
        History history = quiet(2).fit(model, train);

        assertEquals(measured.params(), network.params());
        assertArrayEquals(ofMeasured.values("train loss"), history.values("train loss"), 0);
        DataSet batch = train.iterator().next();
        assertEquals(
                1, model.step(batch.getFeatures(), batch.getLabels()).outputs().size());
    }

    @Test
    void theOutputsOfAStepAreThoseWithDropoutFromWhichTheLossIs() {
        MultiLayerNetwork network = Clouds.network(new Sgd(0.5), 0.5);
        DataSet batch = Clouds.batches(30).iterator().next();

        Step step = Trainable.of(network).step(batch.getFeatures(), batch.getLabels());

        INDArray outputs = step.outputs().get(0).castTo(DataType.DOUBLE);
        double loss = -org.nd4j.linalg.ops.transforms.Transforms.log(outputs)
                        .mul(batch.getLabels().castTo(DataType.DOUBLE))
                        .sumNumber()
                        .doubleValue()
                / 10;
        assertEquals(loss, step.loss(), 1e-5);
    }

    @Test
    void theLossOfASequenceIsTheMeanOverTheStepsThatCount() {
        MultiLayerNetwork network = sequences(null);
        MultiDataSet batch = sequenceBatch(5);
        INDArray probabilities = network.output(batch.getFeatures(0), true).castTo(DataType.DOUBLE);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 5; t++) {
                for (int k = 0; k < 3; k++) {
                    sum -= batch.getLabelsMaskArray(0).getDouble(i, t)
                            * batch.getLabels(0).getDouble(i, k, t)
                            * Math.log(probabilities.getDouble(i, k, t));
                }
            }
        }
        double expected = sum / batch.getLabelsMaskArray(0).sumNumber().doubleValue();

        Trainable model = Trainable.of(network);
        double tested = model.testLoss(batch);
        Step step = model.step(batch);
        Metric perplexity = new Perplexity();
        Measurements measured = new Measurements(List.of(new Measurements.Item(perplexity, 0)));
        measured.reset();
        measured.add(step.outputs(), batch, model.outputDimension());

        assertEquals(expected, tested, 1e-5);
        assertEquals(expected, step.loss(), 1e-5);
        assertEquals(batch.getLabelsMaskArray(0).sumNumber().doubleValue(), step.weight());
        assertEquals(Math.exp(expected), perplexity.value(), 1e-4);
    }

    @Test
    void truncatedBackPropagationGivesTheOutputsOfTheWholeSequence() {
        MultiLayerNetwork network = sequences(2);
        MultiDataSet batch = sequenceBatch(6);

        Step step = Trainable.of(network).step(batch);

        assertArrayEquals(new long[] {4, 3, 6}, step.outputs().get(0).shape());
        assertEquals(batch.getLabelsMaskArray(0).sumNumber().doubleValue(), step.weight());
        Metric perplexity = new Perplexity();
        Measurements measured = new Measurements(List.of(new Measurements.Item(perplexity, 0)));
        measured.add(step.outputs(), batch, 1);
        assertEquals(Math.exp(step.loss()), perplexity.value(), 1e-4);
    }

    @Test
    void aGraphOfTwoOutputsIsMeasuredAtBoth() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(6).build(), "a", "b")
                .addLayer("class", output(LossFunction.MCXENT, Activation.SOFTMAX, 3), "hidden")
                .addLayer("value", output(LossFunction.MSE, Activation.IDENTITY, 1), "hidden")
                .setOutputs("class", "value")
                .build());
        graph.init();
        DataSet clouds = Clouds.batches(30).iterator().next(30);
        MultiDataSet batch = new MultiDataSet(
                new INDArray[] {clouds.getFeatures(), clouds.getFeatures()},
                new INDArray[] {clouds.getLabels(), clouds.getFeatures().getColumn(0, true)});
        var iterator = new org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator(batch);

        History history = quiet(30)
                .metric(new Accuracy())
                .metric(new MeanSquaredError(), 1)
                .fit(Trainable.of(graph), iterator, iterator);

        INDArray[] outputs = graph.output(batch.getFeatures());
        assertEquals(Accuracy.of(outputs[0], batch.getLabels(0)), history.last("test accuracy"), 1e-9);
        assertEquals(
                MeanSquaredError.of(outputs[1], batch.getLabels(1)), history.last("test mean squared error"), 1e-6);
        assertTrue(history.last("train mean squared error") < history.values("train mean squared error")[0]);

        int[] passes = {0};
        Iterable<org.nd4j.linalg.dataset.api.MultiDataSet> made = () -> {
            passes[0]++;
            return List.<org.nd4j.linalg.dataset.api.MultiDataSet>of(batch, batch)
                    .iterator();
        };
        int before = graph.getIterationCount();
        quiet(3).fit(Trainable.of(graph), made, null);
        assertEquals(3, passes[0], "each epoch asks once");
        assertEquals(6, graph.getIterationCount() - before);
    }

    @Test
    void schedulesByEpochAndByIterationSetTheRates() {
        DataSet batch = Clouds.batches(30).iterator().next();
        for (ISchedule schedule : List.of(
                new StepSchedule(ScheduleType.EPOCH, 0.5, 0.1, 1),
                new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 0.7))) {
            MultiLayerNetwork ours = Clouds.network(new Adam(1), 0);
            MultiLayerNetwork theirs = ours.clone();
            var iterator = new ListDataSetIterator<>(List.of(batch), 10);

            quiet(4).schedule(schedule).fit(Trainable.of(ours), iterator, null);
            for (int i = 0; i < 4; i++) {
                theirs.setLearningRate(schedule.valueAt(i, i));
                theirs.fit(batch);
            }

            assertTrue(theirs.params().equalsWithEps(ours.params(), 1e-7), schedule.toString());
        }
    }

    @Test
    void aTensorModelWithAMaskCountsWhatTheMaskLeaves() {
        Tensor w = Tensor.parameter(Nd4j.ones(2, 3));
        Trainable model = Trainable.of(
                new TensorModel() {
                    @Override
                    public List<Tensor> outputs(List<Tensor> inputs, boolean training) {
                        return List.of(inputs.get(0).mmul(w));
                    }

                    @Override
                    public Tensor loss(List<Tensor> outputs, List<Tensor> labels, INDArray[] masks) {
                        return Functions.crossEntropy(
                                outputs.get(0), labels.get(0).data(), masks[0], 0);
                    }
                },
                Optimiser.of(new Sgd(0.1), w));
        INDArray x = Nd4j.rand(DataType.FLOAT, 2, 4, 2);
        INDArray tokens = Nd4j.createFromArray(new int[][] {{0, 1, 2, 0}, {1, 1, 0, 0}});
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1, 0}, {1, 0, 0, 0}});
        MultiDataSet batch = new MultiDataSet(new INDArray[] {x}, new INDArray[] {tokens}, null, new INDArray[] {mask});

        assertEquals(Math.log(3), model.testLoss(batch), 1e-6);
        assertEquals(4, model.step(batch).weight());

        Trainable simple = Trainable.of(in -> in.mmul(w), Functions::crossEntropy, Optimiser.of(new Sgd(0.1), w));
        var error = assertThrows(IllegalArgumentException.class, () -> simple.step(batch));
        assertTrue(error.getMessage().contains("TensorModel"), error.getMessage());
    }

    private static Trainer quiet(int epochs) {
        return Trainer.epochs(epochs).live(false);
    }

    private static OutputLayer output(LossFunction loss, Activation activation, int size) {
        return new OutputLayer.Builder(loss)
                .nIn(6)
                .nOut(size)
                .activation(activation)
                .build();
    }

    private static MultiLayerNetwork sequences(Integer truncated) {
        var builder = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .l2(0)
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(4).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        if (truncated != null) {
            builder.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(truncated);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    /** Four sequences, of which the first is whole and the others are one step shorter each. */
    private static MultiDataSet sequenceBatch(int length) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 3, length);
        INDArray mask = Nd4j.zeros(DataType.FLOAT, 4, length);
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < length; t++) {
                labels.putScalar(new int[] {i, (i + t) % 3, t}, 1);
                mask.putScalar(i, t, t < length - i ? 1 : 0);
            }
        }
        INDArray[] features = {Nd4j.rand(DataType.FLOAT, 4, 2, length)};
        return new MultiDataSet(
                features, new INDArray[] {labels}, null, Stream.of(mask).toArray(INDArray[]::new));
    }
}
