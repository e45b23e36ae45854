package d2j.engine.operations;

import d2j.engine.onednn.OneDnn;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code layer_norm} along the last dimension (Ba et al., 2016): input, gain and perhaps shift. */
final class LayerNormalization implements Operation {

    private static final Signature PLAIN =
            new Signature().reads("... rows columns").reads("columns").writes("... rows columns");
    private static final Signature SHIFTED = new Signature()
            .reads("... rows columns")
            .reads("columns")
            .reads("columns")
            .writes("... rows columns");

    @Override
    public Signature signature(Arguments arguments) {
        return !RowNormalizations.areCovered(arguments) ? null : arguments.inputs().length == 3 ? SHIFTED : PLAIN;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray input = arguments.input(0);
        RowNormalizations.of(input)
                .forward(
                        OneDnn.address(input),
                        OneDnn.address(arguments.input(1)),
                        arguments.inputs().length == 3 ? OneDnn.address(arguments.input(2)) : 0,
                        OneDnn.address(arguments.output(0)));
        return true;
    }
}
