package d2j.engine.operations;

import java.util.List;

/** {@code matmul_bp}: left, right, gradient of their product; gives the gradients of left and right. */
final class ProductGradient implements Operation {

    private static final List<Signature> SIGNATURES = List.of(
            signature("... rows inner", "... inner columns"),
            signature("... inner rows", "... inner columns"),
            signature("... rows inner", "... columns inner"),
            signature("... inner rows", "... columns inner"));

    private static Signature signature(String left, String right) {
        return new Signature()
                .readsStrided(left)
                .readsStrided(right)
                .readsStrided("... rows columns")
                .writes(left)
                .writes(right);
    }

    @Override
    public Signature signature(Arguments arguments) {
        return ProductOperation.isPlain(arguments) ? SIGNATURES.get(ProductOperation.transposed(arguments)) : null;
    }

    @Override
    public boolean run(Arguments arguments) {
        boolean leftTransposed = arguments.isSet(0);
        boolean rightTransposed = arguments.isSet(1);
        Matrices left = Matrices.of(arguments.input(0), leftTransposed);
        Matrices right = Matrices.of(arguments.input(1), rightTransposed);
        Matrices gradient = Matrices.of(arguments.input(2), false);
        Matrices leftGradient = Matrices.of(arguments.output(0), false);
        Matrices rightGradient = Matrices.of(arguments.output(1), false);
        if (left == null || right == null || gradient == null || leftGradient == null || rightGradient == null) {
            return false;
        }
        // With Z = X Y: dX = dZ Y', dY = X' dZ; and (A B)' = B' A', since results are in row order.
        Matrices.multiply(
                leftTransposed ? right : gradient,
                leftTransposed ? gradient.transposed() : right.transposed(),
                leftGradient);
        Matrices.multiply(
                rightTransposed ? gradient.transposed() : left.transposed(),
                rightTransposed ? left : gradient,
                rightGradient);
        return true;
    }
}
