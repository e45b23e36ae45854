package d2j.engine.operations;

import java.util.List;

/** {@code matmul}: left, right; the integers say which of left, right and result are transposed. */
final class ProductOperation implements Operation {

    private static final List<Signature> SIGNATURES = List.of(
            signature("... rows inner", "... inner columns"),
            signature("... inner rows", "... inner columns"),
            signature("... rows inner", "... columns inner"),
            signature("... inner rows", "... columns inner"));

    private static Signature signature(String left, String right) {
        return new Signature().readsStrided(left).readsStrided(right).writes("... rows columns");
    }

    @Override
    public Signature signature(Arguments arguments) {
        return isPlain(arguments) ? SIGNATURES.get(transposed(arguments)) : null;
    }

    /** Which operands are transposed: one for the left, two for the right. */
    static int transposed(Arguments arguments) {
        return (arguments.isSet(0) ? 1 : 0) + (arguments.isSet(1) ? 2 : 0);
    }

    /** True for a product that is neither scaled, nor added to something, nor transposed. */
    static boolean isPlain(Arguments arguments) {
        List<Double> scales = arguments.numbers();
        return (scales.isEmpty() || scales.get(0) == 1)
                && (scales.size() < 2 || scales.get(1) == 0)
                && !arguments.isSet(2);
    }

    @Override
    public boolean run(Arguments arguments) {
        Matrices left = Matrices.of(arguments.input(0), arguments.isSet(0));
        Matrices right = Matrices.of(arguments.input(1), arguments.isSet(1));
        Matrices result = Matrices.of(arguments.output(0), false);
        if (left == null || right == null || result == null) {
            return false;
        }
        Matrices.multiply(left, right, result);
        return true;
    }
}
