package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.norm.LayerNormalization;
import d2j.nn.transformer.PositionWiseFeedForward;
import d2j.nn.transformer.TokenEmbedding;
import d2j.nn.transformer.TokenSelection;
import d2j.nn.transformer.TransformerEncoderBlock;
import java.util.Random;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Embedding, selection of tokens and normalisation of rows, put together as in BERT's pre-training. */
class BertLayersTest {

    private static final int VOCABULARY = 9;
    private static final int BATCH = 3;
    private static final int TIME = 5;
    private static final int PICKED = 4;

    @Test
    void bothPathsAgree() {
        AgreementWithDl4j.check(configuration(DataType.FLOAT, PICKED), data(DataType.FLOAT, PICKED));
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        // One picked token each: with more, DL4J's score is a mean over them and its gradient a sum.
        DataType before = Nd4j.dataType();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            ComputationGraph network = new ComputationGraph(configuration(DataType.DOUBLE, 1));
            network.init();
            MultiDataSet data = data(DataType.DOUBLE, 1);
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                    .net(network)
                    .inputs(data.getFeatures())
                    .labels(data.getLabels())
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-8)));
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    @Test
    void configurationsSurviveBeingSavedAsJson() {
        ComputationGraphConfiguration configuration = configuration(DataType.FLOAT, PICKED);
        assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    }

    @Test
    void numbersOutsideTheVocabularyAndPositionsOutsideTheSequenceAreReported() {
        ComputationGraph network = new ComputationGraph(configuration(DataType.FLOAT, PICKED));
        network.init();
        INDArray[] features = data(DataType.FLOAT, PICKED).getFeatures();
        features[1].putScalar(0, TIME);
        assertThrows(IllegalArgumentException.class, () -> network.output(features));
        features[1].putScalar(0, 0);
        features[0].putScalar(0, VOCABULARY);
        assertThrows(IllegalArgumentException.class, () -> network.output(features));
    }

    private static ComputationGraphConfiguration configuration(DataType type, int picked) {
        return new NeuralNetConfiguration.Builder()
                .seed(2)
                .dataType(type)
                .updater(new Sgd(1))
                .graphBuilder()
                .addInputs("tokens", "positions")
                .setInputTypes(InputType.recurrent(2, TIME), InputType.feedForward(picked))
                .addLayer(
                        "embedding",
                        new TokenEmbedding.Builder()
                                .vocabulary(VOCABULARY)
                                .segments(2)
                                .positions(TIME + 1)
                                .nOut(6)
                                .build(),
                        "tokens")
                .addLayer(
                        "block",
                        new TransformerEncoderBlock.Builder()
                                .heads(2)
                                .gelu(true)
                                .hiddenSize(4)
                                .build(),
                        "embedding")
                .addVertex("masked", new TokenSelection(), "block", "positions")
                .addLayer(
                        "dense",
                        new PositionWiseFeedForward.Builder()
                                .hiddenSize(3)
                                .gelu(true)
                                .build(),
                        "masked")
                .addLayer("norm", new LayerNormalization.Builder().build(), "dense")
                .addLayer("words", output(VOCABULARY), "norm")
                .addVertex("first", new TokenSelection(), "block")
                .addLayer("following", output(2), "first")
                .setOutputs("words", "following")
                .build();
    }

    private static OutputLayer output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiDataSet data(DataType type, int picked) {
        Random random = new Random(4);
        INDArray tokens = Nd4j.create(type, BATCH, 2, TIME);
        INDArray positions = Nd4j.create(type, BATCH, picked);
        INDArray words = Nd4j.create(type, BATCH * picked, VOCABULARY);
        INDArray following = Nd4j.create(type, BATCH, 2);
        for (int i = 0; i < BATCH; i++) {
            for (int t = 0; t < TIME; t++) {
                tokens.putScalar(i, 0, t, random.nextInt(VOCABULARY));
                tokens.putScalar(i, 1, t, random.nextInt(2));
            }
            for (int k = 0; k < picked; k++) {
                positions.putScalar(i, k, random.nextInt(TIME));
                words.putScalar(i * picked + k, random.nextInt(VOCABULARY), 1);
            }
            following.putScalar(i, random.nextInt(2), 1);
        }
        return new MultiDataSet(new INDArray[] {tokens, positions}, new INDArray[] {words, following});
    }
}
