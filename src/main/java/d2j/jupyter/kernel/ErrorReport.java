package d2j.jupyter.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Tells a reader what went wrong and where: the line of the cell, and of the stack only the reader's own code with
 * the few library calls above it.
 */
final class ErrorReport {
    private static final int LIBRARY_FRAMES = 3;
    private static final int SHOWN_ERRORS = 10;
    private static final int SHOWN_FRAMES = 12;
    private static final int SHOWN_CAUSES = 10;
    private static final int LONGEST_MESSAGE = 10_000;
    private static final String MEMORY_HINT = "The memory limit of this notebook is reached. Lower the batch size, or"
            + " give it more memory: set D2J_MEMORY (for example D2J_MEMORY=4g) where Jupyter is started, and restart.";

    private static final Pattern UNIT = Pattern.compile("\\bcells\\.C\\d+[$.](?:\\$V\\.)?");

    /** One error of the compiler. */
    record Problem(CellSource source, int position, String message) {}

    private final Function<StackTraceElement, UnitSource.Place> places;
    private final List<String> lines = new ArrayList<>();

    private ErrorReport(Function<StackTraceElement, UnitSource.Place> places) {
        this.places = places;
    }

    /** Code that this kernel does not accept. */
    static CellFailure refused(CellSource source, int position, String message) {
        return notCompiled(List.of(new Problem(source, position, message)));
    }

    /** Errors that the compiler found. */
    static CellFailure notCompiled(List<Problem> problems) {
        ErrorReport report = new ErrorReport(frame -> null);
        problems.stream().limit(SHOWN_ERRORS).forEach(report::pointAt);
        if (problems.size() > SHOWN_ERRORS) {
            report.lines.add("… and " + (problems.size() - SHOWN_ERRORS) + " more errors");
        }
        problems.stream()
                .map(problem -> Advice.onCompiling(problem.message()))
                .filter(Objects::nonNull)
                .distinct()
                .forEach(report.lines::add);
        Problem first = problems.get(0);
        return new CellFailure(
                "CompileError", first.message().strip().replaceAll("\\s*\\n\\s*", " "), report.lines, first.position());
    }

    private void pointAt(Problem problem) {
        CellSource source = problem.source();
        int line = source.lineAt(problem.position());
        String text = source.text(line);
        int column = Math.min(source.columnAt(problem.position()), text.length());
        lines.add("Compile error in " + source.name() + ", line " + line + ":");
        problem.message().strip().lines().forEach(part -> lines.add("  " + part));
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
     * @param places where the code of a frame stands; {@code null} for frames that are not of cells
     * @param interrupted whether it is the consequence of an interrupt
     */
    static CellFailure thrown(
            Throwable exception,
            Function<StackTraceElement, UnitSource.Place> places,
            CellSource current,
            boolean interrupted) {
        ErrorReport report = new ErrorReport(places);
        if (interrupted) {
            report.lines.add("Interrupted" + report.place(exception, current));
            report.mark(exception, current);
            return new CellFailure("Interrupted", "the cell was interrupted", report.lines);
        }
        report.lines.add(describe(exception));
        report.mark(exception, current);
        boolean memory = report.causes(exception);
        if (memory) {
            report.lines.add("");
            report.lines.add(MEMORY_HINT);
        }
        String advice = Advice.onThrowing(describe(exception));
        if (advice != null) {
            report.lines.add("");
            report.lines.add(advice);
        }
        String message = message(exception);
        return new CellFailure(className(exception), message == null ? "" : message, report.lines);
    }

    /** What a thread that a cell started ended with. */
    static String uncaught(Thread thread, Throwable exception, Function<StackTraceElement, UnitSource.Place> places) {
        ErrorReport report = new ErrorReport(places);
        report.lines.add("Exception in thread \"" + thread.getName() + "\": " + describe(exception));
        report.causes(exception);
        return String.join("\n", report.lines);
    }

    /** The frames of an exception and of its causes; whether memory was short. */
    private boolean causes(Throwable exception) {
        boolean memory = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable cause = exception;
        while (cause != null && seen.add(cause) && seen.size() <= SHOWN_CAUSES) {
            if (cause != exception) {
                lines.add("Caused by: " + describe(cause));
            }
            frames(cause);
            memory |= isOutOfMemory(cause);
            cause = cause(cause);
        }
        if (cause != null) {
            lines.add(seen.contains(cause) ? "Caused by: one of the above, in a circle" : "Caused by: …");
        }
        return memory;
    }

    /** A result that cannot be shown: its {@code toString()} throws. */
    static CellFailure notShown(Throwable error, Function<StackTraceElement, UnitSource.Place> places) {
        ErrorReport report = new ErrorReport(places);
        report.lines.add("The result could not be shown: " + describe(error));
        report.causes(error);
        return new CellFailure(className(error), String.valueOf(message(error)), report.lines);
    }

    /** An error outside the code of a cell: a fault of the kernel. */
    static CellFailure failed(String what, Throwable error) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ": " + describe(error));
        StackTraceElement[] stack = error.getStackTrace();
        for (int i = 0; i < Math.min(stack.length, SHOWN_FRAMES); i++) {
            lines.add("    at " + stack[i]);
        }
        return new CellFailure(error.getClass().getName(), String.valueOf(message(error)), lines);
    }

    /** The name without the class of the unit, which means nothing to a reader. */
    private static String className(Throwable exception) {
        return exception instanceof CellExit.KernelEnded
                ? "KernelEnded"
                : exception.getClass().getName().replaceFirst("^cells\\.C\\d+\\$", "");
    }

    private static String describe(Throwable exception) {
        String message = message(exception);
        return message == null ? className(exception) : className(exception) + ": " + message;
    }

    /** Code of the reader may be behind it, and may fail. */
    private static String message(Throwable exception) {
        try {
            String message = exception.getMessage();
            // The virtual machine tells of variables and types with the class of the unit.
            message = message == null ? null : UNIT.matcher(message).replaceAll("");
            return message == null || message.length() <= LONGEST_MESSAGE
                    ? message
                    : message.substring(0, LONGEST_MESSAGE) + " …";
        } catch (Throwable e) {
            return "(its getMessage() throws " + e.getClass().getName() + ")";
        }
    }

    private static Throwable cause(Throwable exception) {
        try {
            return exception.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    private static boolean isOutOfMemory(Throwable exception) {
        String message = String.valueOf(message(exception));
        // The last two are JavaCPP's, which counts the memory of native libraries.
        return exception instanceof OutOfMemoryError
                || message.contains("Physical memory usage is too high")
                || message.contains("Cannot allocate new");
    }

    /** The stack down to the code of the cell; what lies below is the kernel. */
    private static StackTraceElement[] stack(Throwable exception) {
        StackTraceElement[] stack = exception.getStackTrace();
        int end = stack.length;
        for (int i = stack.length - 1; i >= 0; i--) {
            if (stack[i].getMethodName().equals(CellCompiler.RUN)
                    && stack[i].getClassName().startsWith(MemoryFiles.PACKAGE + ".")) {
                return Arrays.copyOf(stack, i + 1);
            }
            if (stack[i].getClassName().equals(CellThread.class.getName())) {
                end = i;
            }
        }
        return Arrays.copyOf(stack, end);
    }

    /** The frame of the running cell, the outermost one of the stack. */
    private UnitSource.Place outermost(Throwable exception, CellSource current) {
        UnitSource.Place found = null;
        for (StackTraceElement frame : stack(exception)) {
            UnitSource.Place place = places.apply(frame);
            found = place != null && place.source() == current ? place : found;
        }
        return found;
    }

    private String place(Throwable exception, CellSource current) {
        UnitSource.Place place = outermost(exception, current);
        return place == null ? "" : " in " + current.name() + ", line " + place.line();
    }

    /** Shows the line of the running cell between its neighbours. */
    private void mark(Throwable exception, CellSource current) {
        UnitSource.Place place = outermost(exception, current);
        if (place == null) {
            return;
        }
        int marked = place.line();
        int last = (int) current.code().lines().count();
        lines.add("");
        for (int line = Math.max(1, marked - 1); line <= Math.min(last, marked + 1); line++) {
            lines.add((line == marked ? "--> " : "    ") + String.format("%3d  ", line) + current.text(line));
        }
        lines.add("");
    }

    private void frames(Throwable exception) {
        StackTraceElement[] stack = stack(exception);
        int shown = 0;
        for (int i = 0; i < stack.length && shown < SHOWN_FRAMES; i++) {
            UnitSource.Place place = places.apply(stack[i]);
            if (i > 1 && stack[i].equals(stack[i - 1]) && stack[i].equals(stack[i - 2])) {
                int first = i;
                while (i + 1 < stack.length && stack[i + 1].equals(stack[i])) {
                    i++;
                }
                lines.add("    … the same " + (i - first + 1) + " times more");
                continue;
            }
            if (place != null) {
                lines.add("    at " + own(stack[i], place));
                shown++;
                continue;
            }
            // Of a run of library calls, those where the error arose and those that the cell made.
            int end = i;
            while (end < stack.length && places.apply(stack[end]) == null) {
                end++;
            }
            int count = end - i;
            for (int k = i; k < end; k++) {
                if (count > 2 * LIBRARY_FRAMES && k == i + LIBRARY_FRAMES) {
                    lines.add("    … " + (count - 2 * LIBRARY_FRAMES) + " more");
                    k = end - LIBRARY_FRAMES;
                }
                if (!stack[k].getClassName().startsWith(MemoryFiles.PACKAGE + ".")
                        && !stack[k].getClassName().startsWith("d2j.jupyter.kernel.")) {
                    lines.add("    at " + plain(stack[k]));
                }
                shown++;
            }
            i = end - 1;
        }
    }

    private static String own(StackTraceElement frame, UnitSource.Place place) {
        String method = frame.getMethodName();
        String where = place.source().name() + ", line " + place.line();
        boolean named = !method.startsWith("$") && !method.startsWith("lambda$");
        String code = place.source().text(place.line()).strip();
        return (named ? method + " (" + where + ")" : where) + ":  " + code;
    }

    private static String plain(StackTraceElement frame) {
        String place = frame.getFileName() == null
                ? ""
                : " (" + frame.getFileName() + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "") + ")";
        return frame.getClassName() + "." + frame.getMethodName() + place;
    }
}
