package d2j.jupyter.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the cells so far have declared, by name: what a cell sees of those before it. */
final class Scope {
    private static final Pattern IMPORT = Pattern.compile("import( static)? ([\\w.$]+?)\\.(\\w+|\\*)");

    /**
     * A variable; it lives in a static field.
     *
     * @param owner the class of the field, as the compiler writes it
     * @param type as its declaration says, or as it was inferred
     * @param form descriptor and generic signature of the field: two variables are of one type if these are the same
     * @param source the cell that declared it
     * @param missing why it has no value; {@code null} if it has one
     */
    record Variable(String name, String owner, String type, String form, CellSource source, String missing) {
        /** The class of the field, as the virtual machine writes it. */
        String ownerClass() {
            return owner.replaceFirst("^(\\w+)\\.", "$1/").replace('.', '$');
        }

        Variable without(String reason) {
            return new Variable(name, owner, type, form, source, reason);
        }
    }

    /**
     * A type or a method.
     *
     * @param owner the class of the unit it was compiled in
     * @param uses the variables and methods of cells that its code refers to
     */
    record Declared(CellItem item, String owner, Set<String> uses) {}

    private final StartUpImports startUp = new StartUpImports();
    private final List<String> imports = new ArrayList<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Map<String, Declared>> methods = new LinkedHashMap<>();
    private final Map<String, Declared> types = new LinkedHashMap<>();

    /** The imports of {@link StartUpImports} that code needs which has these names, declarations and imports. */
    Set<String> startUpImports(Set<String> words, Set<String> declared, List<String> imported) {
        Set<String> taken = new HashSet<>(declared);
        taken.addAll(types.keySet());
        taken.addAll(methods.keySet());
        List<String> all = new ArrayList<>(imports);
        all.addAll(imported);
        return startUp.needed(words, taken, all);
    }

    /** Known names that begin with some letters. */
    List<String> startUpNames(String prefix) {
        return StartUpImports.isOn() ? startUp.startingWith(prefix) : List.of();
    }

    List<String> imports() {
        return imports;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    /** The overloads of each method, by signature. */
    Map<String, Map<String, Declared>> methods() {
        return methods;
    }

    Map<String, Declared> types() {
        return types;
    }

    void addImport(String text) {
        Matcher matcher = IMPORT.matcher(text);
        if (matcher.matches() && matcher.group(1) == null && !matcher.group(3).equals("*")) {
            dropImports(false, matcher.group(3));
            types.remove(matcher.group(3));
        }
        imports.remove(text);
        imports.add(text);
    }

    /** Removes the import of one type, or the static import of one name. */
    private void dropImports(boolean isStatic, String name) {
        imports.removeIf(text -> {
            Matcher matcher = IMPORT.matcher(text);
            return matcher.matches()
                    && (matcher.group(1) != null) == isStatic
                    && matcher.group(3).equals(name);
        });
    }

    /** Whether an import has no bearing on code that uses the given names. */
    static boolean isIdle(String text, Set<String> words) {
        Matcher matcher = IMPORT.matcher(text);
        return matcher.matches() && !matcher.group(3).equals("*") && !words.contains(matcher.group(3));
    }

    void add(Variable variable) {
        variables.put(variable.name(), variable);
    }

    void add(Declared declared) {
        CellItem item = declared.item();
        if (item.kind() == CellItem.Kind.TYPE) {
            dropImports(false, item.name());
            types.put(item.name(), declared);
        } else {
            dropImports(true, item.name());
            methods.computeIfAbsent(item.name(), name -> new HashMap<>()).put(item.signature(), declared);
        }
    }

    void remove(Declared declared) {
        CellItem item = declared.item();
        if (item.kind() == CellItem.Kind.TYPE) {
            types.remove(item.name());
        } else {
            Map<String, Declared> overloads = methods.getOrDefault(item.name(), new HashMap<>());
            overloads.remove(item.signature());
            if (overloads.isEmpty()) {
                methods.remove(item.name());
            }
        }
    }

    /** The declaration that an item would replace; {@code null} if there is none. */
    Declared declaredLike(CellItem item) {
        return item.kind() == CellItem.Kind.TYPE
                ? types.get(item.name())
                : methods.getOrDefault(item.name(), Map.of()).get(item.signature());
    }
}
