package d2j.engine.hooks;

import d2j.engine.arrays.ArrayMemory;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Tells {@link ArrayMemory} of arrays that ND4J frees when the garbage collector has found that nobody has them. */
final class FreedBufferHook extends Hook {

    static final String TARGET = "org.nd4j.linalg.cpu.nativecpu.buffer.CpuDeallocator";

    FreedBufferHook() {
        super(TARGET, "the memory of arrays, freed");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.cpu.nativecpu.buffer.DefaultDataBufferFactory");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!name.equals("deallocate")) {
                    return code;
                }
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        if (method.equals("deleteDataBuffer")) {
                            woven++;
                            visitInsn(Opcodes.DUP);
                            call(mv, ArrayMemory.class, "freed", "(L" + BufferHook.OWN + ";)V");
                        }
                        super.visitMethodInsn(opcode, type, method, signature, isInterface);
                    }
                };
            }
        };
    }
}
