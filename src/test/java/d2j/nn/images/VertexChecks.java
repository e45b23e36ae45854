package d2j.nn.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What holds of every vertex: its gradients, in doubles and in floats, and that a saved network is the same.
 *
 * @param network one with the vertex in it, in a type of numbers
 * @param input   the shape of some images
 * @param classes the classes of its output
 */
record VertexChecks(Function<DataType, ComputationGraph> network, long[] input, int classes) {

    private INDArray images(DataType type) {
        return Nd4j.randn(type, input);
    }

    INDArray labels(DataType type) {
        INDArray labels = Nd4j.zeros(type, input[0], classes);
        for (int i = 0; i < input[0]; i++) {
            labels.putScalar(i, (2 * i + 1) % classes, 1);
        }
        return labels;
    }

    void gradientsAgreeWithFiniteDifferences() {
        DataType before = Nd4j.dataType();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                    .net(network.apply(DataType.DOUBLE))
                    .inputs(new INDArray[] {images(DataType.DOUBLE)})
                    .labels(new INDArray[] {labels(DataType.DOUBLE)})
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)));
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    void floatsHaveTheGradientsOfDoubles() {
        INDArray x = images(DataType.FLOAT);
        ComputationGraph fast = network.apply(DataType.FLOAT);
        ComputationGraph exact = network.apply(DataType.DOUBLE);
        exact.setParams(fast.params().castTo(DataType.DOUBLE));
        INDArray expected = gradients(exact, x.castTo(DataType.DOUBLE), labels(DataType.DOUBLE));
        assertTrue(expected.amaxNumber().doubleValue() > 1e-2, "gradients that say something");
        INDArray floats = gradients(fast, x, labels(DataType.FLOAT));
        assertTrue(expected.equalsWithEps(floats.castTo(DataType.DOUBLE), 1e-5));
    }

    private static INDArray gradients(ComputationGraph network, INDArray x, INDArray labels) {
        network.setInputs(x);
        network.setLabels(labels);
        network.computeGradientAndScore();
        return network.getFlattenedGradients();
    }

    void savedNetworkComputesTheSame(Path folder) throws IOException {
        ComputationGraph saved = network.apply(DataType.FLOAT);
        assertEquals(
                saved.getConfiguration(),
                ComputationGraphConfiguration.fromJson(saved.getConfiguration().toJson()));
        Path file = folder.resolve("network.zip");
        ModelSerializer.writeModel(saved, file.toFile(), true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file.toFile());
        INDArray x = images(DataType.FLOAT);
        assertEquals(saved.outputSingle(x), restored.outputSingle(x));
    }
}
