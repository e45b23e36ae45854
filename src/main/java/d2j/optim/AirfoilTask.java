package d2j.optim;

import d2j.data.Airfoil;
import d2j.data.KFold;
import d2j.data.MiniBatches;
import d2j.data.Standardisation;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The one real problem on which the chapters on optimisation compare methods: a perceptron with 32 hidden units that
 * predicts the noise of airfoils. All columns are standardised; a fifth of the rows is for testing.
 *
 * @param train  four fifths of the rows
 * @param test   the others
 * @param isReal false where the table was generated
 */
public record AirfoilTask(DataSet train, DataSet test, boolean isReal) {

    /** The data; prints one line that says what they are. */
    public static AirfoilTask load(long seed) {
        Airfoil airfoil = Airfoil.load();
        INDArray x = airfoil.features();
        INDArray y = airfoil.targets();
        KFold.Fold fold = KFold.of(x.rows(), 5, seed).get(0);
        Standardisation ofX = Standardisation.of(x.getRows(fold.train()));
        Standardisation ofY = Standardisation.of(y.getRows(fold.train()));
        return new AirfoilTask(
                new DataSet(ofX.apply(x.getRows(fold.train())), ofY.apply(y.getRows(fold.train()))),
                new DataSet(ofX.apply(x.getRows(fold.validation())), ofY.apply(y.getRows(fold.validation()))),
                airfoil.isReal());
    }

    /** The network, untrained: its loss is the mean squared error. */
    public MultiLayerNetwork network(IUpdater updater, long seed, Regularization... penalties) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(train.numInputs())
                        .nOut(32)
                        .activation(Activation.TANH)
                        .regularization(List.of(penalties))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(32)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .regularization(List.of(penalties))
                        .build())
                .build());
        network.init();
        return network;
    }

    /** Trains a network on shuffled batches. */
    public MultiLayerNetwork fit(MultiLayerNetwork network, int batchSize, int epochs, long seed) {
        MiniBatches batches = MiniBatches.of(train.getFeatures(), train.getLabels(), batchSize)
                .shuffled(seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.fit(batches.iterator());
        }
        return network;
    }

    /** The mean squared error of a network, penalties not counted. */
    public static double error(MultiLayerNetwork network, DataSet data) {
        INDArray difference = network.output(data.getFeatures()).sub(data.getLabels());
        return difference.mul(difference).meanNumber().doubleValue();
    }

    /**
     * The training errors of some networks from different seeds, all trained in the same way.
     *
     * @return one for each repeat; infinite where a training diverged
     */
    public double[] race(
            IUpdater updater, int batchSize, int epochs, int repeats, long seed, Regularization... penalties) {
        return IntStream.range(0, repeats)
                .mapToDouble(repeat -> {
                    MultiLayerNetwork network = network(updater.clone(), seed + repeat, penalties);
                    double error = error(fit(network, batchSize, epochs, seed + repeat), train);
                    return Double.isFinite(error) ? error : Double.POSITIVE_INFINITY;
                })
                .toArray();
    }

    /** The mean of some numbers; infinite if one of them is. */
    public static double mean(double[] values) {
        return Nd4j.createFromArray(values).meanNumber().doubleValue();
    }
}
