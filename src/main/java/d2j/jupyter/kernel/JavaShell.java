package d2j.jupyter.kernel;

import d2j.jupyter.display.Display;
import d2j.jupyter.display.MimeBundle;
import d2j.jupyter.display.Rendering;
import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.Scope.Variable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java as a notebook writes it: compiles and runs cells, and remembers what they declare. Used by one thread. */
final class JavaShell {
    /** What JShell itself imports at its start, so that snippets from books and from its documentation work. */
    static final List<String> IMPORTS = List.of(
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

    private static final Pattern UNIT = Pattern.compile("cells\\.(C\\d+)(\\$.*)?");

    private final CellThread thread;
    private final CellCompiler compiler = new CellCompiler();
    private final Scope scope = new Scope();
    private final Map<String, UnitSource> units = new ConcurrentHashMap<>();
    private final Map<String, CellSource> sources = new HashMap<>();
    private final LanguageServices services = new LanguageServices(scope);
    private int unitCount;

    JavaShell(CellThread thread) {
        this.thread = thread;
        IMPORTS.forEach(name -> scope.addImport("import " + name));
    }

    /** Loads the classes of the compiler; better before the first cell than in it. */
    void warmUp() {
        try {
            new CellEvaluation("1 + 1", 0, notice -> {}).run();
        } catch (CellFailure e) {
            throw new IllegalStateException("Java's compiler does not work: " + e.getMessage(), e);
        }
    }

    LanguageServices services() {
        return services;
    }

    String completeness(String code) {
        return CellParser.completeness(compiler, code);
    }

    /**
     * Runs a cell.
     *
     * @param number of the cell, for error messages
     * @param notices takes lines that the reader should know of
     * @return what its last bare expression shows, or {@code null} for nothing
     */
    MimeBundle evaluate(String code, int number, Consumer<String> notices) throws CellFailure {
        Object value = new CellEvaluation(code, number, notices).run();
        return value == null || value instanceof Display ? null : render(value);
    }

    /** What a thread that a cell started ended with, as text for the reader. */
    String describeUncaught(Thread where, Throwable exception) {
        return ErrorReport.uncaught(where, exception, this::place);
    }

    private UnitSource.Place place(StackTraceElement frame) {
        Matcher matcher = UNIT.matcher(frame.getClassName());
        UnitSource unit = matcher.matches() ? units.get(matcher.group(1)) : null;
        return unit == null ? null : unit.placeOfLine(frame.getLineNumber());
    }

    private MimeBundle render(Object value) throws CellFailure {
        try {
            return thread.call(() -> Rendering.of(value));
        } catch (CellFailure e) {
            throw e;
        } catch (Throwable e) {
            if (thread.interrupted()) {
                throw ErrorReport.interrupted();
            }
            throw ErrorReport.notShown(e, this::place);
        }
    }

    /** One run of one cell. */
    private final class CellEvaluation {
        private final CellSource source;
        private final Consumer<String> notices;

        CellEvaluation(String code, int number, Consumer<String> notices) {
            this.notices = notices;
            // A cell that is run again, unchanged, is the same cell under another number.
            source = sources.computeIfAbsent(code, text -> new CellSource(number, text));
            source.renumber(number);
        }

        Object run() throws CellFailure {
            CellParser.Cell cell = CellParser.parse(compiler, source);
            List<List<CellItem>> parts = CellParts.of(cell.items());
            Object value = null;
            for (int i = 0; i < parts.size(); i++) {
                boolean last = i == parts.size() - 1;
                value = new UnitRun(parts.get(i), last && cell.shown()).run(notices);
                if (thread.interrupted()) {
                    throw ErrorReport.interrupted();
                }
            }
            return value;
        }
    }

    /** One class made of a cell, or of a part of it. */
    private final class UnitRun {
        private final String name = "C" + ++unitCount;
        private final List<CellItem> own;
        private final boolean shown;

        UnitRun(List<CellItem> own, boolean shown) {
            this.own = own;
            this.shown = shown;
        }

        Object run(Consumer<String> notices) throws CellFailure {
            CompiledUnit unit = new UnitCompilation(compiler, scope, name, own, shown).compile();
            UnitUses uses = unit.uses();
            requireValues(uses);
            units.put(name, unit.source());
            compiler.keep(unit.classes());
            thread.loader().add(unit.woven());
            List<Variable> replaced = commit(unit, uses);
            unit.notices().forEach(notices);
            replaced.forEach(this::clear);
            boolean runs = own.stream().anyMatch(item -> !item.declares() && item.kind() != Kind.IMPORT);
            return runs ? execute() : null;
        }

        private void requireValues(UnitUses uses) throws CellFailure {
            for (String read : uses.onlyRead()) {
                Variable variable = scope.variables().get(read);
                boolean declared = own.stream()
                        .anyMatch(item ->
                                item.kind() == Kind.VARIABLE && item.name().equals(read));
                if (variable != null && variable.missing() != null && !declared) {
                    CellItem user = own.stream()
                            .filter(item -> item.words().contains(read))
                            .findFirst()
                            .orElse(own.get(0));
                    throw ErrorReport.refused(
                            user.source(), user.start(), read + " has no value: " + variable.missing());
                }
            }
        }

        /** Makes known what the unit declares; returns the variables whose fields nothing refers to any more. */
        private List<Variable> commit(CompiledUnit unit, UnitUses uses) {
            List<Variable> replaced = new ArrayList<>();
            Redeclaration redeclared = unit.redeclared();
            String owner = MemoryFiles.PACKAGE + "." + name;
            redeclared.refused().forEach(scope::remove);
            for (CellItem item : own) {
                if (item.kind() == Kind.IMPORT) {
                    scope.addImport(item.name());
                } else if (item.declares() && !redeclared.repeated().contains(item)) {
                    scope.add(new Scope.Declared(item, owner, uses.of(item)));
                } else if (item.kind() == Kind.VARIABLE) {
                    Variable before = scope.variables().get(item.name());
                    String type = unit.inferred().getOrDefault(item.name(), typeText(item));
                    String form = uses.forms().get(item.name());
                    boolean moved = unit.moved().contains(item.name());
                    String home = moved ? before.owner() : UnitWriter.variablesOf(name);
                    String missing = moved
                            ? before.missing()
                            : "the cell that declares it, " + item.source().name() + ", ended before it got there."
                                    + " Run that cell again";
                    scope.add(new Variable(item.name(), home, type, form, item.source(), missing));
                    if (before != null && !moved) {
                        replaced.add(before);
                    }
                }
            }
            redeclared
                    .dependents()
                    .forEach(each -> scope.add(new Scope.Declared(each.item(), owner, uses.of(each.item()))));
            for (Variable variable : redeclared.lost()) {
                String form = uses.forms().get(variable.name());
                scope.add(new Variable(
                        variable.name(),
                        UnitWriter.variablesOf(name),
                        variable.type(),
                        form,
                        variable.source(),
                        unit.reasons().get(variable.name())));
                replaced.add(variable);
            }
            services.changed();
            return replaced;
        }

        private static String typeText(CellItem item) {
            return item.text() + item.value().dimensions();
        }

        /** No cell can read the value any more, but the field would keep it in memory. */
        private void clear(Variable variable) {
            try {
                Field field = field(variable.owner().replaceFirst("\\.(\\$V)$", "\\$$1"), variable.name());
                if (!field.getType().isPrimitive()) {
                    field.set(null, null);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private Field field(String owner, String field) throws ReflectiveOperationException {
            return thread.loader().loadClass(owner).getField(field);
        }

        private Object execute() throws CellFailure {
            Throwable thrown = null;
            Object value = null;
            try {
                Class<?> unit = thread.loader().loadClass(MemoryFiles.PACKAGE + "." + name);
                value = thread.invoke(unit.getMethod(CellCompiler.RUN));
            } catch (CellFailure e) {
                throw e;
            } catch (Throwable e) {
                thrown = e;
            }
            settle(thrown == null ? own.size() : reached());
            if (thrown != null) {
                throw ErrorReport.thrown(
                        thrown, JavaShell.this::place, own.get(0).source(), thread.interrupted());
            }
            return value;
        }

        private int reached() {
            try {
                return field(MemoryFiles.PACKAGE + "." + name, "$at").getInt(null);
            } catch (ReflectiveOperationException | LinkageError e) {
                return 0;
            }
        }

        /** Variables that the run has reached have their value now. */
        private void settle(int reached) {
            for (CellItem item : own.subList(0, reached)) {
                if (item.kind() == Kind.VARIABLE) {
                    scope.variables().computeIfPresent(item.name(), (name, variable) -> variable.without(null));
                }
            }
        }
    }
}
