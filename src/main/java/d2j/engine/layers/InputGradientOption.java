package d2j.engine.layers;

/** A layer that can leave out the gradient with respect to its input. */
public interface InputGradientOption {

    /** Whether the next backward pass has to compute it; true until this is called. */
    void setInputGradientWanted(boolean wanted);

    /**
     * True when the layer returns an array of the right shape and of any content where the gradient is not wanted; most
     * preprocessors cannot pass on that there is nothing to pass on.
     */
    default boolean givesPlaceholder() {
        return false;
    }
}
