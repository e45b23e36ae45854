package d2j.engine.layers;

import static d2j.engine.layers.AgreementWithDl4j.assertAccelerated;
import static d2j.engine.layers.AgreementWithDl4j.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.onednn.Acceleration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks on several threads at once: DL4J's ParallelWrapper trains copies of a network that it makes itself. */
class ParallelTrainingTest {

    @BeforeEach
    void accelerates() {
        assumeTrue(Acceleration.isOn(), "networks are not accelerated here");
    }

    @Test
    void copiesMadeByParallelWrapperAreAccelerated() throws Exception {
        MultiLayerNetwork network = network();
        List<Model> trained = Collections.synchronizedList(new ArrayList<>());
        network.setListeners(new Recorder(trained));
        List<DataSet> batches = batches(12);
        double before = network.score(batches.get(0));
        try (ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .prefetchBuffer(2)
                .build()) {
            for (int epoch = 0; epoch < 5; epoch++) {
                wrapper.fit(new ListDataSetIterator<>(batches, 8));
            }
        }
        assertTrue(network.score(batches.get(0)) < before, "training does not help");
        List<Model> copies =
                trained.stream().filter(model -> model != network).distinct().toList();
        assertTrue(copies.size() >= 2, "two copies, not " + copies.size());
        for (Model copy : copies) {
            for (int i = 0; i < 5; i++) {
                assertAccelerated(((MultiLayerNetwork) copy).getLayer(i));
            }
        }
    }

    @Test
    void networksOnTwoThreadsDoNotDisturbEachOther() throws InterruptedException {
        List<DataSet> batches = batches(20);
        MultiLayerNetwork alone = network();
        batches.forEach(alone::fit);
        List<MultiLayerNetwork> together = List.of(network(), network());
        List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = together.stream()
                .map(network -> {
                    Thread thread = new Thread(() -> batches.forEach(network::fit));
                    thread.setUncaughtExceptionHandler((t, error) -> errors.add(error));
                    thread.start();
                    return thread;
                })
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), errors);
        for (MultiLayerNetwork network : together) {
            assertClose("parameters", alone.params(), network.params());
        }
    }

    private static final class Recorder extends BaseTrainingListener {
        private final List<Model> trained;

        Recorder(List<Model> trained) {
            this.trained = trained;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            trained.add(model);
        }
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.05))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(10, 10, 2))
                .build());
        network.init();
        return network;
    }

    /** Images whose class is where they are bright. */
    private static List<DataSet> batches(int count) {
        Nd4j.getRandom().setSeed(5);
        List<DataSet> batches = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            INDArray images = Nd4j.rand(DataType.FLOAT, 8, 2, 10, 10);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 4);
            for (int i = 0; i < 8; i++) {
                labels.putScalar(i, i % 4, 1);
                images.slice(i).slice(0).getRow(i % 4).addi(2);
            }
            batches.add(new DataSet(images, labels));
        }
        return batches;
    }
}
