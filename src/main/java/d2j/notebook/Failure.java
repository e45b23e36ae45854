package d2j.notebook;

import java.util.List;
import java.util.Locale;

/**
 * Why and where a notebook failed.
 *
 * @param where   the place, such as "cell 3 of 12"
 * @param source  the failing cell's source
 * @param line    the failing line in it, from 1; 0 if it is not known
 * @param error   what went wrong, such as the exception with its message
 * @param details further lines, such as the exception's trace; may be empty
 */
public record Failure(Outcome outcome, String where, String source, int line, String error, List<String> details) {

    private static final int CONTEXT = 4;

    public Failure {
        details = List.copyOf(details);
    }

    /** Several lines: the place, the source with the failing line marked, and the error. */
    public String report() {
        StringBuilder report =
                new StringBuilder(where).append(": ").append(outcome.words()).append('\n');
        List<String> lines = source.lines().toList();
        int first = line == 0 ? 1 : Math.max(1, line - CONTEXT);
        int last = Math.min(lines.size(), line == 0 ? 2 * CONTEXT + 1 : line + CONTEXT);
        if (first > 1) {
            report.append("        ...\n");
        }
        for (int number = first; number <= last; number++) {
            report.append(String.format(
                    Locale.ROOT, "  %s %3d | %s%n", number == line ? ">" : " ", number, lines.get(number - 1)));
        }
        if (last < lines.size()) {
            report.append("        ...\n");
        }
        report.append("  ").append(error.strip().replace("\n", "\n  "));
        for (String detail : details) {
            report.append("\n    ").append(detail.stripTrailing());
        }
        return report.toString();
    }

    @Override
    public String toString() {
        return report();
    }
}
