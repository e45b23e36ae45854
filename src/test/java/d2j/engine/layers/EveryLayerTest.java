package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.layers.LayerSamples.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What holds for every layer that the engine replaces and for every one of our own; see {@link LayerSamples}. Over 400
 * lines because the promises of a layer stand in one list, each of which a new sample has to keep.
 */
class EveryLayerTest {

    private static final WorkspaceMode[] MODES = {WorkspaceMode.ENABLED, WorkspaceMode.NONE};
    private static final float[] NO_NUMBERS = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    static List<Sample> samples() {
        return LayerSamples.all();
    }

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(21);
    }

    /** A layer that is added has to have a sample, too. */
    @Test
    void everyLayerHasASample() throws IOException, URISyntaxException {
        Set<String> used = new HashSet<>();
        for (Sample sample : samples()) {
            var pair = pair(sample, true);
            for (GraphVertex vertex : pair.accelerated().getVertices()) {
                if (vertex.hasLayer()) {
                    Class<?> type = vertex.getLayer().getClass();
                    assertTrue(type.getName().startsWith("d2j."), type + " in " + sample + " is not accelerated");
                }
            }
            for (GraphVertex vertex : pair.original().getVertices()) {
                used.add(vertex.getClass().getName());
                if (vertex.hasLayer()) {
                    used.add(vertex.getLayer().getClass().getName());
                }
            }
        }
        for (Class<?> type : AcceleratedNetworks.replaced()) {
            assertTrue(used.contains(type.getName()), type + " lacks a sample");
        }
        URI classes = d2j.nn
                .recurrent
                .GRU
                .class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Path root = Path.of(classes);
        try (Stream<Path> files = Files.walk(root.resolve("d2j/nn"))) {
            List<String> runners = files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith("Runner.class") && !name.endsWith("SequenceRunner.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            assertFalse(runners.isEmpty());
            for (String runner : runners) {
                assertTrue(used.contains(runner), runner + " lacks a sample");
            }
        }
    }

    /**
     * Any layer may be an output, alone and beside others, in training mode and not. (DL4J's own batch normalisation
     * can only without workspaces, and its activation layers overwrite their input but in training mode.)
     */
    @ParameterizedTest
    @MethodSource("samples")
    void everyLayerMayBeAnOutput(Sample sample) {
        List<String> names =
                new ArrayList<>(sample.configuration(true).getVertices().keySet());
        List<List<String>> choices = new ArrayList<>();
        names.forEach(name -> choices.add(name.equals("loss") ? names : List.of("loss", name)));
        for (List<String> choice : choices) {
            ComputationGraphConfiguration configuration = sample.configuration(true);
            configuration.setNetworkOutputs(choice);
            compareAllOutputs(sample, AgreementWithDl4j.build(configuration));
        }
        compareAllOutputs(sample, AgreementWithDl4j.build(sample.configuration(false)));
    }

    private static void compareAllOutputs(Sample sample, AgreementWithDl4j.Pair<ComputationGraph> pair) {
        List<String> names = pair.original().getConfiguration().getNetworkOutputs();
        INDArray features = sample.features();
        setWorkspaces(pair.original(), WorkspaceMode.NONE);
        for (boolean training : new boolean[] {false, true}) {
            boolean mode = training || !sample.normalisesBatches();
            INDArray[] expected = pair.original().output(mode, features);
            INDArray[] actual = pair.accelerated().output(training, features);
            for (int i = 0; i < expected.length; i++) {
                AgreementWithDl4j.assertClose(names.get(i) + " of " + names, expected[i], actual[i]);
            }
            Map<String, INDArray> all = pair.original().feedForward(features, mode);
            pair.accelerated()
                    .feedForward(features, training)
                    .forEach((name, array) -> AgreementWithDl4j.assertClose(name, all.get(name), array));
        }
        if (sample.input() instanceof InputType.InputTypeRecurrent && !sample.seesWholeSequences()) {
            INDArray[] expected = pair.original().rnnTimeStep(features);
            INDArray[] actual = pair.accelerated().rnnTimeStep(features);
            for (int i = 0; i < expected.length; i++) {
                AgreementWithDl4j.assertClose(names.get(i) + ", a step", expected[i], actual[i]);
            }
        }
    }

    /** The same for layers in a row, in all ways in which DL4J can be asked for what is in the middle. */
    @ParameterizedTest
    @MethodSource("samples")
    void everyLayerInARowMayBeAskedFor(Sample sample) {
        if (sample.isGraph()) {
            return;
        }
        var pair = AgreementWithDl4j.build(sample.inARow());
        INDArray features = sample.features();
        int layers = pair.original().getnLayers();
        for (MultiLayerNetwork network : List.of(pair.original(), pair.accelerated())) {
            network.setInput(features);
        }
        setWorkspaces(pair.original().getLayerWiseConfigurations(), WorkspaceMode.NONE);
        for (WorkspaceMode mode : MODES) {
            setWorkspaces(pair.accelerated().getLayerWiseConfigurations(), mode);
            for (boolean training : new boolean[] {false, true}) {
                boolean like = training || !sample.normalisesBatches();
                List<INDArray> expected = pair.original().feedForward(features, like);
                List<INDArray> actual = pair.accelerated().feedForward(features, training);
                for (int i = 0; i <= layers; i++) {
                    AgreementWithDl4j.assertClose("layer " + (i - 1), expected.get(i), actual.get(i));
                }
                for (int last = 0; last < layers; last++) {
                    AgreementWithDl4j.assertClose(
                            "up to layer " + last,
                            expected.get(last + 1),
                            pair.accelerated()
                                    .feedForwardToLayer(last, features, training)
                                    .get(last + 1));
                }
                AgreementWithDl4j.assertClose(
                        "output",
                        pair.original().output(features, like),
                        pair.accelerated().output(features, training));
            }
            for (int last = 1; last < layers; last++) {
                INDArray expected = pair.original().activateSelectedLayers(0, last, features);
                AgreementWithDl4j.assertClose(
                        "selected layers to " + last,
                        expected,
                        pair.accelerated().activateSelectedLayers(0, last, features));
            }
            if (sample.input() instanceof InputType.InputTypeRecurrent && !sample.seesWholeSequences()) {
                for (int step = 0; step < 2; step++) {
                    AgreementWithDl4j.assertClose(
                            "step " + step,
                            pair.original().rnnTimeStep(features),
                            pair.accelerated().rnnTimeStep(features));
                }
                pair.original().rnnClearPreviousState();
                pair.accelerated().rnnClearPreviousState();
            }
        }
    }

    /**
     * A frozen layer is fed forward in test mode and gives gradients nevertheless. (Those of DL4J's activation layers
     * are wrong then, since they have overwritten their input.)
     */
    @ParameterizedTest
    @MethodSource("samples")
    void frozenLayersLetGradientsThrough(Sample sample) {
        if (sample.isGraph() || sample.takesNumbersOfTokens() || sample.name().startsWith("activation")) {
            return;
        }
        MultiLayerConfiguration configuration = sample.frozenInARow();
        INDArray features = sample.features();
        var pair = AgreementWithDl4j.build(configuration);
        setWorkspaces(pair.original().getLayerWiseConfigurations(), WorkspaceMode.NONE);
        INDArray labels = sample.labels(pair.original().output(features));
        for (WorkspaceMode mode : MODES) {
            setWorkspaces(pair.accelerated().getLayerWiseConfigurations(), mode);
            for (int step = 0; step < 2; step++) {
                pair.original().fit(features, labels);
                pair.accelerated().fit(features, labels);
                AgreementWithDl4j.assertScore(
                        pair.original().score(), pair.accelerated().score());
            }
            AgreementWithDl4j.assertClose(
                    "parameters", pair.original().params(), pair.accelerated().params());
        }
    }

    private static void setWorkspaces(MultiLayerConfiguration configuration, WorkspaceMode mode) {
        configuration.setTrainingWorkspaceMode(mode);
        configuration.setInferenceWorkspaceMode(mode);
    }

    /** Whatever is not a number shows in the outputs where DL4J shows it. */
    @ParameterizedTest
    @MethodSource("samples")
    void whatIsNotANumberShowsInTheOutput(Sample sample) {
        spoil(sample, EveryLayerTest::compareOutputs);
    }

    /** And in score and parameters after a step of training. */
    @ParameterizedTest
    @MethodSource("samples")
    void whatIsNotANumberShowsInTraining(Sample sample) {
        spoil(sample, (what, pair, features) -> compareTraining(what, sample, pair, features));
    }

    /** A comparison of two networks, one of whose parameters or whose features hold what is not a number. */
    private interface Comparison {
        void of(String what, AgreementWithDl4j.Pair<ComputationGraph> pair, INDArray features);
    }

    /** Puts what is not a number into the input and into each parameter, one after the other. */
    private static void spoil(Sample sample, Comparison comparison) {
        var pair = pair(sample, true);
        INDArray whole = pair.original().params().dup();
        for (float value : NO_NUMBERS) {
            if (!sample.takesNumbersOfTokens()) {
                INDArray features = sample.features();
                features.putScalar(features.length() / 2, value);
                setParameters(pair, whole);
                comparison.of(value + " in the input", pair, features);
            }
            INDArray features = sample.features();
            for (String parameter : pair.original().paramTable().keySet()) {
                setParameters(pair, whole);
                for (ComputationGraph network : List.of(pair.original(), pair.accelerated())) {
                    INDArray array = network.getParam(parameter);
                    array.putScalar(array.length() / 2, value);
                }
                comparison.of(value + " in " + parameter, pair, features);
            }
        }
    }

    private static void setParameters(AgreementWithDl4j.Pair<ComputationGraph> pair, INDArray parameters) {
        pair.original().setParams(parameters.dup());
        pair.accelerated().setParams(parameters.dup());
    }

    /** And in gradients, when it comes from above. */
    @ParameterizedTest
    @MethodSource("samples")
    void whatIsNotANumberShowsInGradients(Sample sample) {
        var pair = pair(sample, false);
        for (float value : NO_NUMBERS) {
            INDArray features = sample.features();
            INDArray error = Nd4j.rand(pair.original().outputSingle(features).shape());
            error.putScalar(error.length() / 2, value);
            Map<String, INDArray> expected = gradients(pair.original(), features, error, true);
            for (WorkspaceMode mode : MODES) {
                setWorkspaces(pair.accelerated(), mode);
                assertNothingHides(
                        value + " in the error", expected, gradients(pair.accelerated(), features, error, true));
            }
        }
    }

    /** Errors of another shape than that of the output are refused: they would be read past their end. */
    @ParameterizedTest
    @MethodSource("samples")
    void errorsOfTheWrongShapeAreRefused(Sample sample) {
        ComputationGraph network = pair(sample, false).accelerated();
        INDArray features = sample.features();
        long[] shape = network.outputSingle(features).shape();
        List<long[]> wrong = new ArrayList<>();
        for (int axis = 0; axis < shape.length; axis++) {
            for (int difference : new int[] {-1, 1}) {
                long[] other = shape.clone();
                other[axis] += difference;
                if (other[axis] > 0) {
                    wrong.add(other);
                }
            }
        }
        wrong.add(new long[] {Arrays.stream(shape).reduce(1, (a, b) -> a * b)});
        for (long[] other : wrong) {
            network.feedForward(new INDArray[] {features}, true, false);
            RuntimeException refusal = assertThrows(
                    RuntimeException.class,
                    () -> network.backpropGradient(Nd4j.ones(other)),
                    () -> Arrays.toString(other) + " for " + Arrays.toString(shape));
            if (refusal instanceof DL4JInvalidInputException) {
                assertTrue(refusal.getMessage().contains(Arrays.toString(other)), refusal.getMessage());
            }
        }
        network.feedForward(new INDArray[] {features}, true, false);
        network.backpropGradient(Nd4j.ones(shape));
    }

    /**
     * A backward pass may follow a forward pass in test mode, as where a layer is frozen. (DL4J's own way back is wrong
     * then behind an activation layer, which has overwritten its input; so what it computes in training is expected,
     * but for batch normalisation, which computes something else in test mode.)
     */
    @ParameterizedTest
    @MethodSource("samples")
    void backwardMayFollowAForwardPassInTestMode(Sample sample) {
        var pair = pair(sample, false);
        INDArray features = sample.features();
        INDArray error = Nd4j.rand(pair.original().outputSingle(features).shape());
        Map<String, INDArray> expected = gradients(pair.original(), features, error, !sample.normalisesBatches());
        for (WorkspaceMode mode : MODES) {
            setWorkspaces(pair.accelerated(), mode);
            Map<String, INDArray> actual = gradients(pair.accelerated(), features, error, false);
            assertEquals(expected.keySet(), actual.keySet());
            // A gradient that is zero but for rounding, like that of a bias before a normalisation, has no scale.
            double largest = expected.values().stream()
                    .mapToDouble(gradient -> gradient.amaxNumber().doubleValue())
                    .max()
                    .orElse(0);
            expected.forEach((name, gradient) -> AgreementWithDl4j.assertClose(
                    name,
                    gradient,
                    actual.get(name),
                    AgreementWithDl4j.TOLERANCE,
                    0.1 * AgreementWithDl4j.TOLERANCE * largest));
        }
    }

    /** By the parameters' names. */
    private static Map<String, INDArray> gradients(
            ComputationGraph network, INDArray features, INDArray error, boolean training) {
        network.feedForward(new INDArray[] {features}, training, false);
        network.backpropGradient(error.dup());
        Map<String, INDArray> gradients = new TreeMap<>();
        network.gradient().gradientForVariable().forEach((name, gradient) -> gradients.put(name, gradient.dup()));
        return gradients;
    }

    private static AgreementWithDl4j.Pair<ComputationGraph> pair(Sample sample, boolean withLoss) {
        var pair = AgreementWithDl4j.build(sample.configuration(withLoss));
        if (!withLoss) {
            setWorkspaces(pair.original(), WorkspaceMode.NONE);
        }
        return pair;
    }

    private static void setWorkspaces(ComputationGraph network, WorkspaceMode mode) {
        network.getConfiguration().setTrainingWorkspaceMode(mode);
        network.getConfiguration().setInferenceWorkspaceMode(mode);
    }

    private static void compareOutputs(String what, AgreementWithDl4j.Pair<ComputationGraph> pair, INDArray features) {
        for (boolean training : new boolean[] {false, true}) {
            compareKinds(
                    what + (training ? " in training" : ""),
                    pair.original().output(training, features)[0],
                    pair.accelerated().output(training, features)[0]);
        }
    }

    private static void compareTraining(
            String what, Sample sample, AgreementWithDl4j.Pair<ComputationGraph> pair, INDArray features) {
        INDArray labels = sample.labels(pair.original().outputSingle(features));
        for (ComputationGraph network : List.of(pair.original(), pair.accelerated())) {
            network.fit(new INDArray[] {features}, new INDArray[] {labels});
        }
        assertEquals(
                Double.isFinite(pair.original().score()),
                Double.isFinite(pair.accelerated().score()),
                () -> what + ": score " + pair.accelerated().score() + " instead of "
                        + pair.original().score());
        assertNothingHides(
                what, pair.original().paramTable(), pair.accelerated().paramTable());
    }

    /**
     * Fails where DL4J shows in an array that something is no number and we do not. Within it, it may be other
     * elements: a slope of zero times NaN is NaN to oneDNN, where DL4J's rectifier chooses zero, and DL4J multiplies
     * with the zeros around an image, which oneDNN leaves out.
     */
    private static void assertNothingHides(String what, Map<String, INDArray> expected, Map<String, INDArray> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, array) -> assertTrue(
                kinds(array).indexOf('x') < 0 || kinds(actual.get(name)).indexOf('x') >= 0,
                () -> what + ": " + name + " is " + actual.get(name) + " instead of " + array));
        assertTrue(
                actual.values().stream().allMatch(array -> kinds(array).indexOf('x') < 0)
                        || expected.values().stream()
                                .anyMatch(array -> kinds(array).indexOf('x') >= 0),
                () -> what + ": " + actual + " although DL4J's are all numbers");
    }

    /** Fails unless the same elements of both are numbers. */
    private static void compareKinds(String what, INDArray expected, INDArray actual) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertEquals(kinds(expected), kinds(actual), what);
    }

    private static String kinds(INDArray array) {
        StringBuilder kinds = new StringBuilder();
        for (float value : array.dup('c').reshape(array.length()).toFloatVector()) {
            kinds.append(Float.isFinite(value) ? '.' : 'x');
        }
        return kinds.toString();
    }
}
