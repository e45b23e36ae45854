package d2j.plot;

import java.awt.font.FontRenderContext;
import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Whether this machine can write text into figures, and which characters it can write. */
final class Fonts {

    private static final String INSTALL =
            "install fontconfig and a font (Debian and Ubuntu: apt-get install fontconfig fonts-dejavu-core; "
                    + "Fedora: dnf install fontconfig dejavu-sans-fonts; Alpine: apk add fontconfig ttf-dejavu), "
                    + "then restart the kernel";

    private static final Set<UnicodeScript> CHINESE_JAPANESE_KOREAN =
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    /** The scripts that were complained about; once each is enough. */
    private static final Set<UnicodeScript> MISSING = ConcurrentHashMap.newKeySet();

    private static final Optional<String> PROBLEM = findProblem();

    private Fonts() {}

    /** Why no figure can be drawn, and what to install; empty where all is well. */
    static Optional<String> problem() {
        return PROBLEM;
    }

    private static Optional<String> findProblem() {
        return problem(() -> Theme.TICK.canDisplay('0')
                ? Theme.TICK
                        .getStringBounds("0", new FontRenderContext(null, true, true))
                        .getWidth()
                : 0);
    }

    /** What is wrong with a machine where a digit has the given width, or measuring it fails. */
    static Optional<String> problem(DoubleSupplier widthOfADigit) {
        try {
            return widthOfADigit.getAsDouble() > 0
                    ? Optional.empty()
                    : Optional.of("no figure can be drawn, since this machine has no font: " + INSTALL);
        } catch (RuntimeException | Error e) {
            // Java reports missing fonts and a missing fontconfig by errors of many kinds.
            return Optional.of("no figure can be drawn, since Java finds no fonts on this machine: " + INSTALL);
        }
    }

    static boolean canDisplay(char character) {
        return PROBLEM.isEmpty() && Theme.TICK.canDisplay(character);
    }

    /** Says once for each script which characters come out as boxes, and which package has them. */
    static void check(String text) {
        int missing = Theme.TICK.canDisplayUpTo(text);
        if (missing < 0) {
            return;
        }
        int character = text.codePointAt(missing);
        UnicodeScript script = UnicodeScript.of(character);
        if (MISSING.add(script)) {
            System.err.println(hint(character, script));
        }
    }

    static String hint(int character, UnicodeScript script) {
        String shown = "'" + Character.toString(character) + "' (" + name(script) + ")";
        return "d2j: no installed font has " + shown
                + ", so figures show boxes instead: install "
                + (CHINESE_JAPANESE_KOREAN.contains(script)
                        ? "one, for example with apt-get install fonts-noto-cjk (Debian and Ubuntu) or "
                                + "dnf install google-noto-sans-cjk-fonts (Fedora)"
                        : "one, for example with apt-get install fonts-noto-core fonts-symbola (Debian and Ubuntu)")
                + ", then restart the kernel.";
    }

    private static String name(UnicodeScript script) {
        return script == UnicodeScript.HAN
                ? "Chinese"
                : script == UnicodeScript.COMMON ? "a symbol" : script.name().toLowerCase(Locale.ROOT);
    }
}
