package d2j.autograd;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.UnaryFunction;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Element-wise operations and their rules. */
final class Arithmetic {

    private Arithmetic() {}

    private static final Tensor[] NOTHING = {};

    private static void requireOneType(String name, Tensor a, Tensor b) {
        if (a.dataType() != b.dataType()) {
            throw new IllegalArgumentException(name + ": a tensor of " + a.dataType() + " " + Shapes.text(a.shape())
                    + " and one of " + b.dataType() + " " + Shapes.text(b.shape())
                    + "; make both from arrays of one type (castTo)");
        }
    }

    private static Tensor binary(
            String name, BinaryFunction f, Tensor a, Tensor b, boolean savesValues, Node.Rule rule) {
        requireOneType(name, a, b);
        long[] shape = Shapes.broadcast(name, a.value().shape(), b.value().shape());
        Tensor[] inputs = {a, b};
        return Tensor.result(
                name, Compute.apply(f, a.value(), b.value(), shape), inputs, savesValues ? inputs : NOTHING, rule);
    }

    private static Tensor[] both(Tensor a, Tensor b, Tensor forA, Tensor forB) {
        return new Tensor[] {
            forA == null ? null : Reductions.sumTo(forA, a.value().shape()),
            forB == null ? null : Reductions.sumTo(forB, b.value().shape())
        };
    }

    static Tensor add(Tensor a, Tensor b) {
        return binary("add", BinaryFunction.ADD, a, b, false, g -> both(a, b, g, g));
    }

    static Tensor subtract(Tensor a, Tensor b) {
        return binary(
                "sub", BinaryFunction.SUBTRACT, a, b, false, g -> both(a, b, g, b.requiresGrad() ? g.neg() : null));
    }

    static Tensor multiply(Tensor a, Tensor b) {
        return binary(
                "mul",
                BinaryFunction.MULTIPLY,
                a,
                b,
                true,
                g -> both(a, b, a.requiresGrad() ? g.mul(b) : null, b.requiresGrad() ? g.mul(a) : null));
    }

    static Tensor divide(Tensor a, Tensor b) {
        return binary(
                "div",
                BinaryFunction.DIVIDE,
                a,
                b,
                true,
                g -> both(
                        a,
                        b,
                        a.requiresGrad() ? g.div(b) : null,
                        b.requiresGrad() ? g.mul(a).div(b.square()).neg() : null));
    }

    static Tensor power(Tensor a, Tensor exponents) {
        return binary(
                "pow",
                BinaryFunction.POWER,
                a,
                exponents,
                true,
                g -> both(
                        a,
                        exponents,
                        a.requiresGrad() ? g.mul(exponents).mul(a.pow(exponents.sub(1))) : null,
                        exponents.requiresGrad() ? g.mul(a.pow(exponents)).mul(a.log()) : null));
    }

    static Tensor power(Tensor a, double exponent) {
        Tensor number = a.like(exponent);
        return Tensor.result(
                "pow",
                Compute.apply(
                        BinaryFunction.POWER,
                        a.value(),
                        number.value(),
                        a.value().shape()),
                new Tensor[] {a},
                new Tensor[] {a},
                g -> new Tensor[] {
                    // The power 0 has the gradient 0 everywhere, also where x^(-1) is infinite.
                    exponent == 0 ? g.mul(0) : g.mul(exponent).mul(a.pow(exponent - 1))
                });
    }

    static Tensor extremum(String name, BinaryFunction f, Tensor a, Tensor b) {
        return binary(name, f, a, b, true, g -> {
            Tensor equal = a.eq(b).mul(0.5);
            Tensor first = (f == BinaryFunction.MAXIMUM ? a.gt(b) : a.lt(b)).add(equal);
            return both(a, b, g.mul(first), g.mul(first.rsub(1)));
        });
    }

    static Tensor compare(String name, BinaryFunction f, Tensor a, Tensor b) {
        requireOneType(name, a, b);
        long[] shape = Shapes.broadcast(name, a.value().shape(), b.value().shape());
        return Tensor.constant(Compute.apply(f, a.value(), b.value(), shape));
    }

    /** The rule reads the input. */
    private static Tensor unary(String name, UnaryFunction f, Tensor a, UnaryOperator<Tensor> rule) {
        Tensor[] inputs = {a};
        return Tensor.result(name, a.apply(f), inputs, inputs, g -> new Tensor[] {rule.apply(g)});
    }

    /** The rule reads the result instead of the input. */
    private static Tensor unaryOfResult(String name, UnaryFunction f, Tensor a, BinaryOperator<Tensor> rule) {
        return Tensor.resultOf(name, a.apply(f), a, rule);
    }

    static Tensor negate(Tensor a) {
        return Tensor.result(
                "neg", a.apply(UnaryFunction.NEGATE), new Tensor[] {a}, NOTHING, g -> new Tensor[] {g.neg()});
    }

    static Tensor square(Tensor a) {
        return unary("square", UnaryFunction.SQUARE, a, g -> g.mul(a).mul(2));
    }

    static Tensor squareRoot(Tensor a) {
        return unaryOfResult("sqrt", UnaryFunction.SQRT, a, (g, y) -> g.div(y).mul(0.5));
    }

    static Tensor exponential(Tensor a) {
        return unaryOfResult("exp", UnaryFunction.EXP, a, (g, y) -> g.mul(y));
    }

    static Tensor logarithm(Tensor a) {
        return unary("log", UnaryFunction.LOG, a, g -> g.div(a));
    }

    static Tensor absolute(Tensor a) {
        return unary("abs", UnaryFunction.ABS, a, g -> g.mul(Tensor.constant(a.apply(UnaryFunction.SIGN))));
    }

    static Tensor sine(Tensor a) {
        return unary("sin", UnaryFunction.SIN, a, g -> g.mul(a.cos()));
    }

    static Tensor cosine(Tensor a) {
        return unary("cos", UnaryFunction.COS, a, g -> g.mul(a.sin()).neg());
    }

    static Tensor clip(Tensor a, double minimum, double maximum) {
        if (!(minimum <= maximum)) {
            throw new IllegalArgumentException("clip: the minimum " + minimum + " is above the maximum " + maximum);
        }
        Tensor low = a.like(minimum);
        Tensor high = a.like(maximum);
        long[] shape = a.value().shape();
        return Tensor.result(
                "clip",
                Compute.apply(
                        BinaryFunction.MINIMUM,
                        Compute.apply(BinaryFunction.MAXIMUM, a.value(), low.value(), shape),
                        high.value(),
                        shape),
                new Tensor[] {a},
                new Tensor[] {a},
                g -> new Tensor[] {g.mul(a.gte(minimum)).mul(a.lte(maximum))});
    }

    /** A gradient in one pass where nobody will differentiate it, made of operations otherwise. */
    private static Tensor below(BinaryFunction f, Tensor g, Tensor y, Supplier<Tensor> operations) {
        return Recording.current().isEnabled()
                ? operations.get()
                : Tensor.constant(
                        Compute.apply(f, g.value(), y.value(), g.value().shape()));
    }

    static Tensor relu(Tensor a) {
        return unary(
                "relu",
                UnaryFunction.RELU,
                a,
                g -> below(
                        BinaryFunction.RELU_GRADIENT, g, a, () -> g.mul(Tensor.constant(a.apply(UnaryFunction.STEP)))));
    }

    static Tensor sigmoid(Tensor a) {
        return unaryOfResult(
                "sigmoid",
                UnaryFunction.SIGMOID,
                a,
                (g, y) -> below(
                        BinaryFunction.SIGMOID_GRADIENT, g, y, () -> g.mul(y).mul(y.rsub(1))));
    }

    static Tensor tanh(Tensor a) {
        return unaryOfResult(
                "tanh",
                UnaryFunction.TANH,
                a,
                (g, y) -> below(
                        BinaryFunction.TANH_GRADIENT,
                        g,
                        y,
                        () -> g.mul(y.square().rsub(1))));
    }

    static Tensor softplus(Tensor a) {
        return unary("softplus", UnaryFunction.SOFTPLUS, a, g -> g.mul(sigmoid(a)));
    }

    static Tensor erf(Tensor a) {
        double scale = 2 / Math.sqrt(Math.PI);
        return unary(
                "erf", UnaryFunction.ERF, a, g -> g.mul(a.square().neg().exp().mul(scale)));
    }

    static Tensor where(Tensor mask, Tensor a, Tensor b) {
        requireOneType("where", a, b);
        long[] shape = Shapes.broadcast(
                "where",
                mask.value().shape(),
                Shapes.broadcast("where", a.value().shape(), b.value().shape()));
        Tensor choice = mask.detach();
        Tensor[] inputs = {a, b};
        // By selection, not by products: what is not chosen may be infinite.
        return Tensor.result(
                "where",
                Compute.select(choice.value(), a.value(), b.value(), shape),
                inputs,
                new Tensor[] {choice},
                g -> both(a, b, where(choice, g, g.like(0)), where(choice, g.like(0), g)));
    }
}
