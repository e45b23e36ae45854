package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.Mlp;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Sizes by formulas of their own, and shapes. */
class TextModelsTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1);
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    @Test
    void recurrentTaggers() {
        MultiLayerNetwork lstm = network(RecurrentTagger.lstm(settings(), 5, 7, 3));
        assertEquals(4 * 7 * (5 + 7 + 1) + 8 * 3, lstm.numParams());
        MultiLayerNetwork gru = network(RecurrentTagger.gru(settings(), 5, 7, 3));
        assertEquals(3 * 7 * (5 + 7 + 1) + 7 + 8 * 3, gru.numParams());
        for (MultiLayerNetwork network : new MultiLayerNetwork[] {lstm, gru}) {
            assertArrayEquals(
                    new long[] {2, 3, 11}, network.output(Nd4j.rand(2, 5, 11)).shape());
        }
    }

    @Test
    void transformerTagger() {
        MultiLayerNetwork network = network(TransformerTagger.configuration(settings(), 3, 8, 2, 6, 5));
        assertEquals(3 * (12 * 64 + 13 * 8) + 9 * 5, network.numParams());
        assertArrayEquals(
                new long[] {2, 5, 6}, network.output(Nd4j.rand(2, 8, 6)).shape());
    }

    @Test
    void bert() {
        Bert.Size size = new Bert.Size(50, 6, 8, 2, 16, 3);
        ComputationGraph network = new ComputationGraph(Bert.pretraining(settings(), size, 2));
        network.init();
        int block = 4 * (64 + 8) + 2 * 8 * 16 + 16 + 8 + 4 * 8;
        int embedding = (50 + 2 + 6) * 8;
        int words = 64 + 8 + 16 + 9 * 50;
        int following = 64 + 8 + 9 * 2;
        assertEquals(embedding + 3 * block + words + following, network.numParams());
        INDArray tokens = Nd4j.zeros(4, 2, 6);
        INDArray[] outputs = network.output(tokens, Nd4j.zeros(4, 2));
        assertArrayEquals(new long[] {4 * 2, 50}, outputs[0].shape());
        assertArrayEquals(new long[] {4, 2}, outputs[1].shape());
    }

    @Test
    void theEncoderOfBertBase() {
        ComputationGraphConfiguration base = Bert.pretraining(settings(), Bert.Size.BASE, 76);
        long encoder = base.getVertices().entrySet().stream()
                .filter(vertex -> vertex.getKey().startsWith("embedding")
                        || vertex.getKey().startsWith("block"))
                .map(vertex -> ((LayerVertex) vertex.getValue()).getLayerConf())
                .mapToLong(layer -> layer.getLayer().initializer().numParams(layer))
                .sum();
        // Hugging Face counts 108,891,648 without the pooler; 1,536 of them normalise the embedding.
        assertEquals(108_891_648 - 1_536, encoder);
    }

    @Test
    void transformers() {
        assertEquals(
                1_817_528,
                Transformer.configuration(settings(), Transformer.Size.small(3_000, 3_000))
                        .getVertices()
                        .values()
                        .stream()
                        .mapToLong(vertex -> vertex.numParams(true))
                        .sum());
        // With one table for source, target and output, which the paper shares: its 63 million.
        long base =
                Transformer.configuration(settings(), Transformer.Size.base(37_000, 37_000))
                        .getVertices()
                        .values()
                        .stream()
                        .mapToLong(vertex -> vertex.numParams(true))
                        .sum();
        assertEquals(63_082_496, base - 2 * 37_000L * 512 - 37_000);
        ComputationGraph network = transformer();
        assertArrayEquals(new long[] {3, 9, 4}, network.output(Nd4j.zeros(3, 1, 5), Nd4j.zeros(3, 1, 4))[0].shape());
    }

    @Test
    void decodingTokenByTokenIsDecodingTheWhole() {
        ComputationGraph network = transformer();
        TransformerDecoding decoding = new TransformerDecoding(network);
        assertThrows(IllegalStateException.class, () -> decoding.step(1, 2));
        INDArray source =
                Nd4j.create(new float[][] {{1, 4, 2, 0, 0}, {3, 3, 1, 5, 6}}).reshape(2, 1, 5);
        INDArray mask = Nd4j.create(new float[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 1, 1}});
        int[][] target = {{1, 7, 3, 8, 2, 2}, {1, 5, 5, 0, 4, 6}};
        INDArray tokens = Nd4j.createFromArray(target).castTo(DataType.FLOAT).reshape(2, 1, 6);
        for (INDArray visible : new INDArray[] {mask, null}) {
            decoding.begin(source, visible);
            for (int t = 0; t < 6; t++) {
                INDArray soFar = tokens.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, t + 1));
                INDArray expected =
                        network.output(false, new INDArray[] {source, soFar}, new INDArray[] {visible, null})[0];
                INDArray actual = decoding.step(target[0][t], target[1][t]);
                assertTrue(expected.tensorAlongDimension(t, 0, 1).dup('c').equalsWithEps(actual, 1e-5), "token " + t);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> decoding.step(1));
    }

    private static ComputationGraph transformer() {
        ComputationGraph network = new ComputationGraph(
                Transformer.configuration(settings(), new Transformer.Size(7, 9, 8, 2, 16, 2, 0.1)));
        network.init();
        return network;
    }

    @Test
    void multilayerPerceptrons() {
        assertEquals(
                203_530, network(Mlp.configuration(settings(), 784, 10, 256)).numParams());
        assertEquals(7_850, network(Mlp.configuration(settings(), 784, 10)).numParams());
        MultiLayerNetwork deep = network(Mlp.configuration(settings(), 4, 3, 6, 5));
        assertEquals(5 * 6 + 7 * 5 + 6 * 3, deep.numParams());
        assertEquals(1, deep.output(Nd4j.rand(1, 4)).sumNumber().doubleValue(), 1e-6);
        assertEquals(3, Arrays.stream(deep.getLayers()).count());
    }
}
