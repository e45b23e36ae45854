package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class SegmentationTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .updater(new Sgd(0.01));
    }

    @Test
    void uNetHasAsManyParametersAsItsPublishedForm() {
        InputType grey = InputType.convolutional(256, 256, 1);
        ModelSummary summary = ModelSummary.of(UNet.configuration(settings(), grey, 1), grey);
        assertEquals(7_759_521, summary.parameters());
        // The paper's 64 to 1024 channels and two classes: 31 million.
        assertEquals(
                31_030_658,
                ModelSummary.of(UNet.configuration(settings(), grey, 2, 64, 4, false), grey)
                        .parameters());
    }

    @Test
    void theyGiveClassesOfPixelsAndLearn() {
        InputType input = InputType.convolutional(16, 24, 3);
        Nd4j.getRandom().setSeed(1);
        INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, 16, 24);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 4, 16, 24);
        labels.slice(0, 1).assign(1);
        INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 1, 16, 24);
        mask.slice(0, 0).assign(0);
        for (ComputationGraphConfiguration configuration : List.of(
                UNet.configuration(settings(), input, 4, 4, 2, false),
                UNet.configuration(settings(), input, 4, 4, 2, true),
                Fcn.configuration(settings(), input, 4, List.of(4, 6, 8), 0),
                Fcn.configuration(settings(), input, 4, List.of(4, 6, 8), 2))) {
            ComputationGraph network =
                    new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration.toJson()));
            network.init();
            INDArray output = network.output(images)[0];
            assertArrayEquals(new long[] {2, 4, 16, 24}, output.shape());
            assertEquals(2 * 16 * 24, output.sumNumber().doubleValue(), 0.01);
            MultiDataSet batch =
                    new MultiDataSet(new INDArray[] {images}, new INDArray[] {labels}, null, new INDArray[] {mask});
            double before = network.score(batch);
            for (int step = 0; step < 5; step++) {
                network.fit(batch);
            }
            assertTrue(network.score(batch) < before);
        }
    }

    @Test
    void bilinearWeightsInterpolate() {
        assertEquals(
                Nd4j.create(new float[][] {{1, 3, 3, 1}, {3, 9, 9, 3}, {3, 9, 9, 3}, {1, 3, 3, 1}})
                        .div(16),
                BilinearWeights.kernel(4));
        InputType input = InputType.convolutional(3, 3, 2);
        ComputationGraph network = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(input)
                .addLayer("up", Fcn.upsampling(2, 2), "input")
                .addLayer(
                        "output",
                        new CnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "up")
                .setOutputs("output")
                .build());
        network.init();
        INDArray ramp = Nd4j.arange(18).castTo(DataType.FLOAT).reshape(1, 2, 3, 3);
        INDArray large = network.output(ramp)[0];
        assertArrayEquals(new long[] {1, 2, 6, 6}, large.shape());
        // Between four pixels 0, 1, 3 and 4 of the first channel, a quarter of the way.
        assertEquals(1, large.getDouble(0, 0, 1, 1), 1e-6);
        assertEquals(1.5, large.getDouble(0, 0, 1, 2), 1e-6);
    }

    @Test
    void refusesMoreSkipsThanStages() {
        InputType input = InputType.convolutional(16, 16, 3);
        assertThrows(IllegalArgumentException.class, () -> Fcn.configuration(settings(), input, 2, List.of(4, 4), 2));
    }
}
