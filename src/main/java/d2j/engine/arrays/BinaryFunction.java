package d2j.engine.arrays;

/** Functions of two numbers; comparisons give 1 for true and 0 for false. */
public enum BinaryFunction {
    /** a + b. */
    ADD {
        @Override
        double apply(double a, double b) {
            return a + b;
        }
    },
    /** a - b. */
    SUBTRACT {
        @Override
        double apply(double a, double b) {
            return a - b;
        }
    },
    /** a b. */
    MULTIPLY {
        @Override
        double apply(double a, double b) {
            return a * b;
        }
    },
    /** a / b. */
    DIVIDE {
        @Override
        double apply(double a, double b) {
            return a / b;
        }
    },
    /** a to the power of b. */
    POWER {
        @Override
        double apply(double a, double b) {
            return Math.pow(a, b);
        }
    },
    /** The larger; not a number if either is not. */
    MAXIMUM {
        @Override
        double apply(double a, double b) {
            return Math.max(a, b);
        }
    },
    /** The smaller; not a number if either is not. */
    MINIMUM {
        @Override
        double apply(double a, double b) {
            return Math.min(a, b);
        }
    },
    /** a &gt; b. */
    GREATER {
        @Override
        double apply(double a, double b) {
            return a > b ? 1 : 0;
        }
    },
    /** a &gt;= b. */
    GREATER_OR_EQUAL {
        @Override
        double apply(double a, double b) {
            return a >= b ? 1 : 0;
        }
    },
    /** a = b. */
    EQUAL {
        @Override
        double apply(double a, double b) {
            return a == b ? 1 : 0;
        }
    },
    /** The gradient below a rectifier: a, the one above, where b, its input or output, is positive. */
    RELU_GRADIENT {
        @Override
        double apply(double a, double b) {
            return a * UnaryFunction.STEP.apply(b);
        }
    },
    /** The gradient below a logistic function whose output is b. */
    SIGMOID_GRADIENT {
        @Override
        double apply(double a, double b) {
            return a * b * (1 - b);
        }
    },
    /** The gradient below a hyperbolic tangent whose output is b. */
    TANH_GRADIENT {
        @Override
        double apply(double a, double b) {
            return a * (1 - b * b);
        }
    };

    /** Whether {@link FloatLoops} has a loop of its own for it. */
    boolean isFast() {
        return ordinal() <= DIVIDE.ordinal() || ordinal() >= RELU_GRADIENT.ordinal();
    }

    abstract double apply(double a, double b);
}
