package d2j.bench;

import static d2j.autograd.Functions.avgPool2d;
import static d2j.autograd.Functions.conv2d;
import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.embedding;
import static d2j.autograd.Functions.layerNorm;
import static d2j.autograd.Functions.relu;
import static d2j.autograd.Functions.sigmoid;
import static d2j.autograd.Functions.softmax;
import static d2j.autograd.Functions.stack;
import static d2j.autograd.Functions.tanh;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.vision.detection.Ssd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The workloads that are written from operations of {@link Tensor}, as a chapter writes them. */
final class TensorModels {

    /** Additions of one step of the workloads that count them. */
    static final int ADDITIONS = 1_000;

    private static final int CHAIN = 100;
    private static final int OBJECTS = 3;
    private static final double EPSILON = 1e-5;

    private final List<Tensor> parameters = new ArrayList<>();

    private TensorModels() {}

    static Training create(Workload workload) {
        TensorModels model = new TensorModels();
        return switch (workload) {
            case TENSOR_MLP -> model.mlp();
            case TENSOR_LENET -> model.lenet();
            case TENSOR_RNN -> model.recurrentNetwork();
            case TENSOR_ENCODER -> model.encoderBlock();
            case TENSOR_BAHDANAU -> model.bahdanau();
            case TENSOR_SSD -> model.ssd();
            case ADDITION -> new PlainWork(TensorModels::additions);
            case RECORDED_ADDITION -> new PlainWork(TensorModels::recordedAdditions);
            default -> throw new IllegalArgumentException(workload.id());
        };
    }

    private Tensor weights(double scale, int... shape) {
        Tensor result =
                Tensor.parameter(Nd4j.randn(DataType.FLOAT, longs(shape)).muli(scale));
        parameters.add(result);
        return result;
    }

    private Tensor constant(double value, int size) {
        Tensor result = Tensor.parameter(Nd4j.create(DataType.FLOAT, size).assign(value));
        parameters.add(result);
        return result;
    }

    private static long[] longs(int... shape) {
        return java.util.Arrays.stream(shape).asLongStream().toArray();
    }

    private static Tensor data(int... shape) {
        return Tensor.of(Nd4j.rand(DataType.FLOAT, longs(shape)));
    }

    private static INDArray labels(int count, int classes) {
        INDArray labels = Nd4j.create(DataType.INT, count);
        for (int i = 0; i < count; i++) {
            labels.putScalar(i, Nd4j.getRandom().nextInt(classes));
        }
        return labels;
    }

    private Training training(Supplier<Tensor> loss) {
        return new Descent(parameters, loss);
    }

    private Training mlp() {
        Tensor w1 = weights(0.05, 784, 256);
        Tensor b1 = constant(0, 256);
        Tensor w2 = weights(0.05, 256, 10);
        Tensor b2 = constant(0, 10);
        Tensor x = data(256, 784);
        INDArray y = labels(256, 10);
        return training(() -> crossEntropy(relu(x.mmul(w1).add(b1)).mmul(w2).add(b2), y));
    }

    private Training lenet() {
        Tensor k1 = weights(0.2, 6, 1, 5, 5);
        Tensor c1 = constant(0, 6);
        Tensor k2 = weights(0.1, 16, 6, 5, 5);
        Tensor c2 = constant(0, 16);
        Tensor w1 = weights(0.05, 400, 120);
        Tensor b1 = constant(0, 120);
        Tensor w2 = weights(0.1, 120, 84);
        Tensor b2 = constant(0, 84);
        Tensor w3 = weights(0.1, 84, 10);
        Tensor b3 = constant(0, 10);
        Tensor x = data(256, 1, 28, 28);
        INDArray y = labels(256, 10);
        return training(() -> {
            Tensor first = avgPool2d(sigmoid(conv2d(x, k1, c1, 1, 2)), 2);
            Tensor second = avgPool2d(sigmoid(conv2d(first, k2, c2)), 2);
            Tensor third = sigmoid(second.reshape(256, 400).mmul(w1).add(b1));
            Tensor fourth = sigmoid(third.mmul(w2).add(b2));
            return crossEntropy(fourth.mmul(w3).add(b3), y);
        });
    }

    private Training recurrentNetwork() {
        int steps = 35;
        int batch = 32;
        Tensor wx = weights(0.1, 28, 256);
        Tensor wh = weights(0.05, 256, 256);
        Tensor bh = constant(0, 256);
        Tensor wo = weights(0.05, 256, 28);
        Tensor bo = constant(0, 28);
        List<Tensor> inputs = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            inputs.add(Tensor.of(Dl4jModels.oneHot(batch, 28)));
        }
        Tensor start = Tensor.of(Nd4j.zeros(DataType.FLOAT, batch, 256));
        INDArray y = labels(steps * batch, 28);
        return training(() -> {
            Tensor h = start;
            Tensor[] states = new Tensor[steps];
            for (int t = 0; t < steps; t++) {
                h = tanh(inputs.get(t).mmul(wx).add(h.mmul(wh)).add(bh));
                states[t] = h;
            }
            Tensor scores = stack(0, states).mmul(wo).add(bo);
            return crossEntropy(scores.reshape(steps * batch, 28), y);
        });
    }

    private Training encoderBlock() {
        int batch = 32;
        int length = 64;
        int width = 128;
        Heads heads = new Heads(batch, length, 4, width / 4);
        Tensor wq = weights(0.05, width, width);
        Tensor bq = constant(0, width);
        Tensor wk = weights(0.05, width, width);
        Tensor bk = constant(0, width);
        Tensor wv = weights(0.05, width, width);
        Tensor bv = constant(0, width);
        Tensor wo = weights(0.05, width, width);
        Tensor bo = constant(0, width);
        Tensor w1 = weights(0.05, width, 512);
        Tensor b1 = constant(0, 512);
        Tensor w2 = weights(0.05, 512, width);
        Tensor b2 = constant(0, width);
        Tensor gain1 = constant(1, width);
        Tensor shift1 = constant(0, width);
        Tensor gain2 = constant(1, width);
        Tensor shift2 = constant(0, width);
        Tensor w3 = weights(0.05, width, 28);
        Tensor b3 = constant(0, 28);
        Tensor x = data(batch, length, width);
        INDArray y = labels(batch * length, 28);
        return training(() -> {
            Tensor q = heads.split(x.mmul(wq).add(bq));
            Tensor k = heads.split(x.mmul(wk).add(bk));
            Tensor v = heads.split(x.mmul(wv).add(bv));
            Tensor attention = softmax(q.mmul(k, false, true).div(Math.sqrt(heads.size())));
            Tensor mixed = heads.join(attention.mmul(v)).mmul(wo).add(bo);
            Tensor z = layerNorm(x.add(mixed), gain1, shift1, EPSILON);
            Tensor wide = relu(z.mmul(w1).add(b1)).mmul(w2).add(b2);
            Tensor result = layerNorm(z.add(wide), gain2, shift2, EPSILON);
            return crossEntropy(result.mmul(w3).add(b3).reshape(batch * length, 28), y);
        });
    }

    private Training bahdanau() {
        int tokens = 1600;
        int batch = 64;
        int length = 12;
        int features = 64;
        int hidden = 128;
        int scored = 64;
        Tensor sourceTable = weights(0.5, tokens, features);
        Tensor targetTable = weights(0.5, tokens, features);
        Gru encoder = gru(features, hidden);
        Gru decoder = gru(features + hidden, hidden);
        Tensor wq = weights(0.09, hidden, scored);
        Tensor wk = weights(0.09, hidden, scored);
        Tensor v = weights(0.1, scored, 1);
        Tensor wo = weights(0.09, hidden, tokens);
        Tensor bo = constant(0, tokens);
        INDArray source = labels(batch * length, tokens).reshape(batch, length);
        INDArray input = labels(batch * length, tokens).reshape(batch, length);
        INDArray y = labels(batch * length, tokens).reshape(batch, length);
        Tensor start = Tensor.of(Nd4j.zeros(DataType.FLOAT, batch, hidden));
        return training(() -> {
            Tensor xw = embedding(sourceTable, source).mmul(encoder.w()).add(encoder.b());
            Tensor h = start;
            Tensor[] states = new Tensor[length];
            for (int s = 0; s < length; s++) {
                h = encoder.step(xw.slice(s, 1), h);
                states[s] = h;
            }
            Tensor memory = stack(1, states);
            Tensor keys = memory.mmul(wk);
            Tensor yw = embedding(targetTable, input)
                    .mmul(decoder.w().range(0, features, 0))
                    .add(decoder.b());
            Tensor[] written = new Tensor[length];
            for (int t = 0; t < length; t++) {
                Tensor query = h.mmul(wq).reshape(batch, 1, scored);
                Tensor weights = softmax(tanh(keys.add(query)).mmul(v).reshape(batch, 1, length));
                Tensor context = weights.mmul(memory).reshape(batch, hidden);
                Tensor part = context.mmul(decoder.w().range(features, features + hidden, 0));
                h = decoder.step(yw.slice(t, 1).add(part), h);
                written[t] = h;
            }
            return crossEntropy(stack(1, written).mmul(wo).add(bo), y);
        });
    }

    private Training ssd() {
        int batch = 10;
        Ssd ssd = new Ssd(48, 3, new double[][] {{0.16, 0.24}, {0.33, 0.45}, {0.6, 0.85}});
        parameters.addAll(ssd.parameters());
        int anchors = (int) ssd.anchors().size(0);
        INDArray classes = Nd4j.zeros(DataType.FLOAT, batch, anchors);
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < OBJECTS; k++) {
                classes.putScalar(i, Nd4j.getRandom().nextInt(anchors), 1 + k);
            }
        }
        List<Tensor> images = List.of(data(batch, 3, 48, 48));
        List<Tensor> labels = List.of(Tensor.of(classes), data(batch, anchors, 4));
        return training(() -> ssd.loss(ssd.outputs(images, true), labels, null));
    }

    private Gru gru(int inputs, int n) {
        return new Gru(
                weights(Math.sqrt(1.0 / inputs), inputs, 3 * n),
                weights(Math.sqrt(1.0 / n), n, 3 * n),
                constant(0, 3 * n),
                constant(0, n),
                n);
    }

    private record Gru(Tensor w, Tensor u, Tensor b, Tensor c, int n) {

        /** From the input times {@code w} plus {@code b}, and the state before. */
        Tensor step(Tensor xw, Tensor h) {
            Tensor hu = h.mmul(u);
            Tensor gates = sigmoid(xw.range(0, 2L * n, 1).add(hu.range(0, 2L * n, 1)));
            Tensor reset = gates.range(0, n, 1);
            Tensor update = gates.range(n, 2L * n, 1);
            Tensor candidate = tanh(xw.range(2L * n, 3L * n, 1)
                    .add(reset.mul(hu.range(2L * n, 3L * n, 1).add(c))));
            return candidate.add(update.mul(h.sub(candidate)));
        }
    }

    private record Heads(int batch, int length, int count, int size) {

        Tensor split(Tensor x) {
            return x.reshape(batch, length, count, size).permute(0, 2, 1, 3);
        }

        Tensor join(Tensor x) {
            return x.permute(0, 2, 1, 3).reshape(batch, length, (long) count * size);
        }
    }

    private static void additions() {
        Tensor one = data(2, 2);
        Tensor sum = one;
        for (int i = 0; i < ADDITIONS; i++) {
            sum = sum.add(one);
        }
    }

    private static void recordedAdditions() {
        Tensor parameter = Tensor.parameter(Nd4j.rand(DataType.FLOAT, 2, 2));
        Tensor one = data(2, 2);
        for (int i = 0; i < ADDITIONS; i += CHAIN) {
            Tensor sum = parameter;
            for (int k = 0; k < CHAIN; k++) {
                sum = sum.add(one);
            }
            sum.sum().backward();
        }
    }

    /** Plain stochastic gradient descent. */
    private static final class Descent implements Training {
        private final List<Tensor> parameters;
        private final Supplier<Tensor> lossOf;
        private final Optimiser optimiser;
        private Tensor loss;

        Descent(List<Tensor> parameters, Supplier<Tensor> lossOf) {
            this.parameters = parameters;
            this.lossOf = lossOf;
            optimiser = Optimiser.of(new Sgd(Dl4jModels.LEARNING_RATE), parameters);
        }

        @Override
        public long parameters() {
            return parameters.stream().mapToLong(Tensor::length).sum();
        }

        @Override
        public void step() {
            loss = lossOf.get();
            loss.backward();
            optimiser.step();
        }

        @Override
        public double loss() {
            return loss == null ? Double.NaN : loss.item();
        }
    }
}
