package d2j.cli;

/** What the output goes to. */
final class Terminal {

    private Terminal() {
    }

    /** Whether a person at a terminal reads the output. */
    static boolean interactive() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether to use colours: at a terminal, unless NO_COLOR is set (no-color.org). */
    static boolean colours() {
        return interactive() && System.getenv("NO_COLOR") == null;
    }

    /** Columns of the terminal, as far as the environment tells. */
    static int columns() {
        try {
            return Math.max(40, Integer.parseInt(System.getenv("COLUMNS")));
        } catch (NumberFormatException e) {
            return 80;
        }
    }
}
