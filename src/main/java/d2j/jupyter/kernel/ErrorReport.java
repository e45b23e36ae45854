package d2j.jupyter.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;

/**
 * Tells a reader what went wrong and where: the line of the cell, and of the stack only the reader's own code with
 * the few library calls above it.
 */
final class ErrorReport {
    private static final int LIBRARY_FRAMES = 3;
    private static final int SHOWN_ERRORS = 10;
    private static final int SHOWN_FRAMES = 12;
    private static final String MEMORY_HINT = "The memory limit of this notebook is reached. Lower the batch size, or"
            + " give it more memory: set D2J_MEMORY (for example D2J_MEMORY=4g) where Jupyter is started, and restart.";

    private final Map<String, CellSource> sources;
    private final List<String> lines = new ArrayList<>();

    private ErrorReport(Map<String, CellSource> sources) {
        this.sources = sources;
    }

    /** An error that the compiler found. */
    static CellFailure notCompiled(CellSource source, List<Diag> diagnostics, String otherwise) {
        ErrorReport report = new ErrorReport(Map.of());
        String first = null;
        for (Diag diagnostic :
                diagnostics.stream().filter(Diag::isError).limit(SHOWN_ERRORS).toList()) {
            int position = source.start() + (int) Math.max(0, diagnostic.getPosition());
            String message = diagnostic.getMessage(null).strip();
            first = first == null ? message : first;
            report.pointAt(source, position, message);
        }
        if (first == null) {
            first = otherwise;
            report.pointAt(source, source.start(), otherwise);
        }
        return new CellFailure("CompileError", first.replaceAll("\\s*\\n\\s*", " "), report.lines);
    }

    /** A declaration refers to what neither its cell nor an earlier one declares. */
    static CellFailure notDeclared(CellSource source, String code, List<String> missing) {
        ErrorReport report = new ErrorReport(Map.of());
        for (String each : missing) {
            // Such as "method area(double)" or "class Circle".
            String name = each.replaceAll("\\(.*", "").replaceAll("^.* ", "");
            Matcher use = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(code);
            report.pointAt(source, source.start() + (use.find() ? use.start() : 0), each + " is not declared");
        }
        return new CellFailure("CompileError", "not declared: " + String.join(", ", missing), report.lines);
    }

    private void pointAt(CellSource source, int position, String message) {
        int line = source.lineAt(position);
        String text = source.text(line);
        int column = Math.min(source.columnAt(position), text.length());
        lines.add("Compile error in " + source.name() + ", line " + line + ":");
        message.lines().forEach(part -> lines.add("  " + part));
        lines.add("    " + text);
        lines.add("    " + text.substring(0, column).replaceAll("[^\t]", " ") + "^");
    }

    /** The cell was interrupted where no code of it ran. */
    static CellFailure interrupted() {
        return new CellFailure("Interrupted", "the cell was interrupted", List.of("Interrupted"));
    }

    /**
     * An exception that a cell threw.
     *
     * @param sources the place of each JShell snippet
     * @param interrupted whether it is the consequence of an interrupt
     */
    static CellFailure thrown(
            JShellException exception, Map<String, CellSource> sources, CellSource current, boolean interrupted) {
        ErrorReport report = new ErrorReport(sources);
        if (interrupted) {
            report.lines.add("Interrupted" + report.place(exception, current));
            report.mark(exception, current);
            return new CellFailure("Interrupted", "the cell was interrupted", report.lines);
        }
        report.lines.add(describe(exception));
        report.mark(exception, current);
        report.frames(exception);
        boolean memory = isOutOfMemory(exception);
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            report.lines.add("Caused by: " + describe(cause));
            report.frames(cause);
            memory |= isOutOfMemory(cause);
        }
        if (memory) {
            report.lines.add("");
            report.lines.add(MEMORY_HINT);
        }
        String message = exception instanceof EvalException ? exception.getMessage() : describe(exception);
        return new CellFailure(className(exception), message == null ? "" : message, report.lines);
    }

    /** An error outside the code of a cell: a {@code toString()} that throws, or a fault of the kernel. */
    static CellFailure failed(String what, Throwable error) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ": " + error);
        StackTraceElement[] stack = error.getStackTrace();
        for (int i = 0; i < Math.min(stack.length, SHOWN_FRAMES); i++) {
            lines.add("    at " + stack[i]);
        }
        return new CellFailure(error.getClass().getName(), String.valueOf(error.getMessage()), lines);
    }

    private static String className(Throwable exception) {
        return exception instanceof EvalException thrown
                ? thrown.getExceptionClassName()
                : exception.getClass().getSimpleName();
    }

    private static String describe(Throwable exception) {
        if (exception instanceof UnresolvedReferenceException unresolved) {
            return "UnresolvedReferenceException: "
                    + unresolved.getSnippet().source().lines().findFirst().orElse("")
                    + " cannot be used, because something that it refers to is not declared";
        }
        String message = exception.getMessage();
        return message == null ? className(exception) : className(exception) + ": " + message;
    }

    private static boolean isOutOfMemory(Throwable exception) {
        String message = String.valueOf(exception.getMessage());
        // The last two are JavaCPP's, which counts the memory of native libraries.
        return className(exception).equals("java.lang.OutOfMemoryError")
                || message.contains("Physical memory usage is too high")
                || message.contains("Cannot allocate new");
    }

    private CellSource source(StackTraceElement frame) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") ? sources.get(file.substring(1)) : null;
    }

    /** The frame of the running cell, the outermost one of the stack. */
    private StackTraceElement outermost(Throwable exception, CellSource current) {
        StackTraceElement found = null;
        for (StackTraceElement frame : exception.getStackTrace()) {
            CellSource source = source(frame);
            if (source != null
                    && source.cell() == current.cell()
                    && source.code().equals(current.code())) {
                found = frame;
            }
        }
        return found;
    }

    private String place(Throwable exception, CellSource current) {
        StackTraceElement frame = outermost(exception, current);
        return frame == null
                ? ""
                : " in " + current.name() + ", line " + source(frame).line(frame.getLineNumber());
    }

    /** Shows the line of the running cell between its neighbours. */
    private void mark(Throwable exception, CellSource current) {
        StackTraceElement frame = outermost(exception, current);
        if (frame == null) {
            return;
        }
        int marked = source(frame).line(frame.getLineNumber());
        int last = (int) current.code().lines().count();
        lines.add("");
        for (int line = Math.max(1, marked - 1); line <= Math.min(last, marked + 1); line++) {
            lines.add((line == marked ? "--> " : "    ") + String.format("%3d  ", line) + current.text(line));
        }
        lines.add("");
    }

    private void frames(Throwable exception) {
        StackTraceElement[] stack = exception.getStackTrace();
        int shown = 0;
        for (int i = 0; i < stack.length && shown < SHOWN_FRAMES; i++) {
            CellSource source = source(stack[i]);
            if (i > 1 && stack[i].equals(stack[i - 1]) && stack[i].equals(stack[i - 2])) {
                int first = i;
                while (i + 1 < stack.length && stack[i + 1].equals(stack[i])) {
                    i++;
                }
                lines.add("    … the same " + (i - first + 1) + " times more");
                continue;
            }
            if (source != null) {
                int line = source.line(stack[i].getLineNumber());
                String method = stack[i].getMethodName();
                String place = source.name() + ", line " + line;
                boolean named = !method.isEmpty() && !method.startsWith("lambda$");
                String code = source.text(line).strip();
                lines.add("    at " + (named ? method + " (" + place + ")" : place) + ":  " + code);
                shown++;
                continue;
            }
            // Of a run of library calls, those where the error arose and those that the cell made.
            int end = i;
            while (end < stack.length && source(stack[end]) == null) {
                end++;
            }
            int count = end - i;
            for (int k = i; k < end; k++) {
                if (count > 2 * LIBRARY_FRAMES && k == i + LIBRARY_FRAMES) {
                    lines.add("    … " + (count - 2 * LIBRARY_FRAMES) + " more");
                    k = end - LIBRARY_FRAMES;
                }
                lines.add("    at " + plain(stack[k]));
                shown++;
            }
            i = end - 1;
        }
    }

    private static String plain(StackTraceElement frame) {
        String place = frame.getFileName() == null
                ? ""
                : " (" + frame.getFileName() + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "") + ")";
        return frame.getClassName() + "." + frame.getMethodName() + place;
    }
}
