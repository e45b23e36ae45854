package d2j.engine.hooks;

import java.lang.invoke.MethodHandles;
import org.nd4j.autodiff.samediff.internal.TrainingMemory;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls {@link TrainingMemory} when a session is made, and after its forward and backward pass. */
final class TrainingSessionHook extends Hook {

    private static final String OWN = "org/nd4j/autodiff/samediff/internal/TrainingSession";

    TrainingSessionHook() {
        super("org.nd4j.autodiff.samediff.internal.TrainingSession", "the memory of SameDiff's training");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.autodiff.samediff.internal.DependencyList");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 2) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                return switch (name) {
                    case "<init>" -> begin(code);
                    case "trainingIteration" -> endIteration(code);
                    default -> code;
                };
            }

            private MethodVisitor begin(MethodVisitor code) {
                return beforeReturn(code, next -> {
                    woven++;
                    next.visitVarInsn(Opcodes.ALOAD, 0);
                    next.visitVarInsn(Opcodes.ALOAD, 1);
                    call(next, TrainingMemory.class, "begin", "(L" + OWN + ";Lorg/nd4j/autodiff/samediff/SameDiff;)V");
                });
            }

            private MethodVisitor endIteration(MethodVisitor code) {
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        super.visitMethodInsn(opcode, type, method, signature, isInterface);
                        if (type.equals(OWN) && method.equals("output")) {
                            woven++;
                            visitInsn(Opcodes.DUP);
                            visitVarInsn(Opcodes.ALOAD, 0);
                            call(mv, TrainingMemory.class, "endIteration", "(Ljava/util/Map;L" + OWN + ";)V");
                        }
                    }
                };
            }
        };
    }
}
