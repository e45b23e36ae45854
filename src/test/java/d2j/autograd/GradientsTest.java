package d2j.autograd;

import static d2j.autograd.Functions.avgPool2d;
import static d2j.autograd.Functions.batchNorm;
import static d2j.autograd.Functions.binaryCrossEntropy;
import static d2j.autograd.Functions.concat;
import static d2j.autograd.Functions.conv1d;
import static d2j.autograd.Functions.conv2d;
import static d2j.autograd.Functions.convTranspose2d;
import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.elu;
import static d2j.autograd.Functions.embedding;
import static d2j.autograd.Functions.gelu;
import static d2j.autograd.Functions.layerNorm;
import static d2j.autograd.Functions.leakyRelu;
import static d2j.autograd.Functions.logSoftmax;
import static d2j.autograd.Functions.logSumExp;
import static d2j.autograd.Functions.maxPool2d;
import static d2j.autograd.Functions.mse;
import static d2j.autograd.Functions.pad;
import static d2j.autograd.Functions.relu;
import static d2j.autograd.Functions.sigmoid;
import static d2j.autograd.Functions.softmax;
import static d2j.autograd.Functions.softplus;
import static d2j.autograd.Functions.stack;
import static d2j.autograd.Functions.tanh;
import static d2j.autograd.Functions.upsample2d;
import static d2j.autograd.Functions.where;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.train.NumericalGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Every operation against finite differences, in first and second order, in double precision. */
class GradientsTest {

    private static final long[][] WIDTHS = {{0, 1}, {2, 0}, {1, 1}};

    /** An operation, the shapes of its operands, and the range of their elements. */
    private record Case(String name, Function<Tensor[], Tensor> operation, double low, double high, long[]... shapes) {}

    private static Case any(String name, Function<Tensor[], Tensor> operation, long[]... shapes) {
        return new Case(name, operation, -2, 2, shapes);
    }

    private static Case positive(String name, Function<Tensor[], Tensor> operation, long[]... shapes) {
        return new Case(name, operation, 0.5, 2, shapes);
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        long[][][] pairs = {
            {{2, 3}, {2, 3}},
            {{2, 3}, {3}},
            {{2, 3}, {1, 3}},
            {{2, 1}, {1, 3}},
            {{}, {2, 2}},
            {{2, 1, 3}, {4, 1}},
            {{1}, {1, 1}}
        };
        for (long[][] pair : pairs) {
            String shapes = " " + Shapes.text(pair[0]) + " " + Shapes.text(pair[1]);
            cases.add(any("add" + shapes, x -> x[0].add(x[1]), pair));
            cases.add(any("sub" + shapes, x -> x[0].sub(x[1]), pair));
            cases.add(any("mul" + shapes, x -> x[0].mul(x[1]), pair));
            cases.add(positive("div" + shapes, x -> x[0].div(x[1]), pair));
            cases.add(positive("pow" + shapes, x -> x[0].pow(x[1]), pair));
            cases.add(any("maximum" + shapes, x -> x[0].maximum(x[1]), pair));
            cases.add(any("minimum" + shapes, x -> x[0].minimum(x[1]), pair));
            cases.add(any("where" + shapes, x -> where(x[0].detach().gt(0), x[0].mul(x[1]), x[1]), pair));
        }
        long[] matrix = shape(3, 4);
        long[] cube = shape(2, 3, 4);
        cases.add(any("numbers", x -> x[0].add(2).mul(3).sub(1).rsub(4).div(5), matrix));
        cases.add(positive("rdiv", x -> x[0].rdiv(2), matrix));
        cases.add(any("neg", x -> x[0].neg(), matrix));
        cases.add(any("pow 3", x -> x[0].pow(3), matrix));
        cases.add(positive("pow -0.5", x -> x[0].pow(-0.5), matrix));
        cases.add(any("pow 0", x -> x[0].pow(0).mul(x[0]), matrix));
        cases.add(any("square", x -> x[0].square(), matrix));
        cases.add(positive("sqrt", x -> x[0].sqrt(), matrix));
        cases.add(any("exp", x -> x[0].exp(), matrix));
        cases.add(positive("log", x -> x[0].log(), matrix));
        cases.add(any("abs", x -> x[0].abs(), matrix));
        cases.add(any("sin", x -> x[0].sin(), matrix));
        cases.add(any("cos", x -> x[0].cos(), matrix));
        cases.add(any("clip", x -> x[0].clip(-1, 0.5), matrix));
        cases.add(any("relu", x -> relu(x[0]), matrix));
        cases.add(any("leakyRelu", x -> leakyRelu(x[0], 0.1), matrix));
        cases.add(any("elu", x -> elu(x[0], 0.7), matrix));
        cases.add(any("gelu", x -> gelu(x[0]), matrix));
        cases.add(any("sigmoid", x -> sigmoid(x[0]), matrix));
        cases.add(any("tanh", x -> tanh(x[0]), matrix));
        cases.add(any("softplus", x -> softplus(x[0]), matrix));
        for (int dimension = -1; dimension < 3; dimension++) {
            int at = dimension;
            cases.add(any("softmax " + at, x -> softmax(x[0], at), cube));
            cases.add(any("logSoftmax " + at, x -> logSoftmax(x[0], at), cube));
            cases.add(any("logSumExp " + at, x -> logSumExp(x[0], at), cube));
            cases.add(any("concat " + at, x -> concat(at, x[0], x[1], x[0].mul(x[1])), cube, cube));
            cases.add(any("stack " + at, x -> stack(at, x[0], x[1].square()), cube, cube));
            cases.add(any("repeat " + at, x -> x[0].repeat(at, 3), cube));
            cases.add(any("gather " + at, x -> x[0].gather(at, 1, 0, 1, 1), cube));
            cases.add(any("slice " + at, x -> x[0].slice(1, at), cube));
            cases.add(any("range " + at, x -> x[0].range(0, 2, at), cube));
        }
        int[][] over = {{}, {0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {-1}, {0, 1, 2}};
        for (int[] dimensions : over) {
            for (boolean keep : new boolean[] {false, true}) {
                String name = " over " + java.util.Arrays.toString(dimensions) + (keep ? " kept" : "");
                cases.add(any("sum" + name, x -> x[0].sum(keep, dimensions), cube));
                cases.add(any("mean" + name, x -> x[0].mean(keep, dimensions), cube));
                cases.add(any("max" + name, x -> x[0].max(keep, dimensions), cube));
                cases.add(any("var" + name, x -> x[0].var(true, keep, dimensions), cube));
            }
            cases.add(any("min over " + java.util.Arrays.toString(dimensions), x -> x[0].min(dimensions), cube));
        }
        cases.add(any("sum with sizes of 1", x -> x[0].sum(0, 2), shape(1, 3, 1)));
        cases.add(any("reshape", x -> x[0].reshape(4, -1), cube));
        cases.add(any("permute", x -> x[0].permute(2, 0, 1), cube));
        cases.add(any("transpose", x -> x[0].transpose(), cube));
        cases.add(any("broadcast", x -> x[0].broadcast(5, 2, 3, 2), shape(2, 1, 2)));
        cases.add(any("get", x -> x[0].get(NDArrayIndex.point(1), NDArrayIndex.interval(0, 2, 3)), cube));
        cases.add(any("get all", x -> x[0].get(NDArrayIndex.all(), NDArrayIndex.point(2)), cube));
        cases.add(any("getColumn", x -> x[0].getColumn(2), matrix));
        cases.add(any("pad", x -> pad(x[0], 7, WIDTHS), cube));
        for (boolean first : new boolean[] {false, true}) {
            for (boolean second : new boolean[] {false, true}) {
                String name = "mmul" + (first ? " transposed" : " plain") + (second ? " transposed" : " plain");
                cases.add(any(
                        name,
                        x -> x[0].mmul(x[1], first, second),
                        first ? shape(3, 2) : shape(2, 3),
                        second ? shape(4, 3) : shape(3, 4)));
                cases.add(any(
                        name + ", batched",
                        x -> x[0].mmul(x[1], first, second),
                        first ? shape(2, 3, 2) : shape(2, 2, 3),
                        second ? shape(2, 4, 3) : shape(2, 3, 4)));
            }
        }
        cases.add(any("mmul by one matrix", x -> x[0].mmul(x[1]), cube, shape(4, 2)));
        cases.add(any("mmul of one matrix", x -> x[0].mmul(x[1]), shape(2, 3), cube));
        cases.add(any("mmul of repeated batches", x -> x[0].mmul(x[1]), shape(2, 1, 2, 3), shape(3, 3, 2)));
        cases.add(any("crossEntropy of numbers", x -> crossEntropy(x[0], Nd4j.createFromArray(2, 0, 3)), matrix));
        cases.add(any(
                "crossEntropy, mask and smoothing",
                x -> crossEntropy(
                        x[0],
                        Nd4j.createFromArray(new int[][] {{1, 2, 3}, {0, 0, 1}}),
                        Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 0}}),
                        0.1),
                cube));
        cases.add(any("mse", x -> mse(x[0], x[1]), matrix, matrix));
        cases.add(any("binaryCrossEntropy", x -> binaryCrossEntropy(x[0], sigmoid(x[1])), matrix, matrix));
        cases.add(any(
                "embedding", x -> embedding(x[0], Nd4j.createFromArray(new int[][] {{1, 0}, {2, 1}})), shape(3, 2)));
        cases.add(any("layerNorm", x -> layerNorm(x[0], x[1], x[2], 1e-5), cube, shape(4), shape(4)));
        for (boolean training : new boolean[] {false, true}) {
            cases.add(any(
                    "batchNorm" + (training ? ", training" : ""),
                    x -> batchNorm(x[0], x[1], x[2], new RunningStatistics(x[0].dataType(), 3, 0.9), training),
                    cube,
                    shape(3),
                    shape(3)));
        }
        long[] images = shape(2, 2, 5, 4);
        cases.add(any("conv2d", x -> conv2d(x[0], x[1], x[2]), images, shape(3, 2, 3, 2), shape(3)));
        cases.add(any("conv2d stride 2, padding 1", x -> conv2d(x[0], x[1], null, 2, 1), images, shape(3, 2, 3, 2)));
        cases.add(any(
                "conv2d dilation 2, groups 2", x -> conv2d(x[0], x[1], null, 1, 1, 2, 2), images, shape(4, 1, 2, 2)));
        cases.add(any("conv1d", x -> conv1d(x[0], x[1], x[2], 2, 1, 1, 1), shape(2, 2, 6), shape(3, 2, 3), shape(3)));
        cases.add(any(
                "convTranspose2d",
                x -> convTranspose2d(x[0], x[1], x[2], 2, 1),
                shape(2, 2, 3, 2),
                shape(2, 3, 3, 3),
                shape(3)));
        cases.add(any("maxPool2d", x -> maxPool2d(x[0], 2), images));
        cases.add(any("maxPool2d padded", x -> maxPool2d(x[0], 3, 2, 1), images));
        cases.add(any("avgPool2d", x -> avgPool2d(x[0], 2, 1, 1), images));
        cases.add(any("upsample2d", x -> upsample2d(x[0], 2), shape(1, 2, 2, 3)));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> agreesWithFiniteDifferences() {
        return cases().stream().map(item -> DynamicTest.dynamicTest(item.name(), () -> check(item)));
    }

    private static void check(Case item) {
        Random random = new Random(item.name().hashCode());
        INDArray[] values = new INDArray[item.shapes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = filled(random, item.low(), item.high(), item.shapes()[i]);
        }
        // A weighted sum, so that each element of the result has a gradient of its own.
        INDArray weights = filled(
                random, 0.5, 1.5, item.operation().apply(constants(values)).shape());
        Function<Tensor[], Tensor> loss =
                x -> item.operation().apply(x).mul(Tensor.of(weights)).sum();

        Tensor[] parameters = parameters(values);
        loss.apply(parameters).backward();
        for (int i = 0; i < values.length; i++) {
            int at = i;
            INDArray expected = NumericalGradient.of(
                    x -> loss.apply(replaced(values, at, x)).item(), values[i]);
            assertAgree(item.name() + ", operand " + i, parameters[i].grad(), expected, 1e-6);
        }

        // Second order: the gradient of a weighted sum of all gradients.
        INDArray[] directions = new INDArray[values.length];
        for (int i = 0; i < values.length; i++) {
            directions[i] = filled(random, 0.5, 1.5, item.shapes()[i]);
        }
        Tensor[] again = parameters(values);
        Tensor slope = slope(loss, again, directions);
        if (slope.requiresGrad()) {
            slope.backward();
        }
        for (int i = 0; i < values.length; i++) {
            int at = i;
            INDArray expected = NumericalGradient.of(
                    x -> slope(loss, parameters(replacedValues(values, at, x)), directions)
                            .item(),
                    values[i]);
            INDArray actual =
                    again[i].grad() == null ? Nd4j.zeros(DataType.DOUBLE, values[i].shape()) : again[i].grad();
            assertAgree(item.name() + ", second order, operand " + i, actual, expected, 1e-5);
        }
    }

    /** Sizes for which floats take other ways than doubles: oneDNN's, and loops over whole rows. */
    private static List<Case> large() {
        List<Case> cases = new ArrayList<>();
        long[] images = shape(4, 5, 9, 8);
        cases.add(any("conv2d", x -> conv2d(x[0], x[1], x[2]), images, shape(7, 5, 3, 3), shape(7)));
        cases.add(any("conv2d of pixels", x -> conv2d(x[0], x[1], x[2], 2, 0), images, shape(7, 5, 1, 1), shape(7)));
        cases.add(any("conv2d, one channel", x -> conv2d(x[0], x[1], null), shape(3, 1, 7, 7), shape(2, 1, 3, 3)));
        cases.add(any("conv2d, stride", x -> conv2d(x[0], x[1], x[2], 3, 1), images, shape(7, 5, 3, 3), shape(7)));
        cases.add(any(
                "conv2d, dilation", x -> conv2d(x[0], x[1], x[2], 1, 2, 2, 1), images, shape(3, 5, 3, 3), shape(3)));
        cases.add(any(
                "conv2d, padding beyond a window",
                x -> conv2d(x[0], x[1], x[2], 1, 3),
                images,
                shape(3, 5, 2, 3),
                shape(3)));
        cases.add(any(
                "convTranspose2d", x -> convTranspose2d(x[0], x[1], x[2], 2, 1), images, shape(5, 3, 4, 4), shape(3)));
        for (int padding = 0; padding < 2; padding++) {
            int around = padding;
            cases.add(any("maxPool2d " + padding, x -> maxPool2d(x[0], 3, 2, around), images));
            cases.add(any("avgPool2d " + padding, x -> avgPool2d(x[0], 3, 2, around), images));
        }
        // Results that lie channels-last meet others that do not.
        cases.add(any(
                "channels-last and not",
                x -> {
                    Tensor y = conv2d(x[0], x[1], null, 1, 1);
                    return sigmoid(y)
                            .add(relu(x[0]))
                            .mul(y)
                            .add(x[2])
                            .add(y.mul(2).sum(true, 2, 3));
                },
                images,
                shape(5, 5, 3, 3),
                shape(1, 5, 1, 1)));
        cases.add(any(
                "LeNet",
                x -> avgPool2d(tanh(conv2d(x[0], x[1], x[2], 1, 2)), 2)
                        .reshape(2, -1)
                        .mmul(x[3]),
                shape(2, 1, 8, 8),
                shape(3, 1, 5, 5),
                shape(3),
                shape(48, 4)));
        long[] rows = shape(6, 4, 40);
        cases.add(any("softmax", x -> softmax(x[0]), rows));
        cases.add(any("softmax, middle", x -> softmax(x[0], 1), rows));
        cases.add(any("logSoftmax", x -> logSoftmax(x[0]), rows));
        cases.add(any("layerNorm", x -> layerNorm(x[0], x[1], x[2], 1e-5), rows, shape(40), shape(40)));
        for (boolean training : new boolean[] {false, true}) {
            for (long[] shape : new long[][] {{40, 6}, {8, 6, 7}, {4, 6, 5, 4}}) {
                cases.add(any(
                        "batchNorm of " + shape.length + " dimensions, " + training,
                        x -> batchNorm(x[0], x[1], x[2], new RunningStatistics(x[0].dataType(), 6, 0.9), training),
                        shape,
                        shape(6),
                        shape(6)));
            }
        }
        INDArray classes = Nd4j.createFromArray(new int[24]).addi(3);
        cases.add(any("crossEntropy", x -> crossEntropy(x[0], classes), rows));
        cases.add(any("crossEntropy, smoothed", x -> crossEntropy(x[0], classes, null, 0.2), rows));
        cases.add(any("relu", x -> relu(x[0].sub(x[1])).mul(x[1]), rows, shape(40)));
        cases.add(any("mmul", x -> tanh(x[0].mmul(x[1]).add(x[2])), rows, shape(40, 30), shape(30)));
        return cases;
    }

    /** Values, gradients and second gradients in floats are those in doubles, but for rounding. */
    @TestFactory
    Stream<DynamicTest> floatsAgreeWithDoubles() {
        return Stream.concat(cases().stream(), large().stream())
                .map(item -> DynamicTest.dynamicTest(item.name(), () -> compare(item)));
    }

    private static void compare(Case item) {
        Random random = new Random(item.name().hashCode());
        INDArray[] values = new INDArray[item.shapes().length];
        INDArray[] directions = new INDArray[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = filled(random, item.low(), item.high(), item.shapes()[i]);
            directions[i] = filled(random, 0.5, 1.5, item.shapes()[i]);
        }
        INDArray weights = filled(
                random, 0.5, 1.5, item.operation().apply(constants(values)).shape());
        List<INDArray> exact = results(item, values, weights, directions, DataType.DOUBLE);
        List<INDArray> rounded = results(item, values, weights, directions, DataType.FLOAT);
        for (int i = 0; i < exact.size(); i++) {
            double scale = Math.max(1, exact.get(i).amaxNumber().doubleValue());
            assertAgree(
                    item.name() + ", result " + i,
                    rounded.get(i).castTo(DataType.DOUBLE).div(scale),
                    exact.get(i).div(scale),
                    1e-4);
        }
    }

    /** The value, the gradients, and the gradients of their sum. */
    private static List<INDArray> results(
            Case item, INDArray[] values, INDArray weights, INDArray[] directions, DataType type) {
        INDArray[] cast = Stream.of(values).map(value -> value.castTo(type)).toArray(INDArray[]::new);
        INDArray[] along =
                Stream.of(directions).map(value -> value.castTo(type)).toArray(INDArray[]::new);
        Tensor weight = Tensor.of(weights.castTo(type));
        Function<Tensor[], Tensor> loss =
                x -> item.operation().apply(x).mul(weight).sum();
        List<INDArray> results = new ArrayList<>();
        results.add(item.operation().apply(constants(cast)).data());
        Tensor[] parameters = parameters(cast);
        loss.apply(parameters).backward();
        Tensor[] again = parameters(cast);
        Tensor slope = slope(loss, again, along);
        if (slope.requiresGrad()) {
            slope.backward();
        }
        for (int i = 0; i < values.length; i++) {
            results.add(parameters[i].grad());
            results.add(again[i].grad() == null ? Nd4j.zeros(type, item.shapes()[i]) : again[i].grad());
        }
        return results;
    }

    private static Tensor slope(Function<Tensor[], Tensor> loss, Tensor[] parameters, INDArray[] directions) {
        List<Tensor> gradients = Tensor.gradients(loss.apply(parameters), parameters);
        Tensor sum = gradients.get(0).mul(Tensor.of(directions[0])).sum();
        for (int i = 1; i < directions.length; i++) {
            sum = sum.add(gradients.get(i).mul(Tensor.of(directions[i])).sum());
        }
        return sum;
    }

    private static void assertAgree(String what, INDArray actual, INDArray expected, double tolerance) {
        assertTrue(java.util.Arrays.equals(actual.shape(), expected.shape()), what + ": shape");
        for (long i = 0; i < expected.length(); i++) {
            double difference = Math.abs(actual.getDouble(i) - expected.getDouble(i));
            assertTrue(
                    difference <= tolerance * Math.max(1, Math.abs(expected.getDouble(i))),
                    what + ", element " + i + ": " + actual.getDouble(i) + " is not " + expected.getDouble(i));
        }
    }

    private static INDArray filled(Random random, double low, double high, long... shape) {
        INDArray array = Nd4j.create(DataType.DOUBLE, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, low + (high - low) * random.nextDouble());
        }
        return array;
    }

    private static Tensor[] constants(INDArray[] values) {
        return Stream.of(values).map(Tensor::of).toArray(Tensor[]::new);
    }

    private static Tensor[] parameters(INDArray[] values) {
        return Stream.of(values).map(value -> Tensor.parameter(value.dup('c'))).toArray(Tensor[]::new);
    }

    private static INDArray[] replacedValues(INDArray[] values, int at, INDArray value) {
        INDArray[] result = values.clone();
        result[at] = value;
        return result;
    }

    private static Tensor[] replaced(INDArray[] values, int at, INDArray value) {
        return constants(replacedValues(values, at, value));
    }
}
