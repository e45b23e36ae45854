package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.layers.AgreementWithDl4j;
import d2j.engine.onednn.Acceleration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.BaseNDArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.weightinit.impl.XavierInitScheme;

/** SameDiff graphs compute the same as without the engine, and use their memory again. */
class GraphTrainingTest implements WithEngine {

    private static final int BATCH = 4;
    private static final int LENGTH = 5;
    private static final int WIDTH = 8;

    @Test
    void trainingGivesTheSameParameters() {
        Map<String, INDArray> expected = parametersAfterTraining(false);
        Map<String, INDArray> actual = parametersAfterTraining(true);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, array) -> AgreementWithDl4j.assertClose(name, array, actual.get(name), 1e-4));
    }

    @Test
    void gradientsAreTheSameAndStayWhatTheyAre() {
        Map<String, INDArray> expected = gradients(false);
        Map<String, INDArray> actual = gradients(true);
        expected.forEach((name, array) -> AgreementWithDl4j.assertClose(name, array, actual.get(name), 1e-4));
    }

    @Test
    void stepsAndCallsUseTheSameMemory() {
        SameDiff graph = encoder();
        Set<Long> places = new HashSet<>();
        graph.setListeners(new BaseListener() {
            @Override
            public boolean isActive(Operation operation) {
                return true;
            }

            @Override
            public void opExecution(
                    SameDiff graph,
                    At at,
                    org.nd4j.linalg.dataset.api.MultiDataSet batch,
                    SameDiffOp operation,
                    OpContext context,
                    INDArray[] outputs) {
                for (INDArray output : outputs) {
                    if (output.length() >= BATCH * LENGTH * WIDTH) {
                        places.add(output.data().address());
                    }
                }
            }
        });
        for (int i = 0; i < 3; i++) {
            graph.fit(batch(i));
        }
        int after3 = places.size();
        for (int i = 0; i < 20; i++) {
            graph.fit(batch(i));
        }
        assertTrue(
                places.size() <= after3 + 2,
                "arrays lay in " + after3 + " places after 3 steps, in " + places.size() + " after 23");
    }

    @Test
    void gradientsThatAListenerKeepsStayWhatTheyAre() {
        SameDiff graph = encoder();
        List<INDArray> kept = new ArrayList<>();
        List<INDArray> copies = new ArrayList<>();
        graph.setListeners(new BaseListener() {
            @Override
            public boolean isActive(Operation operation) {
                return true;
            }

            @Override
            public void preUpdate(SameDiff graph, At at, Variable variable, INDArray update) {
                kept.add(update);
                copies.add(update.dup());
            }
        });
        for (int i = 0; i < 3; i++) {
            graph.fit(batch(i));
        }
        assertEquals(copies, kept);
        assertEquals(3 * 7, kept.size());
    }

    @Test
    void outputsOfInferenceAreNotOverwritten() {
        SameDiff graph = encoder();
        INDArray input = batch(1).getFeatures();
        INDArray first = graph.output(Map.of("input", input), "logits").get("logits");
        INDArray kept = first.dup();
        for (int i = 0; i < 5; i++) {
            graph.output(Map.of("input", input.mul(i)), "logits");
            graph.fit(batch(i));
        }
        assertEquals(kept, first);
    }

    @Test
    void loopsAndBranchesGiveTheSame() {
        INDArray start = Nd4j.createFromArray(1f, 2, 3, 4).reshape(2, 2);
        List<INDArray> results = new ArrayList<>();
        for (boolean accelerated : new boolean[] {false, true, true}) {
            Acceleration.enable(accelerated);
            SameDiff graph = SameDiff.create();
            SDVariable input = graph.placeHolder("input", DataType.FLOAT, 2, 2);
            SDVariable[] loop = graph.whileLoop(
                    new SDVariable[] {graph.constant("zero", Nd4j.scalar(0)), graph.math.abs(input)},
                    (inner, variables) -> variables[0].lt(5),
                    (inner, variables) -> new SDVariable[] {
                        variables[0].add(1), variables[1].mmul(variables[1]).div(variables[1].sum())
                    });
            graph.ifCond(
                    "result", null, inner -> loop[1].sum().gt(1), inner -> loop[1].mul(2), inner -> loop[1].add(7));
            graph.output(Map.of("input", start.mul(3)), "result");
            results.add(graph.output(Map.of("input", start), "result").get("result"));
        }
        AgreementWithDl4j.assertClose("first", results.get(0), results.get(1), 1e-5);
        AgreementWithDl4j.assertClose("second", results.get(0), results.get(2), 1e-5);
    }

    @Test
    void arraysThatAreUsedAgainHaveNumbersOfTheirOwn() {
        INDArray reused = Nd4j.create(DataType.FLOAT, 2);
        ((BaseNDArray) reused).assignNewId();
        assertNotEquals(reused.getId(), Nd4j.create(DataType.FLOAT, 2).getId());
    }

    @Test
    void valuesAreToldApartByTheirArrays() {
        INDArray ones = Nd4j.ones(DataType.FLOAT, 3);
        INDArray others = Nd4j.ones(DataType.FLOAT, 3);
        ValueSet values = new ValueSet();
        assertTrue(values.add(SDValue.create(ones)));
        assertEquals(false, values.add(SDValue.create(ones)));
        assertTrue(values.contains(SDValue.create(ones)));
        assertEquals(false, values.contains(SDValue.create(others)));
        assertTrue(values.add(SDValue.create(others)));
        assertTrue(values.add(SDValue.create(List.of(ones, others))));
        assertEquals(3, values.size());
        assertTrue(values.remove(SDValue.create(ones)));
        assertEquals(false, values.contains(SDValue.create(ones)));
        values.clear();
        assertTrue(values.isEmpty());
    }

    private static Map<String, INDArray> parametersAfterTraining(boolean accelerated) {
        Acceleration.enable(accelerated);
        SameDiff graph = encoder();
        for (int i = 0; i < 6; i++) {
            graph.fit(batch(i));
        }
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (SDVariable variable : graph.variables()) {
            if (graph.getTrainingConfig() != null
                    && variable.getVariableType().name().equals("VARIABLE")) {
                parameters.put(variable.name(), variable.getArr().dup());
            }
        }
        return parameters;
    }

    private static Map<String, INDArray> gradients(boolean accelerated) {
        Acceleration.enable(accelerated);
        SameDiff graph = encoder();
        DataSet batch = batch(1);
        Map<String, INDArray> inputs = Map.of("input", batch.getFeatures(), "labels", batch.getLabels());
        Map<String, INDArray> gradients = graph.calculateGradients(inputs, "queries", "gain", "hidden", "bias");
        // What comes later must not reach what was handed out.
        graph.calculateGradients(
                Map.of("input", batch.getFeatures().mul(3), "labels", batch.getLabels()),
                "queries",
                "gain",
                "hidden",
                "bias");
        graph.fit(batch(2));
        return gradients;
    }

    private static DataSet batch(int seed) {
        Nd4j.getRandom().setSeed(100 + seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH * LENGTH, 3);
        for (int i = 0; i < BATCH * LENGTH; i++) {
            labels.putScalar(i, (i + seed) % 3, 1);
        }
        return new DataSet(Nd4j.rand(DataType.FLOAT, BATCH, LENGTH, WIDTH), labels);
    }

    /** An encoder block as in {@code bench}, in small. */
    private static SameDiff encoder() {
        Nd4j.getRandom().setSeed(5);
        SameDiff graph = SameDiff.create();
        SDVariable input = graph.placeHolder("input", DataType.FLOAT, BATCH, LENGTH, WIDTH);
        SDVariable labels = graph.placeHolder("labels", DataType.FLOAT, BATCH * LENGTH, 3);
        SDVariable rows = graph.reshape(input, BATCH * LENGTH, WIDTH);
        SDVariable queries = heads(graph, rows.mmul(weights(graph, "queries", WIDTH, WIDTH)));
        SDVariable keys = heads(graph, rows.mmul(weights(graph, "keys", WIDTH, WIDTH)));
        SDVariable attention =
                graph.nn.softmax(graph.mmul(queries, keys, false, true, false).mul(0.5), 3);
        SDVariable mixed = graph.reshape(graph.permute(graph.mmul(attention, keys), 0, 2, 1, 3), BATCH * LENGTH, WIDTH);
        SDVariable normalized = graph.nn.layerNorm(
                rows.add(mixed),
                graph.var("gain", Nd4j.ones(DataType.FLOAT, WIDTH)),
                graph.var("shift", Nd4j.zeros(DataType.FLOAT, WIDTH)),
                false,
                1);
        SDVariable hidden = graph.nn.relu(
                normalized
                        .mmul(weights(graph, "hidden", WIDTH, 16))
                        .add(graph.var("bias", Nd4j.zeros(DataType.FLOAT, 16))),
                0);
        SDVariable logits = hidden.mmul("logits", weights(graph, "output", 16, 3));
        graph.loss.softmaxCrossEntropy("loss", labels, logits, null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(0.01))
                .l2(0.01)
                .dataSetFeatureMapping("input")
                .dataSetLabelMapping("labels")
                .build());
        return graph;
    }

    private static SDVariable heads(SameDiff graph, SDVariable rows) {
        return graph.permute(graph.reshape(rows, BATCH, LENGTH, 2, WIDTH / 2), 0, 2, 1, 3);
    }

    private static SDVariable weights(SameDiff graph, String name, int inputs, int outputs) {
        return graph.var(name, new XavierInitScheme('c', inputs, outputs), DataType.FLOAT, inputs, outputs);
    }
}
