package d2j.engine.hooks;

import d2j.engine.layers.AdamStep;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts {@link AdamStep#exec} in the place of the operation. */
final class AdamHook extends Hook {

    AdamHook() {
        super("org.nd4j.linalg.learning.AdamUpdater", "Adam's step");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.learning.GradientUpdater");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        if (type.equals("org/nd4j/linalg/factory/Nd4j")
                                && method.equals("exec")
                                && signature.startsWith("(Lorg/nd4j/linalg/api/ops/CustomOp;)")) {
                            woven++;
                            call(mv, AdamStep.class, method, signature);
                        } else {
                            super.visitMethodInsn(opcode, type, method, signature, isInterface);
                        }
                    }
                };
            }
        };
    }
}
