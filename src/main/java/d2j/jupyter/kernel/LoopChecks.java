package d2j.jupyter.kernel;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the classes of a cell interruptible: each jump back and each entry to a method first passes {@link
 * CellInterrupt}. {@code Thread.stop}, which other kernels rely on, throws {@code UnsupportedOperationException}
 * since Java 20.
 */
final class LoopChecks {
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "d2j/jupyter/kernel/CellInterrupt",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private LoopChecks() {}

    /** The class with checks, or as it is when its format is newer than the class-file library knows. */
    static byte[] insert(byte[] classFile) {
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String descriptor, String signature, String[] exceptions) {
                            MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                            // JShell's own entry method runs once, and initialisers are no place to loop through.
                            boolean entered = !name.startsWith("do_it$") && !name.startsWith("<");
                            return new Checks(plain, entered);
                        }
                    },
                    0);
            return writer.toByteArray();
        } catch (IllegalArgumentException e) {
            return classFile;
        }
    }

    private static final class Checks extends MethodVisitor {
        private final boolean onEntry;
        private final Set<Label> passed = new HashSet<>();

        Checks(MethodVisitor next, boolean onEntry) {
            super(Opcodes.ASM9, next);
            this.onEntry = onEntry;
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
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                check();
            }
            super.visitJumpInsn(opcode, target);
        }

        private void check() {
            visitInvokeDynamicInsn("check", "()V", LINK);
        }
    }
}
