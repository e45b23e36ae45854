package d2j.engine.operations;

import d2j.engine.onednn.OneDnn;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code layer_norm_bp}: input, gain, perhaps shift, and the gradient of the result; gives theirs. */
final class LayerNormalizationGradient implements Operation {

    private static final Signature PLAIN = new Signature()
            .reads("... rows columns")
            .reads("columns")
            .reads("... rows columns")
            .writes("... rows columns")
            .writes("columns");
    private static final Signature SHIFTED = new Signature()
            .reads("... rows columns")
            .reads("columns")
            .reads("columns")
            .reads("... rows columns")
            .writes("... rows columns")
            .writes("columns")
            .writes("columns");

    @Override
    public Signature signature(Arguments arguments) {
        return !RowNormalizations.areCovered(arguments) ? null : arguments.inputs().length == 4 ? SHIFTED : PLAIN;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray input = arguments.input(0);
        int last = arguments.inputs().length - 1;
        RowNormalizations.of(input)
                .backward(
                        OneDnn.address(input),
                        OneDnn.address(arguments.input(1)),
                        OneDnn.address(arguments.input(last)),
                        OneDnn.address(arguments.output(0)),
                        OneDnn.address(arguments.output(1)),
                        last == 3 ? OneDnn.address(arguments.output(2)) : 0);
        return true;
    }
}
