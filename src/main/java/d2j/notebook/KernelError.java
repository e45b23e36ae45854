package d2j.notebook;

import d2j.jupyter.client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what kernels say about an error: its kind, the exception, and the line of the cell. */
final class KernelError {

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[\\d;]*[A-Za-z]");
    private static final Pattern EXCEPTION = Pattern.compile(
            "^(?:Exception in thread .*? )?"
                    + "((?:[a-z_]\\w*+\\.){0,50}[A-Z][\\w.$]*"
                    + "(?:Exception|Error|Throwable|Failure|Interrupt)[\\w$]*)(?::\\s*(.*))?$",
            Pattern.DOTALL);
    private static final Pattern COMPILATION = Pattern.compile("(?i).*(compil|incomplete|syntax|parse).*");
    private static final Pattern MARKED = Pattern.compile("^\\|?\\s*-->\\s?(.*)$");
    /** How the project's kernel shows the failing line among its neighbours. */
    private static final Pattern NUMBERED = Pattern.compile("^-->\\s+(\\d+)  .*$");

    private static final Pattern COMPILED_LINE = Pattern.compile("(?i)^(?:compile error in )?cell .*line (\\d+):$");
    private static final Pattern QUOTED = Pattern.compile("^\\|\\s{0,4}(.*\\S.*)$");

    /** In characters; a message that is longer is shown in part. */
    private static final int LONGEST_ERROR = 10_000;

    /** What the project's kernel calls an error after which it is gone, such as a cell's {@code System.exit}. */
    private static final String ENDED = "KernelEnded";

    private KernelError() {}

    /** Whether the kernel said that it is going. */
    static boolean endsTheKernel(Reply reply) {
        return reply.errorName().equals(ENDED);
    }

    static Failure failure(Reply reply, Cell cell, String where) {
        List<String> lines = new ArrayList<>();
        for (String entry : reply.traceback()) {
            plain(entry).lines().filter(line -> !line.isBlank()).forEach(lines::add);
        }
        boolean compilation = COMPILATION.matcher(reply.errorName()).matches();
        String full = compilation ? compilationError(reply, lines, cell.source()) : exception(reply, lines);
        String error = full.length() > LONGEST_ERROR
                ? full.substring(0, LONGEST_ERROR) + " ... (" + full.length() + " characters)"
                : full;
        Outcome outcome = endsTheKernel(reply)
                ? Outcome.KERNEL_DIED
                : compilation
                        ? Outcome.CELL_DID_NOT_COMPILE
                        : cell.hasTag("check") || error.matches("(?s)(java\\.lang\\.)?AssertionError\\b.*")
                                ? Outcome.CHECK_FAILED
                                : Outcome.CELL_THREW;
        int line = line(lines, cell.source(), compilation);
        List<String> trace = lines.stream()
                .map(String::strip)
                .filter(text -> text.startsWith("at ") || text.startsWith("Caused by") || text.contains("D2J_MEMORY"))
                .limit(12)
                .toList();
        // A single frame is the marked line.
        return new Failure(outcome, where, cell.source(), line, error, trace.size() == 1 ? List.of() : trace);
    }

    static String plain(String text) {
        return COLOURS.matcher(text).replaceAll("");
    }

    private static String exception(Reply reply, List<String> lines) {
        // Kernels wrap what the cell threw; the first line of the trace names it.
        for (String line : lines) {
            Matcher matcher = EXCEPTION.matcher(line.strip());
            if (matcher.matches()) {
                String message = matcher.group(2) != null ? matcher.group(2) : "";
                if (reply.errorMessage().length() > message.length()
                        && reply.errorMessage().contains(message)) {
                    message = reply.errorMessage();
                }
                return matcher.group(1) + (message.isBlank() ? "" : ": " + message.strip());
            }
        }
        return reply.errorName()
                + (reply.errorMessage().isBlank()
                        ? ""
                        : ": " + reply.errorMessage().strip());
    }

    private static String compilationError(Reply reply, List<String> lines, String cell) {
        List<String> source = cell.lines().map(String::strip).toList();
        List<String> said = new ArrayList<>();
        for (String line : lines) {
            String text = line.replaceFirst("^Compile error:\\s*", "");
            // The report shows the source itself.
            boolean quotation = text.startsWith("|")
                    || text.isBlank()
                    || text.strip().equals("^")
                    || source.contains(text.strip())
                    || COMPILED_LINE.matcher(text).matches();
            if (!quotation && !text.strip().startsWith("at ")) {
                said.add(text.startsWith("  ") ? text.substring(2) : text);
            }
        }
        if (said.isEmpty()) {
            return reply.errorMessage().isBlank()
                    ? reply.errorName()
                    : reply.errorMessage().strip();
        }
        return String.join("\n", said);
    }

    private static int line(List<String> lines, String source, boolean compilation) {
        for (String line : lines) {
            Matcher matcher = (compilation ? COMPILED_LINE : NUMBERED).matcher(line);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        List<String> sourceLines = source.lines().toList();
        // The outermost marked line is the cell's own; those before it may be in methods of earlier cells.
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher matcher = (compilation ? QUOTED : MARKED).matcher(lines.get(i));
            if (matcher.matches()) {
                int found = indexOf(sourceLines, matcher.group(1).strip());
                if (found > 0) {
                    return found;
                }
            }
        }
        return 0;
    }

    private static int indexOf(List<String> sourceLines, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < sourceLines.size(); i++) {
            if (sourceLines.get(i).strip().equals(text)) {
                return i + 1;
            }
        }
        for (int i = 0; i < sourceLines.size(); i++) {
            if (sourceLines.get(i).contains(text)) {
                return i + 1;
            }
        }
        return 0;
    }
}
