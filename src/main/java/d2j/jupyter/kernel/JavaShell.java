package d2j.jupyter.kernel;

import d2j.jupyter.display.Display;
import d2j.jupyter.display.MimeBundle;
import d2j.jupyter.display.Rendering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Java as a notebook writes it, on the JDK's JShell. Used by one thread. */
final class JavaShell {
    /** What JShell itself imports at its start, so that snippets from books and from its documentation work. */
    private static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "java.util.stream.*");

    private record Part(String code, int start) {}

    private final Map<String, CellSource> sources = new HashMap<>();
    private final CellThread thread;
    private final CellControl control;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    JavaShell(CellThread thread) {
        this.thread = thread;
        control = new CellControl(thread.loader(), thread);
        // The compiler of the snippets sees the class path of this process (java.class.path).
        shell = JShell.builder()
                .fileManager(files -> new CompilerFiles(files, System.getProperty("java.class.path")))
                .executionEngine(
                        new ExecutionControlProvider() {
                            @Override
                            public String name() {
                                return "d2j";
                            }

                            @Override
                            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                                return control;
                            }
                        },
                        Map.of())
                .build();
        analysis = shell.sourceCodeAnalysis();
        for (String name : IMPORTS) {
            shell.eval("import " + name + ";");
        }
        // The first evaluation loads much of the compiler; better before the first cell than in it.
        shell.eval("1 + 1").forEach(event -> shell.drop(event.snippet()));
    }

    /**
     * Runs a cell.
     *
     * @param number of the cell, for error messages
     * @return what its last bare expression shows, or {@code null} for nothing
     */
    MimeBundle evaluate(String code, int number) throws CellFailure {
        Object value = null;
        List<Snippet> declared = new ArrayList<>();
        for (Part part : parts(code, number)) {
            value = evaluate(part, new CellSource(number, code, part.start()), declared);
            if (thread.interrupted()) {
                throw ErrorReport.interrupted();
            }
        }
        requireResolved(declared);
        return value == null || value instanceof Display ? null : render(value);
    }

    /** Cuts a cell into snippets; a syntax error shows before anything runs. */
    private List<Part> parts(String code, int number) throws CellFailure {
        List<Part> parts = new ArrayList<>();
        String rest = code;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int start = code.length() - rest.length();
            start += rest.length() - rest.stripLeading().length();
            if (info.completeness() == Completeness.EMPTY) {
                return parts;
            }
            if (!info.completeness().isComplete()) {
                CellSource source = new CellSource(number, code, start);
                List<SnippetEvent> events = shell.eval(rest.strip());
                List<Diag> found = events.stream()
                        .flatMap(event -> shell.diagnostics(event.snippet()))
                        .toList();
                throw ErrorReport.notCompiled(source, found, "the code is incomplete");
            }
            parts.add(new Part(info.source().strip(), start));
            rest = info.remaining();
        }
    }

    private Object evaluate(Part part, CellSource source, List<Snippet> declared) throws CellFailure {
        List<SnippetEvent> events = shell.eval(part.code());
        Object value = control.takeValue();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            Snippet snippet = event.snippet();
            sources.put(snippet.id(), source);
            JShellException exception = event.exception();
            if (exception != null) {
                throw ErrorReport.thrown(exception, sources, source, thread.interrupted());
            }
            if (event.status() == Snippet.Status.REJECTED) {
                throw ErrorReport.notCompiled(source, shell.diagnostics(snippet).toList(), "the code does not compile");
            }
            if (snippet instanceof DeclarationSnippet) {
                declared.add(snippet);
            }
            boolean shown =
                    switch (snippet.subKind()) {
                        case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND ->
                            !endsWithSemicolon(part.code());
                        default -> false;
                    };
            if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                control.forget(((VarSnippet) snippet).name());
                shell.drop(snippet);
                declared.remove(snippet);
            }
            value = shown ? value : null;
        }
        return value;
    }

    /** JShell accepts a method that refers to what is not declared yet; by the end of the cell it must be. */
    private void requireResolved(List<Snippet> declared) throws CellFailure {
        for (Snippet snippet : declared) {
            Snippet.Status status = shell.status(snippet);
            if (status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
                List<String> missing = shell.unresolvedDependencies((DeclarationSnippet) snippet)
                        .toList();
                CellSource source = sources.get(snippet.id());
                // Nothing is missing where JShell cannot let one overload of a method call another.
                throw missing.isEmpty()
                        ? ErrorReport.notCompiled(
                                source,
                                shell.diagnostics(snippet).toList(),
                                "JShell cannot compile this; overloaded methods must not call each other")
                        : ErrorReport.notDeclared(source, snippet.source(), missing);
            }
        }
    }

    /** Whether the last character that is neither white space nor comment is a semicolon. */
    static boolean endsWithSemicolon(String code) {
        char last = ' ';
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            int end = i;
            if (code.startsWith("//", i)) {
                i = endOf("\n", code, i);
                continue;
            } else if (code.startsWith("/*", i)) {
                i = endOf("*/", code, i + 2);
                continue;
            } else if (code.startsWith("\"\"\"", i)) {
                end = endOf("\"\"\"", code, i + 3);
            } else if (c == '"' || c == '\'') {
                end = endOf(String.valueOf(c), code, i + 1);
            }
            last = Character.isWhitespace(c) ? last : c;
            i = end;
        }
        return last == ';';
    }

    /** Position of the last character of the given end mark, which a backslash may escape. */
    private static int endOf(String mark, String code, int from) {
        for (int i = from; i < code.length(); i++) {
            if (code.startsWith(mark, i)) {
                return i + mark.length() - 1;
            }
            i += code.charAt(i) == '\\' && !mark.equals("\n") && !mark.equals("*/") ? 1 : 0;
        }
        return code.length();
    }

    private MimeBundle render(Object value) throws CellFailure {
        try {
            return thread.call(() -> Rendering.of(value));
        } catch (Throwable e) {
            if (thread.interrupted()) {
                throw ErrorReport.interrupted();
            }
            throw ErrorReport.failed("The result could not be shown", e);
        }
    }

    /** {@code complete}, {@code incomplete} or {@code invalid}, as {@code is_complete_reply} says it. */
    String completeness(String code) {
        CompletionInfo info = analysis.analyzeCompletion(code);
        while (info.completeness().isComplete()) {
            info = analysis.analyzeCompletion(info.remaining());
        }
        return switch (info.completeness()) {
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "incomplete";
            case UNKNOWN -> "invalid";
            default -> "complete";
        };
    }

    /**
     * What may stand at the cursor.
     *
     * @param start where the text begins that a match replaces
     */
    record Completions(List<String> matches, int start) {}

    Completions complete(String code, int cursor) {
        String before = code.substring(0, cursor);
        for (int start : contexts(before)) {
            int[] anchor = new int[1];
            var suggestions = analysis.completionSuggestions(before.substring(start), before.length() - start, anchor);
            if (!suggestions.isEmpty()) {
                LinkedHashSet<String> matches = new LinkedHashSet<>();
                suggestions.stream()
                        .filter(Suggestion::matchesType)
                        .map(Suggestion::continuation)
                        .forEach(matches::add);
                suggestions.stream().map(Suggestion::continuation).forEach(matches::add);
                return new Completions(List.copyOf(matches), start + anchor[0]);
            }
        }
        return new Completions(List.of(), cursor);
    }

    /** Signatures and documentation of what stands at the cursor; empty if unknown. */
    List<SourceCodeAnalysis.Documentation> inspect(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        // JShell documents a call once its parenthesis is open.
        boolean call = code.substring(end).stripLeading().startsWith("(");
        String before = code.substring(0, call ? code.indexOf('(', end) + 1 : end);
        for (int start : contexts(before)) {
            var found = analysis.documentation(before.substring(start), before.length() - start, true);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /**
     * Where the text given to JShell may start: it understands one kind of snippet at a time. First all statements up
     * to the cursor, so that variables declared above in the same cell are known; then only the last one.
     */
    private List<Integer> contexts(String before) {
        LinkedHashSet<Integer> starts = new LinkedHashSet<>();
        int statements = 0;
        int last = 0;
        String rest = before;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (!info.completeness().isComplete() || info.remaining().isBlank()) {
                break;
            }
            boolean declaration = analysis.sourceToSnippets(info.source()).stream()
                    .anyMatch(snippet -> snippet.kind() == Snippet.Kind.IMPORT
                            || snippet.kind() == Snippet.Kind.METHOD
                            || snippet.kind() == Snippet.Kind.TYPE_DECL);
            rest = info.remaining();
            last = before.length() - rest.length();
            statements = declaration ? last : statements;
        }
        starts.add(statements);
        starts.add(last);
        return List.copyOf(starts);
    }
}
