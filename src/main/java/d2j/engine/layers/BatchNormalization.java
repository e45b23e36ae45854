package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.RecentlyUsed;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's batch normalisation on oneDNN, of images and of plain feature vectors. The running mean and variance are
 * updated as DL4J does it, through their "gradients".
 */
public final class BatchNormalization extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {

    private final transient RecentlyUsed<List<Long>, d2j.engine.onednn.BatchNormalization> normalizations =
            new RecentlyUsed<>(8);
    private transient d2j.engine.onednn.BatchNormalization lastNormalization;
    private transient INDArray lastSeen;
    private transient INDArray lastInput;
    /** In which mode the last forward pass was; null when DL4J's own path was taken. */
    private transient TrainingMode forwardMode;
    /** Of the last training batch; they outlive it. */
    private transient INDArray batchMean;

    private transient INDArray batchVariance;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public BatchNormalization(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray preOutput(INDArray x, TrainingMode training, LayerWorkspaceMgr workspaceMgr) {
        lastNormalization = null;
        lastSeen = null;
        lastInput = null;
        forwardMode = null;
        if (!isCovered(x)) {
            return super.preOutput(x, training, workspaceMgr);
        }
        CNN2DFormat format = format(x);
        INDArray images = images(x);
        long[] shape = ChannelsLast.shape(images, format);
        if (shape[1] != layerConf().getNOut()) {
            return super.preOutput(x, training, workspaceMgr);
        }
        d2j.engine.onednn.BatchNormalization normalization = normalizations.get(
                ChannelsLast.key(shape),
                () -> new d2j.engine.onednn.BatchNormalization(
                        shape, layerConf().getEps()));
        forwardMode = training;
        boolean trains = training == TrainingMode.TRAIN;
        INDArray in = ChannelsLast.of(images, format, KeptInput.type(trains, workspaceMgr), workspaceMgr);
        INDArray output = ChannelsLast.create(shape, ArrayType.ACTIVATIONS, workspaceMgr);
        long gamma = OneDnn.address(getParam(BatchNormalizationParamInitializer.GAMMA));
        long beta = OneDnn.address(getParam(BatchNormalizationParamInitializer.BETA));
        if (trains) {
            if (batchMean == null) {
                try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                    batchMean = Nd4j.create(DataType.FLOAT, shape[1]);
                    batchVariance = Nd4j.create(DataType.FLOAT, shape[1]);
                }
            }
            normalization.train(
                    OneDnn.address(in),
                    OneDnn.address(output),
                    gamma,
                    beta,
                    OneDnn.address(batchMean),
                    OneDnn.address(batchVariance));
            lastNormalization = normalization;
            lastSeen = x;
            lastInput = in;
        } else {
            INDArray variance = runningVariance();
            normalization.test(
                    OneDnn.address(in),
                    OneDnn.address(output),
                    gamma,
                    beta,
                    OneDnn.address(getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN)),
                    OneDnn.address(variance));
        }
        return likeInput(x, output, format);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastNormalization == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            if (forwardMode != null) {
                // DL4J's way back needs what its own way forth leaves behind.
                super.preOutput(input, forwardMode, LayerWorkspaceMgr.noWorkspaces());
            }
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, input.shape(), layerId());
        CNN2DFormat format = format(input);
        INDArray delta = ChannelsLast.of(images(epsilon), format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, lastInput.shape(), 'c');
        INDArray gammaGradient = gradientViews.get(BatchNormalizationParamInitializer.GAMMA);
        INDArray betaGradient = gradientViews.get(BatchNormalizationParamInitializer.BETA);
        lastNormalization.backward(
                OneDnn.address(lastInput),
                OneDnn.address(delta),
                OneDnn.address(inputGradient),
                OneDnn.address(batchMean),
                OneDnn.address(batchVariance),
                OneDnn.address(getParam(BatchNormalizationParamInitializer.GAMMA)),
                OneDnn.address(getParam(BatchNormalizationParamInitializer.BETA)),
                OneDnn.address(gammaGradient),
                OneDnn.address(betaGradient));
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(BatchNormalizationParamInitializer.GAMMA, gammaGradient);
        gradient.setGradientFor(BatchNormalizationParamInitializer.BETA, betaGradient);
        updateRunningStatistics(gradient);
        return new Pair<>(gradient, likeInput(input, inputGradient, format));
    }

    @Override
    public void clear() {
        super.clear();
        lastNormalization = null;
        lastSeen = null;
        lastInput = null;
        forwardMode = null;
    }

    /**
     * DL4J subtracts from each running statistic, as if it were a parameter, (1 - decay) times its distance from the
     * batch's: with distributed training the differences can then be averaged like gradients.
     */
    private void updateRunningStatistics(Gradient gradient) {
        double rate = 1 - layerConf().getDecay();
        float[] means = batchMean.toFloatVector();
        float[] variances = batchVariance.toFloatVector();
        float[] runningMeans =
                getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN).toFloatVector();
        boolean logarithmic = layerConf().isUseLogStd();
        String second = logarithmic
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        float[] spreads = getParam(second).toFloatVector();
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (rate * (runningMeans[i] - means[i]));
            if (logarithmic) {
                double before = Math.pow(10, 2 * spreads[i]);
                double after = before * (1 - rate) + variances[i] * rate;
                variances[i] = (float) (Math.log10(before / after) / 2);
            } else {
                variances[i] = (float) (rate * (spreads[i] - variances[i]));
            }
        }
        assign(gradient, BatchNormalizationParamInitializer.GLOBAL_MEAN, means);
        assign(gradient, second, variances);
    }

    private void assign(Gradient gradient, String name, float[] values) {
        INDArray view = gradientViews.get(name);
        view.assign(Nd4j.createFromArray(values).reshape(view.shape()));
        gradient.setGradientFor(name, view);
    }

    private INDArray runningVariance() {
        if (!layerConf().isUseLogStd()) {
            return getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
        }
        float[] values =
                getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD).toFloatVector();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(10, 2 * values[i]);
        }
        return Nd4j.createFromArray(values);
    }

    private boolean isCovered(INDArray x) {
        return (x.rank() == 4 || x.rank() == 2)
                && OneDnn.isFloat(x)
                && !layerConf().isLockGammaBeta();
    }

    private CNN2DFormat format(INDArray x) {
        return x.rank() == 4 ? layerConf().getCnn2DFormat() : CNN2DFormat.NCHW;
    }

    /** Feature vectors are images of one pixel. */
    private static INDArray images(INDArray x) {
        return x.rank() == 4 ? x : x.reshape(x.ordering(), x.size(0), x.size(1), 1, 1);
    }

    private static INDArray likeInput(INDArray x, INDArray dense, CNN2DFormat format) {
        return x.rank() == 4 ? ChannelsLast.present(dense, format) : dense.reshape('c', x.shape());
    }
}
