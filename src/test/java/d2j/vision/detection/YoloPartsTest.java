package d2j.vision.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.train.NumericalGradient;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the YOLO chapters use. */
class YoloPartsTest {

    private static YoloRows rows() {
        return new YoloRows(32, 2, new int[] {8, 16}, new double[][] {{6, 6}, {10, 5}}, new double[][] {{16, 16}});
    }

    @Test
    void overlapsWithGradientsAreTheOthers() {
        INDArray a = Nd4j.createFromArray(new double[][] {{0, 0, 2, 2}, {0, 0, 4, 4}});
        INDArray b = Nd4j.createFromArray(new double[][] {{1, 1, 3, 3}, {5, 5, 6, 6}});
        Tensor all = Boxes.iou(Tensor.of(a.reshape(2, 1, 4)), Tensor.of(b.reshape(1, 2, 4)));
        assertEquals(1 / 7.0, all.data().getDouble(0, 0), 1e-8);
        assertEquals(0, all.data().getDouble(1, 1), 0);
        Tensor moving = Tensor.parameter(Nd4j.createFromArray(new double[][] {{0.2, 0.1, 2.3, 2.2}}));
        Tensor fixed = Tensor.of(b.getRow(0).reshape(1, 4));
        Boxes.iou(moving, fixed).sum().backward();
        INDArray differences =
                NumericalGradient.of(x -> Boxes.iou(Tensor.of(x), fixed).sum().item(), moving.data());
        assertTrue(NumericalGradient.maximumRelativeError(moving.grad(), differences) < 1e-6);
    }

    @Test
    void blockIsDl4jsLayers() {
        ConvolutionBlock block = new ConvolutionBlock(3, 4, 3, 2);
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder().eps(1e-5).build())
                .layer(new ActivationLayer(new ActivationLReLU(0.1)))
                .setInputType(InputType.convolutional(8, 8, 3))
                .build());
        net.init();
        net.getParam("0_W").assign(block.parameters().get(0).data());
        net.getParam("0_b").assign(0);
        INDArray x = Nd4j.randn(DataType.FLOAT, 2, 3, 8, 8);
        INDArray expected = net.output(x, true);
        assertTrue(
                block.of(Tensor.of(x), true).data().sub(expected).amaxNumber().doubleValue() < 1e-3);
    }

    @Test
    void rowsAreMapByMapAndCellByCell() {
        YoloRows rows = rows();
        assertEquals(2 * 16 + 4, rows.list().size());
        assertEquals(new YoloRows.Row(1, 0, 8, 10, 5), rows.list().get(3));
        assertEquals(new YoloRows.Row(0, 1, 16, 16, 16), rows.list().get(34));
        assertEquals(2 * (4 + 1) + 1, rows.responsible(Box.ofCentre(12, 12, 12, 5)));
        assertEquals(32, rows.responsible(Box.ofCentre(12, 12, 17, 15)));
        assertThrows(IllegalArgumentException.class, () -> rows.responsible(Box.ofCentre(40, 12, 5, 5)));
        assertThrows(IllegalArgumentException.class, () -> new YoloRows(30, 2, new int[] {8}, new double[][] {{6, 6}}));
        assertThrows(
                IllegalArgumentException.class, () -> new YoloRows(32, 2, new int[] {8, 16}, new double[][] {{6, 6}}));
    }

    @Test
    void labelsBecomeBoxesAgain() {
        Box box = new Box(3, 9, 14, 15);
        Scene scene = new Scene("one", Nd4j.zeros(DataType.FLOAT, 3, 32, 32), List.of(new LabelledBox(1, box)));
        Scene none = new Scene("none", Nd4j.zeros(DataType.FLOAT, 3, 32, 32), List.of());
        YoloRows rows = rows();
        org.nd4j.linalg.dataset.MultiDataSet batch = rows.batch(List.of(scene, none));
        int at = rows.responsible(box);
        INDArray label = batch.getLabels(0).slice(0).getRow(at);
        assertEquals(1, label.getDouble(4));
        assertEquals(0, label.getDouble(5));
        assertEquals(1, label.getDouble(6));
        assertEquals(0, batch.getLabels(0).slice(1).sumNumber().doubleValue());
        assertEquals(14, batch.getLabels(1).getDouble(0, 0, 2));
        INDArray outputs = Nd4j.valueArrayOf(new long[] {1, rows.list().size(), 7}, -9f, DataType.FLOAT);
        for (int k = 0; k < 7; k++) {
            double value = label.getDouble(k);
            double before = k < 2 ? Math.log(value / (1 - value)) : k < 4 ? value : 9 * (2 * value - 1);
            outputs.putScalar(new int[] {0, at, k}, before);
        }
        Tensor out = Tensor.of(outputs);
        List<Detection> found = rows.detections(out, d2j.autograd.Functions.sigmoid(out.range(5, 7, 2)));
        assertEquals(1, found.size());
        assertEquals(1, found.get(0).label());
        assertTrue(found.get(0).box().iou(box) > 0.999);
    }
}
