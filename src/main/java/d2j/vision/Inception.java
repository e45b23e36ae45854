package d2j.vision;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * A block of several branches that see the same input and whose outputs are concatenated along the channels, described
 * as a table: {@link #v1} of GoogLeNet (C. Szegedy et al., "Going deeper with convolutions", 2014), the blocks of
 * Inception v3 ("Rethinking the inception architecture for computer vision", 2015), and those of Inception v4 and
 * Inception-ResNet ("Inception-v4, Inception-ResNet and the impact of residual connections on learning", 2016).
 *
 * <pre>{@code
 * String name = Inception.v1(64, 96, 128, 16, 32, 32).addTo(graph, "3a", "input", false);
 * }</pre>
 *
 * @param branches what is concatenated
 * @param residual 0, or the channels of the block's input: a 1 x 1 convolution without activation then makes as many of
 *                 the concatenated ones, and the input is added to them before ReLU
 */
public record Inception(List<Branch> branches, int residual) {

    private static final int[] NO_STRIDE = {1, 1};
    private static final int[] HALVING = {2, 2};

    /** What a branch begins with. */
    public enum Pool {
        /** No pooling. */
        NONE,
        /** The maximum of 3 x 3 with a stride of 1 and a padding of 1, so that the size stays. */
        MAXIMUM,
        /** The mean of 3 x 3 likewise. */
        AVERAGE,
        /** The maximum of 3 x 3 with a stride of 2 and no padding, which halves the size. */
        HALVING
    }

    /**
     * A convolution, padded so that the size stays; or, with a stride of 2, not padded.
     *
     * @param channels that it computes
     * @param height of its kernel
     * @param width of its kernel
     * @param stride 1 or 2
     */
    public record Convolution(int channels, int height, int width, int stride) {}

    /**
     * A branch: perhaps a pooling, then convolutions one after the other, and perhaps convolutions side by side, whose
     * outputs are concatenated.
     *
     * @param pool what it begins with
     * @param chain convolutions one after the other
     * @param fork convolutions of the chain's output, side by side; mostly none
     */
    public record Branch(Pool pool, List<Convolution> chain, List<Convolution> fork) {}

    /**
     * The block of GoogLeNet, of the numbers in the paper's table: 1 x 1; 1 x 1 and 3 x 3; 1 x 1 and 5 x 5; maximum
     * pooling and 1 x 1. The first of them, 64, 96, 128, 16, 32, 32 on 192 channels, has 163,328 weights, and 163,696
     * parameters with its biases.
     *
     * @param one channels of the first branch
     * @param reduced3 channels before the 3 x 3 convolution
     * @param three channels of the 3 x 3 convolution
     * @param reduced5 channels before the 5 x 5 convolution
     * @param five channels of the 5 x 5 convolution
     * @param pooled channels after the pooling
     */
    public static Inception v1(int one, int reduced3, int three, int reduced5, int five, int pooled) {
        return of(
                branch(square(one, 1)),
                branch(square(reduced3, 1), square(three, 3)),
                branch(square(reduced5, 1), square(five, 5)),
                pooled(Pool.MAXIMUM, square(pooled, 1)));
    }

    /**
     * Inception v3 at 35 x 35, one of whose branches has two 3 x 3 convolutions for a 5 x 5 one.
     *
     * @param pooled channels of the branch that pools, 32 or 64 in the paper
     */
    public static Inception v3a(int pooled) {
        return of(
                branch(square(64, 1)),
                branch(square(48, 1), square(64, 5)),
                branch(square(64, 1), square(96, 3), square(96, 3)),
                pooled(Pool.AVERAGE, square(pooled, 1)));
    }

    /** Inception v3 from 35 x 35 to 17 x 17. */
    public static Inception v3ReductionA() {
        return of(branch(halving(384)), branch(square(64, 1), square(96, 3), halving(96)), pooled(Pool.HALVING));
    }

    /**
     * Inception v3 at 17 x 17: 7 x 7 convolutions as 1 x 7 and 7 x 1.
     *
     * @param reduced channels within its branches, 128, 160 or 192 in the paper
     */
    public static Inception v3b(int reduced) {
        return of(
                branch(square(192, 1)),
                branch(square(reduced, 1), row(reduced, 7), column(192, 7)),
                branch(square(reduced, 1), column(reduced, 7), row(reduced, 7), column(reduced, 7), row(192, 7)),
                pooled(Pool.AVERAGE, square(192, 1)));
    }

    /** Inception v3 from 17 x 17 to 8 x 8. */
    public static Inception v3ReductionB() {
        return of(
                branch(square(192, 1), halving(320)),
                branch(square(192, 1), row(192, 7), column(192, 7), halving(192)),
                pooled(Pool.HALVING));
    }

    /** Inception v3 at 8 x 8: 3 x 3 convolutions as 1 x 3 beside 3 x 1. */
    public static Inception v3c() {
        List<Convolution> fork = List.of(row(384, 3), column(384, 3));
        return of(
                branch(square(320, 1)),
                new Branch(Pool.NONE, List.of(square(384, 1)), fork),
                new Branch(Pool.NONE, List.of(square(448, 1), square(384, 3)), fork),
                pooled(Pool.AVERAGE, square(192, 1)));
    }

    /** Inception v4 at 35 x 35 with 384 channels. */
    public static Inception v4a() {
        return of(
                branch(square(96, 1)),
                branch(square(64, 1), square(96, 3)),
                branch(square(64, 1), square(96, 3), square(96, 3)),
                pooled(Pool.AVERAGE, square(96, 1)));
    }

    /** Inception v4 from 35 x 35 to 17 x 17. */
    public static Inception v4ReductionA() {
        return of(branch(halving(384)), branch(square(192, 1), square(224, 3), halving(256)), pooled(Pool.HALVING));
    }

    /** Inception v4 at 17 x 17 with 1024 channels. */
    public static Inception v4b() {
        return of(
                branch(square(384, 1)),
                branch(square(192, 1), row(224, 7), column(256, 7)),
                branch(square(192, 1), column(192, 7), row(224, 7), column(224, 7), row(256, 7)),
                pooled(Pool.AVERAGE, square(128, 1)));
    }

    /** Inception v4 from 17 x 17 to 8 x 8. */
    public static Inception v4ReductionB() {
        return of(
                branch(square(192, 1), halving(192)),
                branch(square(256, 1), row(256, 7), column(320, 7), halving(320)),
                pooled(Pool.HALVING));
    }

    /** Inception v4 at 8 x 8 with 1536 channels. */
    public static Inception v4c() {
        List<Convolution> fork = List.of(row(256, 3), column(256, 3));
        return of(
                branch(square(256, 1)),
                new Branch(Pool.NONE, List.of(square(384, 1)), fork),
                new Branch(Pool.NONE, List.of(square(384, 1), column(448, 3), row(512, 3)), fork),
                pooled(Pool.AVERAGE, square(256, 1)));
    }

    /** Inception-ResNet v1 at 35 x 35 with 256 channels. */
    public static Inception residualA() {
        return new Inception(
                List.of(
                        branch(square(32, 1)),
                        branch(square(32, 1), square(32, 3)),
                        branch(square(32, 1), square(32, 3), square(32, 3))),
                256);
    }

    /** Inception-ResNet v1 at 17 x 17 with 896 channels. */
    public static Inception residualB() {
        return new Inception(List.of(branch(square(128, 1)), branch(square(128, 1), row(128, 7), column(128, 7))), 896);
    }

    /**
     * Adds the block to a graph.
     *
     * @param graph what to add to
     * @param name with which all its vertices begin
     * @param input the vertex that gives its input
     * @param normalised with batch normalisation (S. Ioffe and C. Szegedy, 2015) between each convolution and its
     *                   ReLU, and then without biases, as in all versions but the first
     * @return the vertex that gives its output
     */
    public String addTo(GraphBuilder graph, String name, String input, boolean normalised) {
        List<String> ends = new ArrayList<>();
        for (int b = 0; b < branches.size(); b++) {
            ends.addAll(addBranch(graph, name + "-branch" + (b + 1), input, branches.get(b), normalised));
        }
        graph.addVertex(name, new MergeVertex(), ends.toArray(String[]::new));
        if (residual == 0) {
            return name;
        }
        graph.addLayer(
                        name + "-linear",
                        new ConvolutionLayer.Builder(1, 1)
                                .nOut(residual)
                                .activation(Activation.IDENTITY)
                                .build(),
                        name)
                .addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-linear", input)
                .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-sum");
        return name + "-relu";
    }

    private static List<String> addBranch(
            GraphBuilder graph, String name, String input, Branch branch, boolean normalised) {
        String last = input;
        if (branch.pool != Pool.NONE) {
            last = name + "-pool";
            graph.addLayer(last, pooling(branch.pool), input);
        }
        for (int c = 0; c < branch.chain.size(); c++) {
            last = add(graph, name + "-conv" + (c + 1), last, branch.chain.get(c), normalised);
        }
        List<String> ends = new ArrayList<>();
        for (int f = 0; f < branch.fork.size(); f++) {
            ends.add(add(graph, name + "-fork" + (f + 1), last, branch.fork.get(f), normalised));
        }
        return ends.isEmpty() ? List.of(last) : ends;
    }

    /** Adds a convolution and its ReLU, which DL4J's batch normalisation would ignore. */
    static String add(GraphBuilder graph, String name, String input, Convolution shape, boolean normalised) {
        boolean halving = shape.stride == 2;
        ConvolutionLayer convolution = new ConvolutionLayer.Builder(shape.height, shape.width)
                .stride(shape.stride, shape.stride)
                .padding(halving ? 0 : shape.height / 2, halving ? 0 : shape.width / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(shape.channels)
                .hasBias(!normalised)
                .activation(normalised ? Activation.IDENTITY : Activation.RELU)
                .build();
        graph.addLayer(name, convolution, input);
        if (!normalised) {
            return name;
        }
        graph.addLayer(name + "-norm", new BatchNormalization(), name)
                .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-norm");
        return name + "-relu";
    }

    private static SubsamplingLayer pooling(Pool pool) {
        boolean halving = pool == Pool.HALVING;
        int padding = halving ? 0 : 1;
        return new SubsamplingLayer.Builder(pool == Pool.AVERAGE ? PoolingType.AVG : PoolingType.MAX)
                .kernelSize(3, 3)
                .stride(halving ? HALVING : NO_STRIDE)
                .padding(padding, padding)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }

    private static Inception of(Branch... branches) {
        return new Inception(List.of(branches), 0);
    }

    private static Branch branch(Convolution... chain) {
        return pooled(Pool.NONE, chain);
    }

    private static Branch pooled(Pool pool, Convolution... chain) {
        return new Branch(pool, List.of(chain), List.of());
    }

    private static Convolution square(int channels, int kernel) {
        return new Convolution(channels, kernel, kernel, 1);
    }

    private static Convolution row(int channels, int kernel) {
        return new Convolution(channels, 1, kernel, 1);
    }

    private static Convolution column(int channels, int kernel) {
        return new Convolution(channels, kernel, 1, 1);
    }

    private static Convolution halving(int channels) {
        return new Convolution(channels, 3, 3, 2);
    }
}
