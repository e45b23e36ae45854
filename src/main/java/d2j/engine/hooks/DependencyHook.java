package d2j.engine.hooks;

import d2j.engine.operations.ValueSet;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a {@link ValueSet} in the place of the hash set in which SameDiff keeps what it still needs. */
final class DependencyHook extends Hook {

    private static final String OWN = "java/util/HashSet";
    private static final String BETTER = Type.getInternalName(ValueSet.class);

    DependencyHook() {
        super("org.nd4j.autodiff.samediff.internal.memory.HashDependencyTracker", "SameDiff's reuse of memory");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!name.equals("newTSet")) {
                    return code;
                }
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitTypeInsn(int opcode, String type) {
                        super.visitTypeInsn(opcode, type.equals(OWN) ? BETTER : type);
                    }

                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        boolean creates = type.equals(OWN) && method.equals("<init>");
                        if (creates) {
                            woven++;
                        }
                        super.visitMethodInsn(opcode, creates ? BETTER : type, method, signature, isInterface);
                    }
                };
            }
        };
    }
}
