import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import d2j.bench.NotAvailableException;
import d2j.bench.Training;
import d2j.bench.Worker;
import d2j.bench.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The rival "DJL" of {@code ./d2j bench}: the workloads with DJL's blocks and trainer on its PyTorch engine. Java
 * compiles this file itself when it is started, with the class path of the Maven profile {@code peers}.
 */
public final class DjlRival {

    private static final float LEARNING_RATE = 0.01f;
    private static final Loss CROSS_ENTROPY = Loss.softmaxCrossEntropyLoss();

    private DjlRival() {
    }

    public static void main(String[] arguments) throws IOException {
        Engine engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed(1);
        Worker.serve(Map.of("version", "DJL " + Engine.getDjlVersion() + " with PyTorch " + engine.getVersion()
                + "; Java " + Runtime.version().feature(),
                "threads", System.getProperty("ai.djl.pytorch.num_threads", "")), DjlRival::create);
    }

    private static Training create(Workload workload) {
        NDManager data = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        return switch (workload) {
            case MATRIX_PRODUCT -> new MatrixProduct(data, 1024);
            case MLP -> classifying(data, mlp(), new Shape(256, 784), 10, 256);
            case LENET -> classifying(data, lenet(), new Shape(256, 1, 28, 28), 10, 256);
            case VGG -> classifying(data, vgg(), new Shape(64, 3, 32, 32), 10, 64);
            case RESNET -> classifying(data, resnet(), new Shape(64, 3, 32, 32), 10, 64);
            case MOBILENET -> classifying(data, mobileNet(), new Shape(64, 3, 32, 32), 10, 64);
            case DENSENET -> classifying(data, denseNet(), new Shape(64, 1, 96, 96), 10, 64);
            case LSTM -> languageModel(data, LSTM.builder().setNumLayers(1).setStateSize(256).optReturnState(false)
                    .optBatchFirst(true).build());
            case GRU -> languageModel(data, GRU.builder().setNumLayers(1).setStateSize(256).optReturnState(false)
                    .optBatchFirst(true).build());
            case TRANSFORMER_2X128 -> transformer(data, 2, 128, 64, 32);
            case TRANSFORMER_4X256 -> transformer(data, 4, 256, 128, 16);
            case BERT -> bert(data);
            default -> throw new NotAvailableException("this rival does not do it");
        };
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block mlp() {
        return new SequentialBlock().add(linear(256)).add(Activation::relu).add(linear(10));
    }

    private static Conv2d convolution(int channels, int kernel, int stride, int padding) {
        return Conv2d.builder().setFilters(channels).setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride)).optPadding(new Shape(padding, padding)).build();
    }

    private static Block lenet() {
        Shape two = new Shape(2, 2);
        return new SequentialBlock()
                .add(convolution(6, 5, 1, 2)).add(Activation::sigmoid).add(Pool.avgPool2dBlock(two, two))
                .add(convolution(16, 5, 1, 0)).add(Activation::sigmoid).add(Pool.avgPool2dBlock(two, two))
                .add(Blocks.batchFlattenBlock())
                .add(linear(120)).add(Activation::sigmoid).add(linear(84)).add(Activation::sigmoid).add(linear(10));
    }

    private static Block vgg() {
        Shape two = new Shape(2, 2);
        SequentialBlock block = new SequentialBlock();
        for (int[] part : List.of(new int[] {1, 16}, new int[] {1, 32}, new int[] {2, 64}, new int[] {2, 128},
                new int[] {2, 128})) {
            for (int i = 0; i < part[0]; i++) {
                block.add(convolution(part[1], 3, 1, 1)).add(Activation::relu);
            }
            block.add(Pool.maxPool2dBlock(two, two));
        }
        return block.add(Blocks.batchFlattenBlock())
                .add(linear(1024)).add(Activation::relu).add(Dropout.builder().optRate(0.5f).build())
                .add(linear(1024)).add(Activation::relu).add(Dropout.builder().optRate(0.5f).build())
                .add(linear(10));
    }

    private static Block resnet() {
        SequentialBlock block = new SequentialBlock()
                .add(convolution(64, 3, 1, 1)).add(BatchNorm.builder().build()).add(Activation::relu);
        int[] widths = {64, 128, 256, 512};
        for (int stage = 0; stage < widths.length; stage++) {
            block.add(residual(widths[stage], stage > 0)).add(residual(widths[stage], false));
        }
        return block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock()).add(linear(10));
    }

    private static Block mobileNet() {
        SequentialBlock block = new SequentialBlock();
        normalised(block, 16, 3, 1, 1);
        int channels = 16;
        int[] outputs = {32, 64, 64, 128, 128, 256, 256, 256, 256, 256, 256, 512, 512};
        int[] strides = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};
        for (int i = 0; i < outputs.length; i++) {
            normalised(block, channels, 3, strides[i], channels);
            normalised(block, outputs[i], 1, 1, 1);
            channels = outputs[i];
        }
        return block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock()).add(linear(10));
    }

    private static void normalised(SequentialBlock block, int channels, int kernel, int stride, int groups) {
        block.add(Conv2d.builder().setFilters(channels).setKernelShape(new Shape(kernel, kernel))
                        .optStride(new Shape(stride, stride)).optPadding(new Shape(kernel / 2, kernel / 2))
                        .optGroups(groups).optBias(false).build())
                .add(BatchNorm.builder().build()).add(Activation::relu);
    }

    private static Block denseNet() {
        SequentialBlock block = new SequentialBlock()
                .add(convolution(64, 7, 2, 3)).add(BatchNorm.builder().build()).add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
        int channels = 64;
        for (int i = 0; i < 4; i++) {
            for (int layer = 0; layer < 4; layer++) {
                Block made = new SequentialBlock()
                        .add(BatchNorm.builder().build()).add(Activation::relu).add(convolution(32, 3, 1, 1));
                block.add(new ParallelBlock(outputs -> new NDList(outputs.get(0).singletonOrThrow()
                        .concat(outputs.get(1).singletonOrThrow(), 1)), List.of(Blocks.identityBlock(), made)));
                channels += 32;
            }
            block.add(BatchNorm.builder().build()).add(Activation::relu);
            if (i < 3) {
                channels /= 2;
                block.add(convolution(channels, 1, 1, 0)).add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
            }
        }
        return block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock()).add(linear(10));
    }

    private static Block residual(int channels, boolean narrower) {
        int stride = narrower ? 2 : 1;
        Block path = new SequentialBlock()
                .add(convolution(channels, 3, stride, 1)).add(BatchNorm.builder().build()).add(Activation::relu)
                .add(convolution(channels, 3, 1, 1)).add(BatchNorm.builder().build());
        Block shortcut = narrower ? convolution(channels, 1, stride, 0) : Blocks.identityBlock();
        return new ParallelBlock(outputs -> new NDList(Activation.relu(
                outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow()))), List.of(path, shortcut));
    }

    /** One bias per gate, as in the other contenders: the second one stays as it was drawn. */
    private static Training languageModel(NDManager data, Block recurrent) {
        NDArray input = data.randomInteger(0, 28, new Shape(32, 35), DataType.INT64).oneHot(28, DataType.FLOAT32);
        Block block = new SequentialBlock().add(recurrent).add(linear(28)).add(rows());
        return fitting(data, block, new NDList(input), labels(data, 32 * 35, 28));
    }

    /** {@code [batch, length, classes]} to {@code [batch x length, classes]}. */
    private static Block rows() {
        return LambdaBlock.singleton(array -> array.reshape(-1, array.getShape().get(2)));
    }

    private static Training transformer(NDManager data, int blocks, int width, int length, int batch) {
        SequentialBlock block = new SequentialBlock();
        for (int i = 0; i < blocks; i++) {
            block.add(new TransformerEncoderBlock(width, 4, 4 * width, 0, Activation::relu));
        }
        block.add(linear(28)).add(rows());
        return fitting(data, block, new NDList(data.randomUniform(0, 1, new Shape(batch, length, width))),
                labels(data, batch * length, 28));
    }

    private static Training bert(NDManager data) {
        int batch = 32;
        int length = 64;
        int masked = 10;
        int vocabulary = 10_000;
        NDArray first = data.arange(batch).reshape(batch, 1).mul(length).toType(DataType.INT64, true);
        NDArray positions = data.randomInteger(0, length, new Shape(batch, masked), DataType.INT64).add(first)
                .reshape(-1);
        NDList input = new NDList(data.randomInteger(0, vocabulary, new Shape(batch, length), DataType.INT64),
                data.randomInteger(0, 2, new Shape(batch, length), DataType.INT64), positions);
        NDList labels = new NDList(data.randomInteger(0, vocabulary, new Shape(batch * masked), DataType.INT64),
                data.randomInteger(0, 2, new Shape(batch), DataType.INT64));
        return new Fitting(data, new Bert(vocabulary, length, 128), input, outputs ->
                loss(labels.get(0), outputs.get(0)).add(loss(labels.get(1), outputs.get(1))));
    }

    private static NDArray loss(NDArray labels, NDArray outputs) {
        return CROSS_ENTROPY.evaluate(new NDList(labels), new NDList(outputs));
    }

    private static NDArray labels(NDManager data, int count, int classes) {
        return data.randomInteger(0, classes, new Shape(count), DataType.INT64);
    }

    private static Training classifying(NDManager data, Block block, Shape shape, int classes, int count) {
        return fitting(data, block, new NDList(data.randomUniform(0, 1, shape)), labels(data, count, classes));
    }

    private static Training fitting(NDManager data, Block block, NDList input, NDArray labels) {
        return new Fitting(data, block, input, outputs -> loss(labels, outputs.singletonOrThrow()));
    }

    /** A block, its trainer and one batch. */
    private static final class Fitting implements Training {
        private final NDManager data;
        private final Model model;
        private final Trainer trainer;
        private final NDList input;
        private final Function<NDList, NDArray> loss;
        private double last = Double.NaN;

        Fitting(NDManager data, Block block, NDList input, Function<NDList, NDArray> loss) {
            this.data = data;
            this.input = input;
            this.loss = loss;
            model = Model.newInstance("rival", Device.cpu(), "PyTorch");
            model.setBlock(block);
            trainer = model.newTrainer(new DefaultTrainingConfig(CROSS_ENTROPY).optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(LEARNING_RATE)).build()));
            trainer.initialize(input.stream().map(NDArray::getShape).toArray(Shape[]::new));
            for (Pair<String, Parameter> parameter : block.getParameters()) {
                if (secondBias(parameter)) {
                    parameter.getValue().freeze(true);
                }
            }
        }

        private static boolean secondBias(Pair<String, Parameter> parameter) {
            String name = parameter.getValue().getName();
            return name != null && name.contains("h2h") && name.endsWith("BIAS");
        }

        @Override
        public long parameters() {
            long count = 0;
            for (Pair<String, Parameter> parameter : model.getBlock().getParameters()) {
                if (parameter.getValue().requiresGradient()) {
                    count += parameter.getValue().getArray().size();
                }
            }
            return count;
        }

        @Override
        public void step() {
            step(false);
        }

        private void step(boolean report) {
            // What is computed belongs to the manager of the input, and goes when that one is closed.
            try (NDManager scope = data.newSubManager()) {
                input.tempAttach(scope);
                // A list of its own each time: recurrent blocks add their state to it.
                try (GradientCollector gradients = trainer.newGradientCollector()) {
                    NDArray value = loss.apply(trainer.forward(new NDList(input)));
                    gradients.backward(value);
                    if (report) {
                        last = value.getFloat();
                    }
                }
                trainer.step();
            }
        }

        @Override
        public Turn run(double seconds) {
            Turn turn = Training.super.run(seconds);
            step(true);
            return turn;
        }

        @Override
        public double loss() {
            return last;
        }

        @Override
        public void close() {
            trainer.close();
            model.close();
            data.close();
        }
    }

    /** Embeddings, encoder blocks and the two heads of the pre-training. */
    private static final class Bert extends AbstractBlock {
        private final Block tokens;
        private final Block segments;
        private final Parameter positions;
        private final Block encoder;
        private final Block masked;
        private final Block following;
        private final int width;

        Bert(int vocabulary, int length, int width) {
            this.width = width;
            tokens = addChildBlock("tokens", new Table(vocabulary, width));
            segments = addChildBlock("segments", new Table(2, width));
            positions = addParameter(Parameter.builder().setName("positions").setType(Parameter.Type.WEIGHT)
                    .optShape(new Shape(1, length, width)).build());
            encoder = addChildBlock("encoder", new SequentialBlock()
                    .add(new TransformerEncoderBlock(width, 2, 2 * width, 0, Activation::relu))
                    .add(new TransformerEncoderBlock(width, 2, 2 * width, 0, Activation::relu)));
            masked = addChildBlock("masked", new SequentialBlock().add(linear(width)).add(Activation::relu)
                    .add(LayerNorm.builder().axis(1).build()).add(linear(vocabulary)));
            following = addChildBlock("following", new SequentialBlock().add(linear(width)).add(Activation::tanh)
                    .add(linear(2)));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
            Shape embedded = shapes[0].add(width);
            tokens.initialize(manager, type, shapes[0]);
            segments.initialize(manager, type, shapes[1]);
            encoder.initialize(manager, type, embedded);
            masked.initialize(manager, type, new Shape(shapes[2].get(0), width));
            following.initialize(manager, type, new Shape(shapes[0].get(0), width));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {new Shape(shapes[2].get(0)), new Shape(shapes[0].get(0), 2)};
        }

        @Override
        protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training,
                PairList<String, Object> options) {
            NDArray table = store.getValue(positions, inputs.head().getDevice(), training);
            NDArray embedded = tokens.forward(store, new NDList(inputs.get(0)), training).head()
                    .add(segments.forward(store, new NDList(inputs.get(1)), training).head()).add(table);
            NDArray encoded = encoder.forward(store, new NDList(embedded), training).head();
            NDArray words = encoded.reshape(-1, width).get(new NDIndex("{}", inputs.get(2)));
            NDArray pooled = encoded.get(new NDIndex(":, 0"));
            return new NDList(masked.forward(store, new NDList(words), training).head(),
                    following.forward(store, new NDList(pooled), training).head());
        }
    }

    /** Vectors, by number. */
    private static final class Table extends AbstractBlock {
        private final Parameter vectors;
        private final int width;

        Table(int size, int width) {
            this.width = width;
            vectors = addParameter(Parameter.builder().setName("embedding").setType(Parameter.Type.WEIGHT)
                    .optShape(new Shape(size, width)).build());
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {shapes[0].add(width)};
        }

        @Override
        protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training,
                PairList<String, Object> options) {
            return Embedding.embedding(inputs.head(), store.getValue(vectors, inputs.head().getDevice(), training),
                    SparseFormat.DENSE);
        }
    }

    /** Two square matrices, multiplied into a new one each time. */
    private static final class MatrixProduct implements Training {
        private final NDManager data;
        private final NDArray left;
        private final NDArray right;

        MatrixProduct(NDManager data, int size) {
            this.data = data;
            left = data.randomUniform(0, 1, new Shape(size, size));
            right = data.randomUniform(0, 1, new Shape(size, size));
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public void step() {
            left.matMul(right).close();
        }

        @Override
        public double loss() {
            return Double.NaN;
        }

        @Override
        public void close() {
            data.close();
        }
    }
}
