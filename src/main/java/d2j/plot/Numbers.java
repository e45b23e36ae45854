package d2j.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.IllegalFormatException;
import java.util.Locale;

/** Writes numbers the way a reader expects them, the same in every locale. */
final class Numbers {

    private Numbers() {}

    /** Four significant digits without needless zeros: 0.4231, 12, 1.5e-5. */
    static String brief(double value) {
        return significant(value, 4);
    }

    static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= 7) {
            String mantissa =
                    rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
            return mantissa + "e" + exponent;
        }
        return rounded.toPlainString();
    }

    /** With a number of decimals, and a zero without a sign. */
    static String fixed(BigDecimal value, int decimals) {
        return minus(value.setScale(decimals, RoundingMode.HALF_UP).toPlainString());
    }

    /** The same with commas between thousands. */
    static String grouped(BigDecimal value, int decimals) {
        return minus(
                String.format(Locale.ROOT, "%,." + decimals + "f", value.setScale(decimals, RoundingMode.HALF_UP)));
    }

    /** "(0.42 to 1.3)", with as many digits as it takes to tell the ends apart; "(3)" where they are one. */
    static String range(double min, double max) {
        for (int digits = 3; digits < 9; digits++) {
            if (!significant(min, digits).equals(significant(max, digits))) {
                return "(" + significant(min, digits) + " to " + significant(max, digits) + ")";
            }
        }
        return "(" + significant(min, 9) + ")";
    }

    static String infinity(boolean positive) {
        String sign = positive ? "" : minus("-");
        return Fonts.canDisplay('\u221E') ? sign + '\u221E' : sign + "inf";
    }

    /**
     * A format for one number, such as {@code %.2f}.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static String checkedFormat(String caller, String format) {
        boolean good = format != null && format.length() <= 40 && !format.matches(".*\\d{3}.*");
        try {
            // With a value of its own, since a format without a place for it is as useless as a wrong one.
            good = good && !String.format(Locale.ROOT, format, 1.25).equals(String.format(Locale.ROOT, format, 77.5));
        } catch (IllegalFormatException e) {
            good = false;
        }
        if (!good) {
            throw new IllegalArgumentException(
                    caller + " needs a format for one number, such as \"%.2f\" (two decimals) "
                            + "or \"%.0f\" (none), but was given "
                            + (format == null ? "null" : "\"" + format + "\""));
        }
        return format;
    }

    /** The typographic minus sign, as wide as a digit's plus; where the font lacks it, the hyphen stays. */
    static String minus(String text) {
        return Fonts.canDisplay('\u2212') ? text.replace('-', '\u2212') : text;
    }
}
