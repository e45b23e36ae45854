package d2j.bench;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is measured. All but the matrix product and the cold start are whole training steps in float32, on one fixed
 * batch of random data: forward, loss, backward, plain stochastic gradient descent.
 *
 * <p>{@link #parameters()} is the number of trainable parameters that every contender must have; a contender with
 * another number has another model and is not compared.
 */
public enum Workload {

    /** {@code [1024, 1024] x [1024, 1024]}, counted in 10⁹ floating-point operations. */
    MATRIX_PRODUCT("matmul", "matrix product 1024", "GFLOP/s", 2.0 * 1024 * 1024 * 1024 / 1e9, 0),

    /** {@code [256, 784]}, 256 hidden units with ReLU, softmax over 10 classes. */
    MLP("mlp", "MLP 784-256-10, batch 256", "examples/s", 256, 203_530),

    /**
     * {@code [256, 1, 28, 28]}: the LeNet of "Dive into Deep Learning" (after LeCun et al., 1998), with sigmoids and
     * average pooling.
     */
    LENET("lenet", "LeNet 28x28, batch 256", "examples/s", 256, 61_706),

    /**
     * {@code [64, 3, 32, 32]}: VGG-11 (Simonyan and Zisserman, 2014) with a quarter of the channels and of the dense
     * units, dropout 0.5 in the dense part.
     */
    VGG("vgg", "VGG-11, a quarter as wide, 32x32, batch 64", "examples/s", 64, 1_769_066),

    /**
     * {@code [64, 3, 32, 32]}: ResNet-18 (He et al., 2015) with a 3x3 stem of stride 1 and no pooling after it, as
     * "Dive into Deep Learning" uses it for small images; its convolutions have biases.
     */
    RESNET("resnet18", "ResNet-18 32x32, batch 64", "examples/s", 64, 11_176_970),

    /**
     * {@code [64, 3, 32, 32]}: MobileNet (Howard et al., 2017) with half of its channels, and a first convolution of
     * stride 1.
     */
    MOBILENET("mobilenet", "MobileNet, half as wide, 32x32, batch 64", "examples/s", 64, 823_722),

    /**
     * {@code [64, 1, 96, 96]}: the dense network of "Dive into Deep Learning" (after Huang et al., 2017), four blocks
     * of four layers.
     */
    DENSENET("densenet", "DenseNet, four blocks of four, 96x96, batch 64", "examples/s", 64, 758_226),

    /**
     * {@code [8, 3, 64, 64]}: a fully convolutional network (Long, Shelhamer and Darrell, 2015) of three stages with
     * 32, 64 and 128 channels and batch normalisation, which adds the scores of two finer stages; the loss of each
     * pixel.
     */
    FCN("fcn", "FCN of three stages, 64x64, batch 8", "examples/s", 8, 295_761),

    /**
     * {@code [8, 3, 64, 64]}: U-Net (Ronneberger, Fischer and Brox, 2015) with padding and 32 to 512 channels; the loss
     * of each pixel.
     */
    U_NET("u-net", "U-Net 64x64, batch 8", "examples/s", 8, 7_760_427),

    /**
     * {@code [64, 100, 1, 1]}: the generator of a DCGAN (Radford, Metz and Chintala, 2015) for images of 32x32, 256 to
     * 64 channels, and the squared distance to given images.
     */
    DCGAN_GENERATOR("dcgan-generator", "DCGAN generator, 32x32, batch 64", "examples/s", 64, 1_069_379),

    /** {@code [64, 3, 32, 32]}: its discriminator, 64 to 256 channels, leaky ReLU, binary cross-entropy. */
    DCGAN_DISCRIMINATOR("dcgan-discriminator", "DCGAN discriminator, 32x32, batch 64", "examples/s", 64, 663_745),

    /**
     * {@code [32, 64, 16, 16]}: two convolutions 3x3 of 64 channels, the maximum of each channel, softmax over 10
     * classes; what the following workloads have around their layer.
     */
    LAYER_NONE("layer-none", "two convolutions, 64x16x16, batch 32", "examples/s", 32, 74_506),

    /** {@link #LAYER_NONE} with batch normalisation and ReLU in its middle. */
    LAYER_BATCH_NORM("layer-batch-norm", "with BN and ReLU between them", "examples/s", 32, 74_634),

    /** {@link #LAYER_NONE} with a PReLU of one slope for each channel in its middle. */
    LAYER_PRELU("layer-prelu", "with PReLU between them", "examples/s", 32, 74_570),

    /** {@link #LAYER_NONE} with local response normalisation in its middle. */
    LAYER_LRN("layer-lrn", "with LRN between them", "examples/s", 32, 74_506),

    /** {@link #LAYER_NONE} with an upsampling to 32x32 and a pooling back to 16x16 in its middle. */
    LAYER_UPSAMPLING("layer-upsampling", "with upsampling and pooling between them", "examples/s", 32, 74_506),

    /**
     * {@code [32, 64, 56, 56]}: a convolution 1x1 of 64 channels and the mean of each channel, softmax over 10
     * classes.
     */
    LAYER_MEAN("layer-mean", "convolution 1x1 and global mean, 64x56x56, batch 32", "examples/s", 32, 4_810),

    /** {@code [256, 512]}: four dense layers of 512 units with ELU, softmax over 10 classes. */
    LAYER_DENSE_ELU("layer-dense-elu", "four dense layers with ELU, batch 256", "examples/s", 256, 1_055_754),

    /**
     * {@code [32, 100, 200]}: three convolutions over time, 3 steps wide, 100 channels; the maximum over time, softmax
     * over 10 classes.
     */
    LAYER_OVER_TIME("layer-over-time", "three convolutions over time, 100x200, batch 32", "examples/s", 32, 91_310),

    /**
     * 64 sentences of 60 vectors of 100 numbers: TextCNN (Kim, 2014) with 100 filters of each of the widths 3, 4 and 5,
     * the maximum over time of each, softmax over 2 classes, no dropout.
     */
    TEXT_CNN("text-cnn", "TextCNN 3 x 100 filters, T=60, batch 64", "examples/s", 64, 120_902),

    /** 35 time steps of 32 sequences, one-hot characters: LSTM 28-256, softmax over 28 characters at each step. */
    LSTM("lstm", "LSTM 28-256, T=35, batch 32", "tokens/s", 35 * 32, 299_036),

    /**
     * As {@link #LSTM}, with a GRU. PyTorch, DJL and d2j reset the state after its matrix product, as cuDNN does; the
     * operation of SameDiff does it before, as Cho et al. (2014) do. The former may have one more bias per unit.
     */
    GRU("gru", "GRU 28-256, T=35, batch 32", "tokens/s", 35 * 32, 226_076),

    /** 35 time steps of 32 sequences of vectors: LSTMs 100-128 from both ends, softmax over 13 tags at each step. */
    BILSTM("bilstm", "BiLSTM tagger 100-128, T=35, batch 32", "tokens/s", 35 * 32, 237_837),

    /**
     * {@code [32, 64, 128]}: two encoder blocks (Vaswani et al., 2017; normalised after each sum, no dropout), 4 heads,
     * 512 hidden units with ReLU, softmax over 28 classes at each token.
     */
    TRANSFORMER_2X128("transformer-2x128", "transformer 2x128, L=64, batch 32", "tokens/s", 32 * 64, 400_156),

    /** {@code [16, 128, 256]}: as {@link #TRANSFORMER_2X128} with four blocks and 1024 hidden units. */
    TRANSFORMER_4X256("transformer-4x256", "transformer 4x256, L=128, batch 16", "tokens/s", 16 * 128, 3_166_236),

    /**
     * One pre-training step of a small BERT (Devlin et al., 2018; the sizes of "Dive into Deep Learning": 2 blocks,
     * width 128, 2 heads, 256 hidden units), without dropout: 32 pairs of sentences of 64 tokens in all out of a
     * vocabulary of 10000, 10 masked tokens in each; the losses of the masked tokens and of the next sentence.
     */
    BERT("bert", "BERT 2x128 pre-training, L=64, batch 32", "tokens/s", 32 * 64, 2_876_946),

    /**
     * 64 pairs of sentences of 16 tokens, 2000 different ones on each side: a Transformer (Vaswani et al., 2017) with
     * two blocks in the encoder and two in the decoder, width 128, 4 heads, 256 hidden units, no dropout; softmax over
     * the target's tokens at each place. Tokens of the target are counted.
     */
    TRANSLATION("translation", "Transformer 2+2 x 128, L=16, batch 64", "tokens/s", 64 * 16, 1_432_528),

    /**
     * 32 tokens for each of 16 sentences of 12 tokens, by the network of {@link #TRANSLATION}: the source is encoded,
     * and each step takes the likeliest token, computes with it alone, and keeps its keys and values. Nothing is
     * trained.
     */
    DECODING("decoding", "decoding with a cache, 2+2 x 128, 32 tokens, batch 16", "tokens/s", 16 * 32, 0),

    /**
     * 1024 pairs of words out of 10000, drawn by Zipf's law: skip-gram with vectors of 100 numbers and five noise words
     * for each pair, drawn anew in each step. d2j makes a step after each pair, as word2vec does; PyTorch one for all
     * of them, with sparse gradients.
     */
    SKIP_GRAM("skip-gram", "skip-gram with 5 noise words, 10000 x 100", "pairs/s", 1024, 2_000_000),

    /** {@link #MLP} written from operations of tensors, beside the same code in PyTorch. */
    TENSOR_MLP("tensor-mlp", "Tensor: MLP 784-256-10, batch 256", "examples/s", 256, 203_530),

    /** {@link #LENET} written from operations of tensors. */
    TENSOR_LENET("tensor-lenet", "Tensor: LeNet 28x28, batch 256", "examples/s", 256, 61_706),

    /**
     * 35 time steps of 32 sequences, one-hot characters, each step written out: two products, a sum, a hyperbolic
     * tangent; one dense layer and the softmax over 28 characters for all steps at once.
     */
    TENSOR_RNN("tensor-rnn", "Tensor: RNN 28-256 step by step, T=35, batch 32", "tokens/s", 35 * 32, 80_156),

    /**
     * {@code [32, 64, 128]}: one block of {@link #TRANSFORMER_2X128} written from operations, and a softmax over 28
     * classes at each token.
     */
    TENSOR_ENCODER("tensor-encoder", "Tensor: encoder block 128, L=64, batch 32", "tokens/s", 32 * 64, 201_884),

    /**
     * A translator with attention (Bahdanau et al., 2014) written from operations, step by step: 64 pairs of sentences
     * of 12 tokens, 1600 different ones on each side, vectors of 64 numbers, gated recurrent units of 128, scores from
     * 64.
     */
    TENSOR_BAHDANAU("tensor-bahdanau", "Tensor: Bahdanau 64-128, L=12, batch 64", "tokens/s", 64 * 12, 625_280),

    /**
     * {@code [10, 3, 48, 48]}: the single-shot detector (Liu et al., 2016) of {@link d2j.vision.detection.Ssd} with
     * three classes and 184 anchors, of which three in an image have an object; the losses of the classes, with
     * hard-negative mining, and of the offsets.
     */
    TENSOR_SSD("ssd", "Tensor: SSD step 48x48, batch 10", "examples/s", 10, 70_824),

    /** Non-maximum suppression of 10000 boxes of one class, of which about half are left. */
    SUPPRESSION("nms", "NMS of 10,000 boxes", "runs/s", 1, 0),

    /** The mean average precision, by VOC's rules of 2012, of 10000 detections of 20 classes in 500 images. */
    AVERAGE_PRECISION("map", "mAP of 10,000 detections", "runs/s", 1, 0),

    /** Sums of two 2x2 tensors: what an operation costs that computes nearly nothing. */
    ADDITION("add", "Tensor: addition 2x2", "1000/s", 1, 0),

    /** Chains of 100 such additions, recorded, and the backward pass through each chain. */
    RECORDED_ADDITION("add-backward", "Tensor: addition 2x2 and its gradient", "1000/s", 1, 0),

    /** From {@code ./d2j run} to the result of the first cell; no worker does it. Less is better. */
    COLD_START("cold-start", "from ./d2j run to the first result", "seconds", 1, 0);

    private final String id;
    private final String title;
    private final String unit;
    private final double unitsPerStep;
    private final long parameters;

    Workload(String id, String title, String unit, double unitsPerStep, long parameters) {
        this.id = id;
        this.title = title;
        this.unit = unit;
        this.unitsPerStep = unitsPerStep;
        this.parameters = parameters;
    }

    /** What the command line and the workers call it. */
    public String id() {
        return id;
    }

    /** What the table calls it. */
    public String title() {
        return title;
    }

    /** What is counted, for example {@code examples/s}. */
    public String unit() {
        return unit;
    }

    /** How much of the unit one step does. */
    public double unitsPerStep() {
        return unitsPerStep;
    }

    /** Trainable parameters of the model; 0 where there is none. */
    public long parameters() {
        return parameters;
    }

    /** Whether a model with that number of trainable parameters is this workload's. */
    public boolean accepts(long count) {
        return count == parameters || this == GRU && count == parameters + 256;
    }

    /** Whether a step ends with a loss, which must be a finite number. */
    public boolean trains() {
        return parameters > 0;
    }

    /** Whether it is eager: written from tensors or plain loops, and compared with PyTorch alone. */
    public boolean isEager() {
        return ordinal() >= TENSOR_MLP.ordinal() && ordinal() <= RECORDED_ADDITION.ordinal();
    }

    /** Whether only PyTorch is compared: what is eager, and single layers. */
    public boolean isBesidePyTorchAlone() {
        return isEager() || id.startsWith("layer-");
    }

    /** The workload of an id. */
    public static Optional<Workload> of(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id.equals(id))
                .findFirst();
    }
}
