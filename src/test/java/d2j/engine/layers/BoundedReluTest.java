package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ReLU6 against DL4J's and against its definition, on maps longer than one piece, at both of its bounds. */
class BoundedReluTest {

    private static AgreementWithDl4j.Pair<MultiLayerNetwork> networks() {
        return AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ActivationLayer(Activation.RELU6))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(20, 20, 2))
                .build());
    }

    @Test
    void agreesWithDl4jAndTheFormula() {
        Nd4j.getRandom().setSeed(2);
        INDArray images = Nd4j.randn(DataType.FLOAT, 3, 2, 20, 20).muli(8);
        DataSet data = new DataSet(images, Nd4j.eye(3).castTo(DataType.FLOAT));
        var pair = networks();
        assertEquals(
                d2j.engine.layers.ActivationLayer.class,
                pair.accelerated().getLayer(1).getClass());
        AgreementWithDl4j.compareTraining(pair, network -> network.fit(data));
        List<INDArray> outputs = pair.accelerated().feedForward(images);
        INDArray before = outputs.get(1).dup('c');
        INDArray expected = Transforms.min(Transforms.max(before, 0), 6);
        assertTrue(before.maxNumber().doubleValue() > 6 && before.minNumber().doubleValue() < 0);
        assertEquals(expected, outputs.get(2).dup('c'));
    }

    @Test
    void whatIsNotANumberStaysSo() {
        INDArray images = Nd4j.zeros(DataType.FLOAT, 1, 2, 20, 20);
        images.putScalar(new int[] {0, 1, 4, 5}, Float.NaN);
        INDArray after = networks().accelerated().feedForward(images).get(2);
        assertEquals(6 * 9, after.isNaN().castTo(DataType.INT).sumNumber().intValue());
    }
}
