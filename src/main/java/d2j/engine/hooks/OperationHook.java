package d2j.engine.hooks;

import d2j.engine.operations.Operations;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts {@link Operations#execute} in the place of the native call, with the operation and its context added. */
final class OperationHook extends Hook {

    private static final String CONTEXT = "org/nd4j/linalg/api/ops/OpContext";
    private static final String OPERATION = "org/nd4j/linalg/api/ops/CustomOp";

    OperationHook() {
        super("org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner", "operations");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.cpu.nativecpu.ops.CpuOpContext");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!name.equals("exec") || !descriptor.startsWith("(L" + OPERATION + ";L" + CONTEXT + ";)")) {
                    return code;
                }
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        if (method.equals("execCustomOp2")) {
                            woven++;
                            visitVarInsn(Opcodes.ALOAD, 1);
                            visitVarInsn(Opcodes.ALOAD, 2);
                            String added = "L" + OPERATION + ";L" + CONTEXT + ";)";
                            call(
                                    mv,
                                    Operations.class,
                                    "execute",
                                    "(L" + type + ";" + signature.substring(1).replace(")", added));
                        } else {
                            super.visitMethodInsn(opcode, type, method, signature, isInterface);
                        }
                    }
                };
            }
        };
    }
}
