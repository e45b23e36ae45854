package d2j.cli;

/** What the output goes to. */
final class Terminal {

    /** Ways to set text off. */
    enum Style {
        BOLD("1"),
        FAINT("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private static final boolean INTERACTIVE =
            System.console() != null && isTerminal() && !"dumb".equals(System.getenv("TERM"));
    private static final boolean COLOURS = INTERACTIVE && System.getenv("NO_COLOR") == null;

    private Terminal() {}

    /** Whether a person at a terminal reads the output. */
    static boolean interactive() {
        return INTERACTIVE;
    }

    /** Whether to use colours: at a terminal, unless NO_COLOR is set (no-color.org). */
    static boolean colours() {
        return COLOURS;
    }

    /** The text, set off where colours are used. */
    static String paint(Style style, String text) {
        return COLOURS && !text.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** Columns of the terminal, as far as the environment tells. */
    static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("\\d{2,4}") ? Math.max(40, Integer.parseInt(columns)) : 80;
    }

    /** From Java 22 on there is a console without a terminal as well; it says which of the two it is. */
    private static boolean isTerminal() {
        try {
            Object answer = System.console().getClass().getMethod("isTerminal").invoke(System.console());
            return Boolean.TRUE.equals(answer);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }
}
