package d2j.engine.arrays;

import org.apache.commons.math3.special.Erf;

/** Functions of one number. */
public enum UnaryFunction {
    /** -x. */
    NEGATE {
        @Override
        double apply(double x) {
            return -x;
        }
    },
    /** e to the power of x. */
    EXP {
        @Override
        double apply(double x) {
            return Math.exp(x);
        }
    },
    /** The natural logarithm. */
    LOG {
        @Override
        double apply(double x) {
            return Math.log(x);
        }
    },
    /** The square root. */
    SQRT {
        @Override
        double apply(double x) {
            return Math.sqrt(x);
        }
    },
    /** x squared. */
    SQUARE {
        @Override
        double apply(double x) {
            return x * x;
        }
    },
    /** The absolute value. */
    ABS {
        @Override
        double apply(double x) {
            return Math.abs(x);
        }
    },
    /** -1, 0 or 1. */
    SIGN {
        @Override
        double apply(double x) {
            return Math.signum(x);
        }
    },
    /** max(x, 0). */
    RELU {
        @Override
        double apply(double x) {
            return x > 0 ? x : x == x ? 0 : x;
        }
    },
    /** 1 for x &gt; 0, otherwise 0. */
    STEP {
        @Override
        double apply(double x) {
            return x > 0 ? 1 : x == x ? 0 : x;
        }
    },
    /** 1 / (1 + e^-x). */
    SIGMOID {
        @Override
        double apply(double x) {
            if (x >= 0) {
                return 1 / (1 + Math.exp(-x));
            }
            double exponential = Math.exp(x);
            return exponential / (1 + exponential);
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        double apply(double x) {
            return Math.tanh(x);
        }
    },
    /** ln(1 + e^x), without overflow. */
    SOFTPLUS {
        @Override
        double apply(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
    },
    /** The error function. */
    ERF {
        @Override
        double apply(double x) {
            return x == x ? Erf.erf(x) : x;
        }
    },
    /** The sine. */
    SIN {
        @Override
        double apply(double x) {
            return Math.sin(x);
        }
    },
    /** The cosine. */
    COS {
        @Override
        double apply(double x) {
            return Math.cos(x);
        }
    };

    abstract double apply(double x);
}
