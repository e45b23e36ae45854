package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import d2j.nn.Mlp;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
