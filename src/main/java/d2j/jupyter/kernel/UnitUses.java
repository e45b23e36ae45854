package d2j.jupyter.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the code of a unit refers to among the variables and methods of cells. */
final class UnitUses {
    private static final Pattern UNIT = Pattern.compile("cells/C\\d+");
    private static final Pattern MEMBER = Pattern.compile("cells/C\\d+\\$(.+)");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");
    private static final Pattern STATEMENT = Pattern.compile("\\$\\d+|\\$run");

    private final Map<String, Set<String>> uses = new HashMap<>();
    private final Map<String, String> forms = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> written = new HashSet<>();

    UnitUses(Map<String, byte[]> classes) {
        classes.values().forEach(bytes -> new ClassReader(bytes).accept(new Visitor(), ClassReader.SKIP_FRAMES));
    }

    /** What a declaration refers to: names of variables, and names of methods with {@code ()}. */
    Set<String> of(CellItem item) {
        String key = item.kind() == CellItem.Kind.TYPE ? "class " + item.name() : item.name();
        return uses.getOrDefault(key, Set.of());
    }

    /** The type of each variable of the unit, as {@link Scope.Variable#form()}. */
    Map<String, String> forms() {
        return forms;
    }

    /** The variables that the statements of the cell only read. */
    Set<String> onlyRead() {
        Set<String> names = new HashSet<>(read);
        names.removeAll(written);
        return names;
    }

    private final class Visitor extends ClassVisitor {
        private String type;
        private String enclosing;

        Visitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            Matcher member = MEMBER.matcher(name);
            // Anonymous and local classes of methods begin with a digit.
            type = member.matches() ? member.group(1).replaceFirst("\\$.*", "") : "";
            type = name.endsWith("$$V") ? "$V" : type;
        }

        @Override
        public void visitOuterClass(String owner, String name, String descriptor) {
            if (UNIT.matcher(owner).matches()) {
                enclosing = name;
            }
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            if (type.equals("$V")) {
                forms.put(name, descriptor + (signature == null ? "" : " " + signature));
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            Matcher lambda = LAMBDA.matcher(name);
            String method = lambda.matches() ? lambda.group(1) : name;
            boolean inType = !type.isEmpty() && !Character.isDigit(type.charAt(0));
            String key = inType ? "class " + type : enclosing != null ? enclosing : method;
            return new Uses(
                    uses.computeIfAbsent(key, k -> new HashSet<>()),
                    STATEMENT.matcher(key).matches());
        }
    }

    private final class Uses extends MethodVisitor {
        private final Set<String> found;
        private final boolean ofCell;

        Uses(Set<String> found, boolean ofCell) {
            super(Opcodes.ASM9);
            this.found = found;
            this.ofCell = ofCell;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (owner.startsWith("cells/C") && owner.endsWith("$$V")) {
                found.add(name);
                if (ofCell) {
                    (opcode == Opcodes.PUTSTATIC ? written : read).add(name);
                }
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            method(owner, name);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    method(handle.getOwner(), handle.getName());
                }
            }
        }

        private void method(String owner, String name) {
            if (UNIT.matcher(owner).matches() && !name.startsWith("lambda$")) {
                found.add(Redeclaration.method(name));
            }
        }
    }
}
