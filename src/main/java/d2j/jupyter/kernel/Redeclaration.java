package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.Scope.Declared;
import d2j.jupyter.kernel.Scope.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What has to be compiled together with the declarations of a cell: the earlier types and methods that refer to what is
 * declared anew, and the variables whose type is a new one. What a cell repeats word for word stays as it is, with all
 * that depends on it.
 */
final class Redeclaration {
    private static final Pattern STATE = Pattern.compile("\\bstatic\\s*\\{|\\bstatic\\s+(?!final\\b)[^(){};]*[=;]");

    private final Scope scope;
    private final List<CellItem> own;
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<CellItem> repeated = new LinkedHashSet<>();
    private final List<Declared> dependents = new ArrayList<>();
    private final List<Variable> lost = new ArrayList<>();
    private final Set<Declared> refused;

    /**
     * @param own what the cell declares
     * @param changed variables that are known to change their type
     * @param refused earlier declarations that do not compile any more
     */
    Redeclaration(Scope scope, List<CellItem> own, Set<String> changed, Set<Declared> refused) {
        this.scope = scope;
        this.own = own;
        this.refused = refused;
        names.addAll(changed);
        for (CellItem item : own) {
            if (!item.declares()) {
                continue;
            }
            Declared before = scope.declaredLike(item);
            if (before != null
                    && before.item().text().equals(item.text())
                    && !(item.kind() == Kind.TYPE && STATE.matcher(item.text()).find())) {
                repeated.add(item);
            } else if (item.kind() == Kind.METHOD && scope.methods().containsKey(item.name())) {
                names.add(method(item.name()));
            } else if (before != null) {
                types.add(item.name());
            }
        }
        for (Declared gone : refused) {
            mark(gone.item());
        }
        boolean grown = true;
        while (grown) {
            grown = grow();
        }
    }

    static String method(String name) {
        return name + "()";
    }

    /** The cell's own declarations that are the same as before and stay. */
    Set<CellItem> repeated() {
        return repeated;
    }

    /** Earlier types and methods that are compiled again. */
    List<Declared> dependents() {
        return dependents;
    }

    /** Variables that cannot keep their value. */
    List<Variable> lost() {
        return lost;
    }

    /** Of the types that are declared anew, one that a variable's type names. */
    String typeOf(Variable variable) {
        return types.stream()
                .filter(type -> mentions(variable, type))
                .findFirst()
                .orElse("type");
    }

    private void mark(CellItem item) {
        if (item.kind() == Kind.TYPE) {
            types.add(item.name());
        } else {
            names.add(method(item.name()));
        }
    }

    private boolean grow() {
        boolean grown = false;
        for (Declared declared : all()) {
            CellItem item = declared.item();
            boolean group = item.kind() == Kind.METHOD && names.contains(method(item.name()));
            if (!group && !dependsOnChange(declared) || dependents.contains(declared) || refused.contains(declared)) {
                continue;
            }
            CellItem replacement = own.stream()
                    .filter(CellItem::declares)
                    .filter(mine ->
                            mine.kind() == item.kind() && mine.signature().equals(item.signature()))
                    .findFirst()
                    .orElse(null);
            if (replacement == null) {
                dependents.add(declared);
            } else if (!repeated.remove(replacement)) {
                continue;
            }
            mark(item);
            grown = true;
        }
        for (Variable variable : scope.variables().values()) {
            boolean anew = own.stream()
                    .anyMatch(
                            item -> item.kind() == Kind.VARIABLE && item.name().equals(variable.name()));
            if (!anew && !lost.contains(variable) && types.stream().anyMatch(type -> mentions(variable, type))) {
                lost.add(variable);
                names.add(variable.name());
                grown = true;
            }
        }
        return grown;
    }

    private List<Declared> all() {
        List<Declared> all = new ArrayList<>(scope.types().values());
        scope.methods().values().forEach(overloads -> all.addAll(overloads.values()));
        return all;
    }

    private boolean dependsOnChange(Declared declared) {
        return declared.item().words().stream().anyMatch(types::contains)
                || declared.uses().stream().anyMatch(names::contains);
    }

    private boolean mentions(Variable variable, String type) {
        Declared declared = scope.types().get(type);
        return declared != null
                && Pattern.compile(Pattern.quote(declared.owner().replace('.', '/') + "$" + type) + "[;$<.]")
                        .matcher(variable.form())
                        .find();
    }

    /** Names of everything that the unit declares itself, so that it is not imported. */
    Set<String> declaredNames() {
        Set<String> declared = new LinkedHashSet<>();
        for (CellItem item : own) {
            if (!repeated.contains(item)) {
                declared.add(item.kind() == Kind.METHOD ? method(item.name()) : key(item.kind(), item.name()));
            }
        }
        dependents.forEach(each -> declared.add(
                each.item().kind() == Kind.METHOD
                        ? method(each.item().name())
                        : key(Kind.TYPE, each.item().name())));
        lost.forEach(variable -> declared.add(key(Kind.VARIABLE, variable.name())));
        return declared;
    }

    static String key(Kind kind, String name) {
        return kind == Kind.TYPE ? "class " + name : name;
    }

    /** Whether all that depends on variables of another type than before is compiled again. */
    boolean covers(Set<String> changedVariables) {
        return changedVariables.stream()
                .allMatch(name -> names.contains(name)
                        || all().stream().noneMatch(declared -> declared.uses().contains(name)));
    }

    /** Earlier declarations that do not compile any more. */
    Set<Declared> refused() {
        return refused;
    }
}
