package d2j.jupyter.kernel;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the classes of a cell interruptible: each jump back, each entry to a method and each statement of the cell
 * first passes {@link CellInterrupt}. ({@code Thread.stop}, which other kernels rely on, throws {@code
 * UnsupportedOperationException} since Java 20.) A variable that is declared again with the same type stays where it
 * was, so that code of earlier cells sees the new value. {@code System.exit} passes {@link CellExit}.
 */
final class UnitWeaver {
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "d2j/jupyter/kernel/CellInterrupt",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);
    private static final String EXIT = "d2j/jupyter/kernel/CellExit";

    private UnitWeaver() {}

    /**
     * The class with checks.
     *
     * @param moved for the class and name of a variable's field ({@code owner.name}) the class of the field that is
     *     meant instead
     * @throws IllegalArgumentException if its format is newer than the class-file library knows
     */
    static byte[] weave(byte[] classFile, Map<String, String> moved) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new Checks(plain, name, moved);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Checks extends MethodVisitor {
        private final boolean onEntry;
        private final boolean onLines;
        private final Map<String, String> moved;
        private boolean pending;
        private final Set<Label> passed = new HashSet<>();

        Checks(MethodVisitor next, String method, Map<String, String> moved) {
            super(Opcodes.ASM9, next);
            // Initialisers are no place to loop through.
            onEntry = !method.startsWith("<");
            onLines = method.equals(CellCompiler.RUN);
            this.moved = moved;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (onEntry) {
                check();
            }
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            super.visitLineNumber(line, start);
            pending |= onLines;
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                check();
            }
            super.visitJumpInsn(opcode, target);
        }

        /** Before the first call or access of a line: right at its beginning a frame of the stack map may follow. */
        private void checkLine() {
            if (pending) {
                pending = false;
                check();
            }
        }

        private void check() {
            super.visitInvokeDynamicInsn("check", "()V", LINK);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            checkLine();
            super.visitFieldInsn(opcode, moved.getOrDefault(owner + "." + name, owner), name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            checkLine();
            if (owner.equals("java/lang/System") && name.equals("exit")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", "(I)V", false);
            } else if (owner.equals("java/lang/Runtime") && (name.equals("exit") || name.equals("halt"))) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, name, "(Ljava/lang/Runtime;I)V", false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] replaced = arguments.clone();
            for (int i = 0; i < replaced.length; i++) {
                if (replaced[i] instanceof Handle handle
                        && handle.getOwner().equals("java/lang/System")
                        && handle.getName().equals("exit")) {
                    replaced[i] = new Handle(Opcodes.H_INVOKESTATIC, EXIT, "exit", "(I)V", false);
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, replaced);
        }
    }
}
