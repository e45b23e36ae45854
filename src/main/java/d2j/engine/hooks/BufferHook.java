package d2j.engine.hooks;

import d2j.engine.arrays.ArrayMemory;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Tells {@link ArrayMemory} of arrays that ND4J allocates, and of those that are closed. */
final class BufferHook extends Hook {

    static final String OWN = "org/nd4j/nativeblas/OpaqueDataBuffer";

    /** Length and type. */
    private static final String SIZE = "JLorg/nd4j/linalg/api/buffer/DataType;";

    BufferHook() {
        super("org.nd4j.nativeblas.OpaqueDataBuffer", "the memory of arrays");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        // What nobody reports as freed must not be counted: on GPUs there is no such class.
        beside(FreedBufferHook.TARGET);
        return beside("org.nd4j.nativeblas.NativeOpsHolder");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 2) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                return switch (name) {
                    case "allocateDataBuffer" -> allocated(code);
                    case "closeBuffer" -> closed(code);
                    default -> code;
                };
            }

            private MethodVisitor allocated(MethodVisitor code) {
                return beforeReturn(code, next -> {
                    woven++;
                    next.visitInsn(Opcodes.DUP);
                    load(next, 0, "(" + SIZE + ")V");
                    call(next, ArrayMemory.class, "allocated", "(L" + OWN + ";" + SIZE + ")V");
                });
            }

            private MethodVisitor closed(MethodVisitor code) {
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        woven++;
                        visitVarInsn(Opcodes.ALOAD, 0);
                        call(mv, ArrayMemory.class, "freed", "(L" + OWN + ";)V");
                    }
                };
            }
        };
    }
}
