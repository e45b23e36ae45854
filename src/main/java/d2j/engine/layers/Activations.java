package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's activation functions that oneDNN can compute along with a layer. */
final class Activations {

    private static final ActivationReLU PLAIN_RELU = new ActivationReLU();

    private Activations() {}

    /** True for the identity and all that {@link #of} knows. */
    static boolean isSupported(IActivation activation) {
        return activation instanceof ActivationIdentity || of(activation).isPresent();
    }

    /** The function, if it is one of oneDNN's; the identity is none. */
    static Optional<Elementwise> of(IActivation activation) {
        if (activation.getClass() == ActivationReLU.class && activation.equals(PLAIN_RELU)) {
            return Optional.of(Elementwise.RELU);
        }
        if (activation.getClass() == ActivationSigmoid.class) {
            return Optional.of(Elementwise.SIGMOID);
        }
        if (activation.getClass() == ActivationTanH.class) {
            return Optional.of(Elementwise.TANH);
        }
        return Optional.empty();
    }
}
