package d2j.engine.layers;

import java.util.OptionalDouble;

/**
 * The loss of an output layer's last backward pass, for the score that DL4J asks for next. It is told once; a layer
 * forgets it whenever its input or its labels change.
 */
final class LastLoss {

    private OptionalDouble loss = OptionalDouble.empty();

    void forget() {
        loss = OptionalDouble.empty();
    }

    void keep(double value) {
        loss = OptionalDouble.of(value);
    }

    /** The loss that was kept, if it is the score while training that is asked for; it is forgotten in any case. */
    OptionalDouble take(boolean training) {
        OptionalDouble told = training ? loss : OptionalDouble.empty();
        forget();
        return told;
    }
}
