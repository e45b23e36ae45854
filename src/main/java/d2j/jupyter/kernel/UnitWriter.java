package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.CellItem.Span;
import d2j.jupyter.kernel.Scope.Declared;
import d2j.jupyter.kernel.Scope.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the class that a cell is compiled as: types and methods are its static members, variables are static fields
 * of its class {@code $V}, and the method {@code $run} holds the statements. All that earlier cells declared and this
 * one names is imported.
 */
final class UnitWriter {
    /** How the value of the last expression is written. */
    enum Result {
        /** There is none. */
        NONE,
        /** An expression with a type of its own. */
        VALUE,
        /** A call of a method that returns nothing. */
        CALL,
        /** An expression that needs a type, such as {@code null}. */
        OBJECT
    }

    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");
    private static final Set<String> NUMBERS = Set.of("byte", "short", "int", "long", "float", "double", "char");

    private final Scope scope;
    private final List<CellItem> own;
    private final Redeclaration redeclared;
    private final Map<String, String> inferred;
    private final String name;

    /**
     * @param name of the class
     * @param inferred the types of {@code var} variables; those without one become local variables of {@code $run}
     */
    UnitWriter(String name, Scope scope, List<CellItem> own, Redeclaration redeclared, Map<String, String> inferred) {
        this.name = name;
        this.scope = scope;
        this.own = own;
        this.redeclared = redeclared;
        this.inferred = inferred;
    }

    /** The class in which the variables of a unit live. */
    static String variablesOf(String unit) {
        return MemoryFiles.PACKAGE + "." + unit + ".$V";
    }

    UnitSource write(Result result) {
        UnitSource unit = new UnitSource();
        unit.add("package " + MemoryFiles.PACKAGE + ";\n");
        imports(unit);
        unit.add("\npublic class " + name + " {\npublic static int $at;\npublic static class $V {");
        for (CellItem item : own) {
            if (item.kind() == Kind.VARIABLE && !isLocal(item)) {
                unit.add("\npublic static ");
                type(item, unit);
                unit.add(item.value().dimensions() + " " + item.name() + ";");
            }
        }
        for (Variable variable : redeclared.lost()) {
            unit.add("\npublic static " + variable.type() + " " + variable.name() + ";");
        }
        unit.add("\n}\n");
        for (CellItem item : own) {
            if (item.declares() && !redeclared.repeated().contains(item)) {
                declaration(item, unit);
            }
        }
        for (Declared declared : redeclared.dependents()) {
            declaration(declared.item(), unit);
        }
        unit.add("\npublic static Object " + CellCompiler.RUN + "() throws Throwable {");
        boolean returned = false;
        for (int i = 0; i < own.size(); i++) {
            CellItem item = own.get(i);
            boolean last = i == own.size() - 1;
            switch (item.kind()) {
                case VARIABLE -> variable(item, i, unit);
                case CALL, EXPRESSION -> returned |= expression(item, i, last ? result : Result.NONE, unit);
                case STATEMENT -> unit.add("\n$" + i + "();");
                default -> {
                    continue;
                }
            }
        }
        unit.add(returned ? "\n}" : "\nreturn null;\n}");
        for (int i = 0; i < own.size(); i++) {
            CellItem item = own.get(i);
            if (item.kind() == Kind.STATEMENT) {
                unit.add("\nprivate static void $" + i + "() throws Throwable {\n");
                unit.copy(item, item.pieces().get(0));
                unit.add("\n}");
            }
        }
        return unit.add("\n}\n");
    }

    private boolean isLocal(CellItem item) {
        return item.value().inferred() && !inferred.containsKey(item.name());
    }

    private void type(CellItem item, UnitSource unit) {
        if (item.value().inferred()) {
            unit.add(inferred.get(item.name()));
        } else {
            unit.copy(item, item.pieces().get(0));
        }
    }

    private void declaration(CellItem item, UnitSource unit) {
        unit.add("\npublic static ");
        for (Span piece : item.pieces()) {
            unit.copy(item, piece);
            unit.add(" ");
        }
    }

    private void variable(CellItem item, int index, UnitSource unit) {
        CellItem.Initial value = item.value();
        if (isLocal(item)) {
            unit.add("\nvar " + item.name() + " = ");
            unit.copy(item, value.span());
            unit.add(";");
            return;
        }
        String type = item.value().inferred()
                ? inferred.get(item.name())
                : item.pieces().get(0).in(item.source().code());
        unit.add("\n" + item.name() + " = ");
        if (value.span() == null) {
            boolean primitive = value.dimensions().isEmpty();
            unit.add(
                    primitive && NUMBERS.contains(type) ? "0" : primitive && type.equals("boolean") ? "false" : "null");
        } else {
            unit.add(value.array() ? "new " + type + value.dimensions() + " " : "");
            unit.copy(item, value.span());
        }
        unit.add("; $at = " + (index + 1) + ";");
    }

    /** Whether the method returns here. */
    private boolean expression(CellItem item, int index, Result result, UnitSource unit) {
        boolean bare = item.kind() == Kind.EXPRESSION;
        boolean valued = result == Result.VALUE || result == Result.OBJECT;
        if (valued || bare) {
            unit.add("\n" + (result == Result.OBJECT ? "Object" : "var") + " $value" + index + " = ");
        } else {
            unit.add("\n");
        }
        unit.copy(item, item.pieces().get(0));
        unit.add(valued ? "; return $value" + index + ";" : ";");
        return valued;
    }

    private void imports(UnitSource unit) {
        Set<String> words = new HashSet<>();
        own.forEach(item -> words.addAll(item.words()));
        redeclared.dependents().forEach(declared -> words.addAll(declared.item().words()));
        redeclared.lost().forEach(variable -> addWords(variable.type(), words));
        inferred.values().forEach(type -> addWords(type, words));
        startUpImports(words).forEach(line -> unit.add(line + "\n"));
        for (String text : scope.imports()) {
            unit.add(Scope.isIdle(text, words) ? "" : text + ";\n");
        }
        Set<String> declared = redeclared.declaredNames();
        Set<String> lines = new LinkedHashSet<>();
        for (String word : words) {
            Variable variable = scope.variables().get(word);
            if (variable != null && !declared.contains(word)) {
                lines.add("import static " + variable.owner() + "." + word + ";\n");
            }
            Map<String, Declared> overloads = scope.methods().get(word);
            if (overloads != null && !declared.contains(Redeclaration.method(word))) {
                overloads.values().forEach(each -> lines.add("import static " + each.owner() + "." + word + ";\n"));
            }
            Declared type = scope.types().get(word);
            if (type != null && !declared.contains(Redeclaration.key(Kind.TYPE, word))) {
                lines.add("import " + type.owner() + "." + word + ";\n");
            }
        }
        for (CellItem item : own) {
            if (item.kind() == Kind.VARIABLE && !isLocal(item)) {
                lines.add("import static " + variablesOf(name) + "." + item.name() + ";\n");
            }
        }
        redeclared
                .lost()
                .forEach(variable -> lines.add("import static " + variablesOf(name) + "." + variable.name() + ";\n"));
        lines.forEach(unit::add);
        for (CellItem item : own) {
            if (item.kind() == Kind.IMPORT) {
                unit.copy(item, item.pieces().get(0));
                unit.add(item.text().endsWith(";") ? "\n" : ";\n");
            }
        }
    }

    private Set<String> startUpImports(Set<String> words) {
        Set<String> declared = new HashSet<>();
        List<String> imported = new ArrayList<>();
        for (CellItem item : own) {
            if (item.kind() == Kind.IMPORT) {
                imported.add(item.name());
            } else if (item.kind() == Kind.TYPE || item.kind() == Kind.METHOD) {
                declared.add(item.name());
            }
        }
        return scope.startUpImports(words, declared, imported);
    }

    private static void addWords(String text, Set<String> words) {
        WORD.matcher(text).results().forEach(match -> words.add(match.group()));
    }
}
