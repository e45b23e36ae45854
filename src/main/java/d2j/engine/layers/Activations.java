package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's activation functions that oneDNN can compute along with a layer. */
final class Activations {

    private static final ActivationReLU PLAIN_RELU = new ActivationReLU();
    /** ND4J's GELU, unless it is to be precise, is a swish of this factor (Hendrycks and Gimpel, 2016). */
    private static final double LIKE_GELU = 1.702;

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
        if (activation.getClass() == ActivationLReLU.class && ((ActivationLReLU) activation).getAlpha() > 0) {
            return Optional.of(Elementwise.leakyRelu(((ActivationLReLU) activation).getAlpha()));
        }
        // The gradient of ND4J's knows no other factor than 1.
        if (activation.getClass() == ActivationELU.class && ((ActivationELU) activation).getAlpha() == 1) {
            return Optional.of(Elementwise.ELU);
        }
        if (activation.getClass() == ActivationGELU.class && !((ActivationGELU) activation).isPrecise()) {
            return Optional.of(Elementwise.swish(LIKE_GELU));
        }
        if (activation.getClass() == ActivationSwish.class) {
            return Optional.of(Elementwise.swish(1));
        }
        if (activation.getClass() == ActivationMish.class) {
            return Optional.of(Elementwise.MISH);
        }
        return Optional.empty();
    }
}
