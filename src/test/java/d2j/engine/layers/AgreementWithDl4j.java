package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.onednn.Acceleration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Builds a network twice with the same parameters, accelerated and on DL4J's own path, and compares what they compute:
 * outputs, score, every gradient, and the parameters after a few steps of training. Differences are relative to the
 * largest magnitude in the array, since single elements may be zero.
 */
public final class AgreementWithDl4j {

    static final double TOLERANCE = 1e-4;

    /** The same network, accelerated and not. */
    record Pair<N extends Model>(N accelerated, N original) {}

    private AgreementWithDl4j() {}

    static Pair<MultiLayerNetwork> build(MultiLayerConfiguration configuration) {
        return pair(() -> {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
            network.init();
            return network;
        });
    }

    static Pair<ComputationGraph> build(ComputationGraphConfiguration configuration) {
        return pair(() -> {
            ComputationGraph network = new ComputationGraph(configuration.clone());
            network.init();
            return network;
        });
    }

    private static <N extends Model> Pair<N> pair(Supplier<N> builder) {
        assumeTrue(Acceleration.isOn(), "networks are not accelerated here");
        N original;
        Acceleration.enable(false);
        try {
            original = builder.get();
        } finally {
            Acceleration.enable(true);
        }
        N accelerated = builder.get();
        // Biases and gains too, since zeros and ones hide mistakes.
        INDArray parameters = original.params();
        if (parameters.isEmpty()) {
            return new Pair<>(accelerated, original);
        }
        parameters.addi(Nd4j.randn(parameters.dataType(), parameters.shape()).muli(0.05));
        accelerated.setParams(parameters.dup());
        return new Pair<>(accelerated, original);
    }

    /** Compares everything on one batch, then trains both on it for three steps. */
    static Pair<MultiLayerNetwork> check(MultiLayerConfiguration configuration, DataSet data) {
        Pair<MultiLayerNetwork> pair = build(configuration);
        check(pair, data);
        return pair;
    }

    static void check(Pair<MultiLayerNetwork> pair, DataSet data) {
        for (int repetition = 0; repetition < 2; repetition++) {
            compare(
                    "output",
                    pair,
                    network -> seeded(() -> network.output(
                            data.getFeatures(), false, data.getFeaturesMaskArray(), data.getLabelsMaskArray())));
            compareGradients(pair, network -> {
                network.setInput(data.getFeatures());
                network.setLabels(data.getLabels());
                network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
                network.computeGradientAndScore();
                network.clearLayerMaskArrays();
            });
            assertScore(pair.original().score(data), pair.accelerated().score(data));
        }
        compareTraining(pair, network -> network.fit(data));
        compare(
                "output after training",
                pair,
                network -> network.output(
                        data.getFeatures(), false, data.getFeaturesMaskArray(), data.getLabelsMaskArray()));
    }

    /** Compares everything on one batch, then trains both on it for three steps. */
    static Pair<ComputationGraph> check(ComputationGraphConfiguration configuration, MultiDataSet data) {
        Pair<ComputationGraph> pair = build(configuration);
        check(pair, data);
        return pair;
    }

    static void check(Pair<ComputationGraph> pair, MultiDataSet data) {
        for (int repetition = 0; repetition < 2; repetition++) {
            compareOutputs(pair, data);
            compareGradients(pair, network -> {
                network.setInputs(data.getFeatures());
                network.setLabels(data.getLabels());
                network.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
                network.computeGradientAndScore();
                network.clearLayerMaskArrays();
            });
            assertScore(pair.original().score(data), pair.accelerated().score(data));
        }
        compareTraining(pair, network -> network.fit(data));
        compareOutputs(pair, data);
    }

    private static void compareOutputs(Pair<ComputationGraph> pair, MultiDataSet data) {
        Function<ComputationGraph, INDArray[]> output = network ->
                network.output(false, data.getFeatures(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        INDArray[] accelerated = output.apply(pair.accelerated());
        INDArray[] original = output.apply(pair.original());
        assertEquals(original.length, accelerated.length);
        for (int i = 0; i < original.length; i++) {
            assertClose("output " + i, original[i], accelerated[i]);
        }
    }

    /** Compares an array that both networks compute. */
    static <N extends Model> void compare(String what, Pair<N> pair, Function<N, INDArray> computation) {
        assertClose(what, computation.apply(pair.original()), computation.apply(pair.accelerated()));
    }

    /** Compares scores and gradients after a step has been computed, with the same random numbers in both. */
    static <N extends Model> void compareGradients(Pair<N> pair, Consumer<N> step) {
        for (N network : List.of(pair.original(), pair.accelerated())) {
            Nd4j.getRandom().setSeed(11);
            step.accept(network);
        }
        assertScore(pair.original().score(), pair.accelerated().score());
        Map<String, INDArray> gradients = pair.accelerated().gradient().gradientForVariable();
        Map<String, INDArray> expected = pair.original().gradient().gradientForVariable();
        assertEquals(expected.keySet(), gradients.keySet());
        INDArray all = pair.original().gradient().gradient();
        // A gradient that is zero but for rounding, like that of a bias before a normalisation, has no scale.
        double rounding = 0.1 * TOLERANCE * all.amaxNumber().doubleValue();
        expected.forEach((name, gradient) ->
                assertClose("gradient of " + name, gradient, gradients.get(name), TOLERANCE, rounding));
        assertClose("gradients", all, pair.accelerated().gradient().gradient());
    }

    /** Compares parameters after three steps of training, with the same random numbers in both. */
    static <N extends Model> void compareTraining(Pair<N> pair, Consumer<N> fit) {
        for (N network : List.of(pair.original(), pair.accelerated())) {
            Nd4j.getRandom().setSeed(12);
            for (int i = 0; i < 3; i++) {
                fit.accept(network);
            }
        }
        // Errors of rounding add up over the steps.
        assertClose(
                "parameters after training",
                pair.original().params(),
                pair.accelerated().params(),
                5 * TOLERANCE);
    }

    static void assertScore(double expected, double actual) {
        assertEquals(expected, actual, TOLERANCE * Math.max(1e-3, Math.abs(expected)), "score");
    }

    static void assertClose(String what, INDArray expected, INDArray actual) {
        assertClose(what, expected, actual, TOLERANCE);
    }

    /** Fails where two arrays differ by more than the tolerance times the largest magnitude. */
    public static void assertClose(String what, INDArray expected, INDArray actual, double tolerance) {
        assertClose(what, expected, actual, tolerance, 0);
    }

    /** As above, and a difference of {@code rounding} is none. */
    static void assertClose(String what, INDArray expected, INDArray actual, double tolerance, double rounding) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertEquals(expected.dataType(), actual.dataType(), what);
        double[] wanted = expected.dup('c').reshape(expected.length()).toDoubleVector();
        double[] got = actual.dup('c').reshape(actual.length()).toDoubleVector();
        double scale = 1e-12;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < wanted.length; i++) {
            scale = Math.max(scale, Math.abs(wanted[i]));
            double difference = Math.abs(wanted[i] - got[i]);
            assertFalse(Double.isNaN(difference), what + " is not a number");
            if (difference > worst) {
                worst = difference;
                at = i;
            }
        }
        assertTrue(
                worst <= tolerance * scale + rounding,
                String.format(
                        "%s differs by %.3g of %.3g: %s instead of %s, element %d",
                        what, worst, scale, got[at], wanted[at], at));
    }

    /** Fails unless the network's layer of this name or number comes from this package. */
    static void assertAccelerated(Layer layer) {
        assertEquals(
                AgreementWithDl4j.class.getPackageName(),
                layer.getClass().getPackageName(),
                layer + " is not accelerated");
    }

    private static INDArray seeded(Supplier<INDArray> computation) {
        Nd4j.getRandom().setSeed(10);
        return computation.get();
    }
}
