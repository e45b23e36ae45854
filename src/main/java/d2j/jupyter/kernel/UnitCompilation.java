package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellCompiler.Compiled;
import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.ErrorReport.Problem;
import d2j.jupyter.kernel.Scope.Declared;
import d2j.jupyter.kernel.Scope.Variable;
import d2j.jupyter.kernel.UnitWriter.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/** Compiles one unit, with all that has to be compiled again because of it. Changes nothing. */
final class UnitCompilation {
    private static final Pattern LITERAL =
            Pattern.compile("(-?\\d+)|(-?\\d+\\.\\d*(?:e-?\\d+)?)|(\"[^\"\\\\]*\")|(true|false)");
    private static final Pattern CREATION =
            Pattern.compile("new\\s+([A-Za-z_][\\w.]*(?:<[\\w.,\\s\\[\\]]+>)?)\\s*\\((?s).*\\)");
    private static final Pattern UNKNOWN = Pattern.compile("cannot find symbol: (?:class|variable) ([A-Z]\\w*)");
    private static final Pattern UNKNOWN_METHOD = Pattern.compile("cannot find symbol: method (\\w+)\\(");
    private static final ImportHints HINTS = new ImportHints();
    private static final String CANNOT_INFER = "compiler.err.cant.infer.local.var.type";

    private final CellCompiler compiler;
    private final Scope scope;
    private final String name;
    private final List<CellItem> own;
    private final Map<String, String> inferred = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final Map<Declared, String> refused = new LinkedHashMap<>();
    private Result result;
    private Redeclaration redeclared;
    private UnitSource source;

    UnitCompilation(CellCompiler compiler, Scope scope, String name, List<CellItem> own, boolean shown) {
        this.compiler = compiler;
        this.scope = scope;
        this.name = name;
        this.own = own;
        result = shown ? Result.VALUE : Result.NONE;
    }

    /**
     * Compiles.
     *
     * @throws CellFailure if what the cell itself says is wrong
     */
    CompiledUnit compile() throws CellFailure {
        while (true) {
            redeclared = new Redeclaration(scope, own, changed, refused.keySet());
            infer();
            Compiled compiled = attempt();
            if (compiled.errors().isEmpty()) {
                UnitUses uses = new UnitUses(compiled.classes());
                Set<String> differing = differing(uses);
                if (!redeclared.covers(differing)) {
                    changed.addAll(differing);
                    continue;
                }
                return finish(compiled, uses, differing);
            }
            if (!refuseDependents(compiled.errors())) {
                throw ErrorReport.notCompiled(problems(compiled.errors()));
            }
        }
    }

    private Compiled attempt() {
        while (true) {
            source = writer().write(result);
            Compiled compiled = compiler.compile(name, source.text());
            boolean valueless = compiled.errors().stream().anyMatch(this::isOfResult);
            if (!valueless || result != Result.VALUE) {
                return compiled;
            }
            // The last expression has no type of its own: it is a call of a void method, or null.
            boolean call = own.get(own.size() - 1).kind() == Kind.CALL;
            result = call ? Result.CALL : Result.OBJECT;
        }
    }

    private boolean isOfResult(Diagnostic<?> error) {
        return CANNOT_INFER.equals(error.getCode())
                && source.text().startsWith("$value" + (own.size() - 1) + " ", (int) error.getPosition());
    }

    private UnitWriter writer() {
        return new UnitWriter(name, scope, own, redeclared, inferred);
    }

    /** Finds the types of {@code var} variables: at once where they are evident, else by asking the compiler. */
    private void infer() {
        boolean ask = false;
        for (CellItem item : own) {
            if (item.kind() == Kind.VARIABLE && item.value().inferred() && !inferred.containsKey(item.name())) {
                String evident =
                        evidentType(item.value().span().in(item.source().code()));
                if (evident == null) {
                    ask = true;
                } else {
                    inferred.put(item.name(), evident);
                }
            }
        }
        if (ask) {
            inferred.putAll(
                    compiler.localTypes(name, writer().write(Result.NONE).text()));
        }
    }

    private static String evidentType(String value) {
        Matcher literal = LITERAL.matcher(value);
        if (literal.matches()) {
            return literal.group(1) != null
                    ? "int"
                    : literal.group(2) != null ? "double" : literal.group(3) != null ? "String" : "boolean";
        }
        Matcher creation = CREATION.matcher(value);
        if (!creation.matches()) {
            return null;
        }
        // The first parenthesis has to be closed by the last character.
        Tokens tokens = new Tokens(value.substring(creation.end(1)));
        return tokens.fault() == null && tokens.partner(0) == tokens.size() - 1 ? creation.group(1) : null;
    }

    /** Variables that exist with another type. */
    private Set<String> differing(UnitUses uses) {
        Set<String> names = new HashSet<>();
        for (CellItem item : own) {
            Variable before = item.kind() == Kind.VARIABLE ? scope.variables().get(item.name()) : null;
            if (before != null && !before.form().equals(uses.forms().get(item.name()))) {
                names.add(item.name());
            }
        }
        return names;
    }

    private CompiledUnit finish(Compiled compiled, UnitUses uses, Set<String> differing) {
        Map<String, String> moved = new HashMap<>();
        Set<String> movedNames = new HashSet<>();
        String owner = MemoryFiles.PACKAGE + "/" + name + "$$V";
        for (CellItem item : own) {
            Variable before = item.kind() == Kind.VARIABLE ? scope.variables().get(item.name()) : null;
            if (before != null && !differing.contains(item.name())) {
                moved.put(owner + "." + item.name(), before.ownerClass());
                movedNames.add(item.name());
            }
        }
        Map<String, byte[]> woven = new HashMap<>();
        compiled.classes().forEach((className, bytes) -> woven.put(className, UnitWeaver.weave(bytes, moved)));
        Map<String, String> reasons = new HashMap<>();
        List<String> notices = new ArrayList<>();
        for (Variable variable : redeclared.lost()) {
            if (variable.missing() == null) {
                String type = redeclared.typeOf(variable);
                String reason = type + " was declared anew, and the old value is of the old " + type + ". Run "
                        + variable.source().name() + " again";
                notices.add(variable.name() + " has lost its value: " + reason + ".\n");
                reasons.put(variable.name(), reason);
            } else {
                reasons.put(variable.name(), variable.missing());
            }
        }
        refused.forEach((declared, message) -> notices.add(label(declared.item()) + " of "
                + declared.item().source().name() + " does not compile any more (" + message
                + ") and is gone. Correct and run that cell again.\n"));
        return new CompiledUnit(
                source, compiled.classes(), woven, uses, redeclared, inferred, movedNames, reasons, notices);
    }

    private static String label(CellItem item) {
        return item.kind() == Kind.METHOD ? item.name() + "()" : item.name();
    }

    /** Leaves out earlier declarations that do not fit what the cell declares; false if the cell itself is at fault. */
    private boolean refuseDependents(List<Diagnostic<?>> errors) {
        Map<Declared, String> found = new LinkedHashMap<>();
        for (Diagnostic<?> error : errors) {
            CellItem item = source.item(error.getPosition());
            Declared dependent = redeclared.dependents().stream()
                    .filter(declared -> declared.item() == item)
                    .findFirst()
                    .orElse(null);
            if (dependent == null) {
                return false;
            }
            found.putIfAbsent(dependent, message(error).lines().findFirst().orElse(""));
        }
        refused.putAll(found);
        return true;
    }

    private List<Problem> problems(List<Diagnostic<?>> errors) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (Diagnostic<?> error : errors) {
            UnitSource.Place place = source.place(error.getPosition());
            problems.add(new Problem(place.source(), place.position(), message(error) + hint(message(error))));
        }
        return List.copyOf(problems);
    }

    /** The imports that may be missing where a class is not known, which may look like a variable. */
    private static String hint(String message) {
        Matcher function = UNKNOWN_METHOD.matcher(message);
        if (function.find()) {
            String line = HINTS.importOfFunction(function.group(1));
            return line == null ? "" : "\nIf the function of tensors is meant: " + line;
        }
        Matcher matcher = UNKNOWN.matcher(message);
        List<String> imports = matcher.find() ? HINTS.importsOf(matcher.group(1)) : List.of();
        return imports.isEmpty() ? "" : "\nIf the class of a library is meant: " + String.join("  or  ", imports);
    }

    /** The compiler's message without the class of the unit, of which the reader knows nothing. */
    private static String message(Diagnostic<?> error) {
        return error.getMessage(null)
                .replaceAll("(?m)^\\s*location:\\s+class (cells\\.)?C\\d+(\\.\\$V)?\\s*$", "")
                .replaceAll("\\b(?:[a-z][\\w]*\\.)+(?=[A-Z$])", "")
                .replaceAll("\\bC\\d+\\.(?=[A-Za-z])", "")
                .replaceAll(" in class C\\d+\\b", "")
                .replaceAll("cannot find symbol\\s+symbol:\\s+", "cannot find symbol: ")
                .strip();
    }
}
