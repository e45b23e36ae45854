package d2j.data;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The z-score of every column, with the mean and the standard deviation of the training examples: validation and test
 * examples are scaled by those too, since their own are not known when a model is used.
 *
 * <pre>{@code
 * Standardisation scale = Standardisation.of(trainX);
 * INDArray Z = scale.apply(trainX), testZ = scale.apply(testX);
 * }</pre>
 */
public final class Standardisation {

    private final INDArray mean;
    private final INDArray deviation;

    private Standardisation(INDArray mean, INDArray deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /**
     * Measures the columns. A column that never varies is only centred.
     *
     * @param train {@code [examples, features]}
     * @throws IllegalArgumentException if it is no matrix
     */
    public static Standardisation of(INDArray train) {
        if (train.rank() != 2) {
            throw new IllegalArgumentException(
                    "standardisation needs a matrix [examples, features], not an array of shape "
                            + Arrays.toString(train.shape()));
        }
        INDArray mean = train.mean(true, 0);
        // Of the examples themselves (divided by n), so that the columns of Z'Z / n are correlations.
        INDArray deviation = train.std(false, true, 0);
        for (long column = 0; column < deviation.length(); column++) {
            if (deviation.getDouble(column) == 0) {
                deviation.putScalar(column, 1);
            }
        }
        return new Standardisation(mean, deviation);
    }

    /**
     * The z-scores, as a new array.
     *
     * @param features {@code [examples, features]}
     * @throws IllegalArgumentException if it has another number of features
     */
    public INDArray apply(INDArray features) {
        if (features.rank() != 2 || features.size(1) != mean.size(1)) {
            throw new IllegalArgumentException("measured on " + mean.size(1) + " features, and this array's shape is "
                    + Arrays.toString(features.shape()));
        }
        return features.subRowVector(mean).diviRowVector(deviation);
    }

    /** The mean of each column, {@code [1, features]}. */
    public INDArray mean() {
        return mean;
    }

    /** The standard deviation of each column (divided by n), {@code [1, features]}; 1 where it never varies. */
    public INDArray deviation() {
        return deviation;
    }
}
