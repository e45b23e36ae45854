package d2j.jupyter.kernel;

import d2j.jupyter.kernel.Scope.Declared;
import d2j.jupyter.kernel.Scope.Variable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Completion and documentation, by the JDK's JShell. It is told what the cells have declared, and runs nothing. It
 * starts when it is first asked: what runs a notebook without a reader does not pay for it.
 */
final class LanguageServices {
    /**
     * What may stand at the cursor.
     *
     * @param start where the text begins that a match replaces
     */
    record Completions(List<String> matches, int start) {}

    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");

    private final Scope scope;
    private final Map<String, String> told = new LinkedHashMap<>();
    private final Map<String, Snippet> snippets = new LinkedHashMap<>();
    /** Names that were asked for; what they need of the start-up imports is told. */
    private final Set<String> words = new HashSet<>();

    private boolean changed = true;
    private JShell shell;
    private SourceCodeAnalysis analysis;

    LanguageServices(Scope scope) {
        this.scope = scope;
    }

    /** The cells have declared something. */
    void changed() {
        changed = true;
    }

    Completions complete(String code, int cursor) {
        prepare(code);
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
                if (isName(before.substring(start + anchor[0])) && !isMember(before, start + anchor[0])) {
                    matches.addAll(scope.startUpNames(before.substring(start + anchor[0])));
                }
                return new Completions(List.copyOf(matches), start + anchor[0]);
            }
        }
        int name = cursor;
        while (name > 0 && Character.isJavaIdentifierPart(before.charAt(name - 1))) {
            name--;
        }
        boolean begun = isName(before.substring(name)) && !isMember(before, name);
        return begun
                ? new Completions(scope.startUpNames(before.substring(name)), name)
                : new Completions(List.of(), cursor);
    }

    /** Whether text is the beginning of a name. */
    private static boolean isName(String text) {
        return !text.isEmpty()
                && Character.isJavaIdentifierStart(text.charAt(0))
                && text.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private static boolean isMember(String text, int at) {
        return text.substring(0, at).stripTrailing().endsWith(".");
    }

    /** Signatures and documentation of what stands at the cursor; empty if unknown. */
    List<SourceCodeAnalysis.Documentation> inspect(String code, int cursor) {
        prepare(code);
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

    /** Starts JShell, and tells it what was declared since it was last asked, and what the code names. */
    private void prepare(String code) {
        if (shell == null) {
            // The compiler of the snippets sees the class path of this process (java.class.path).
            shell = JShell.builder()
                    .fileManager(CompilerFiles::ofProcess)
                    .executionEngine(new Provider(), Map.of())
                    .build();
            analysis = shell.sourceCodeAnalysis();
        }
        changed |= !words.containsAll(words(code)) && words.addAll(words(code));
        if (!changed) {
            return;
        }
        changed = false;
        Map<String, String> wanted = declarations();
        told.keySet().removeIf(key -> {
            boolean gone = !told.get(key).equals(wanted.get(key));
            if (gone && snippets.get(key) != null) {
                shell.drop(snippets.remove(key));
            }
            return gone;
        });
        wanted.forEach((key, text) -> {
            if (!text.equals(told.put(key, text))) {
                shell.eval(text).stream()
                        .filter(event -> event.causeSnippet() == null)
                        .filter(event -> shell.status(event.snippet()).isActive())
                        .forEach(event -> snippets.put(key, event.snippet()));
            }
        });
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** All that cells can refer to, as text that JShell understands. */
    private Map<String, String> declarations() {
        Map<String, String> wanted = new LinkedHashMap<>();
        scope.variables().values().forEach(variable -> words.addAll(words(variable.type())));
        scope.types().values().forEach(type -> words.addAll(type.item().words()));
        scope.methods().values().forEach(all -> all.values()
                .forEach(each -> words.addAll(each.item().words())));
        scope.startUpImports(words, Set.of(), List.of()).forEach(line -> wanted.put(line, line));
        scope.imports().forEach(text -> wanted.put(text, text + ";"));
        for (Declared type : scope.types().values()) {
            wanted.put("class " + type.item().name(), type.item().text());
        }
        for (Variable variable : scope.variables().values()) {
            wanted.put(variable.name(), variable.type() + " " + variable.name() + ";");
        }
        scope.methods().values().forEach(overloads -> overloads
                .values()
                .forEach(method ->
                        wanted.put(method.item().signature(), method.item().text())));
        return wanted;
    }

    private static final class Provider implements ExecutionControlProvider {
        @Override
        public String name() {
            return "d2j";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return new NoExecution();
        }
    }

    /** JShell only has to know the declarations. */
    private static final class NoExecution implements ExecutionControl {
        @Override
        public void load(ClassBytecodes[] classes) {
            // Nothing is run.
        }

        @Override
        public void redefine(ClassBytecodes[] classes) {
            // Nothing is run.
        }

        @Override
        public String invoke(String className, String methodName) {
            return "";
        }

        @Override
        public String varValue(String className, String varName) {
            return "";
        }

        @Override
        public void addToClasspath(String path) {
            // Nothing is run.
        }

        @Override
        public void stop() {
            // Nothing is run.
        }

        @Override
        public Object extensionCommand(String command, Object argument) throws EngineTerminationException {
            throw new EngineTerminationException("no command " + command);
        }

        @Override
        public void close() {
            // Nothing is run.
        }
    }
}
