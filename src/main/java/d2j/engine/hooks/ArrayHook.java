package d2j.engine.hooks;

import d2j.engine.operations.ArrayProduct;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Asks {@link ArrayProduct} first. And numbers arrays so that no two have the same number: in ND4J 1.0.0-M2.1 an array
 * that is used again shares its new number with the array that is created next, one of which SameDiff then takes for
 * freed already; its memory is lost until the garbage collector comes, a few dozen megabytes per step.
 */
final class ArrayHook extends Hook {

    private static final String PRODUCT = "(L" + Weaver.ARRAY + ";L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";";

    ArrayHook() {
        super("org.nd4j.linalg.api.ndarray.BaseNDArray", "products of arrays");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.api.ndarray.INDArray");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 2) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (name.equals("assignNewId")) {
                    return numbering(code);
                }
                if (name.equals("mmuli") && descriptor.equals(PRODUCT)) {
                    woven++;
                    return product(code);
                }
                return code;
            }

            private MethodVisitor numbering(MethodVisitor code) {
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        boolean counts = method.equals("incrementAndGet");
                        if (counts) {
                            woven++;
                        }
                        // As new arrays do: take the number, then count on.
                        super.visitMethodInsn(
                                opcode, type, counts ? "getAndIncrement" : method, signature, isInterface);
                    }
                };
            }
        };
    }

    /** Returns the engine's product, unless that is null. */
    private static MethodVisitor product(MethodVisitor code) {
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitVarInsn(Opcodes.ALOAD, 0);
                visitVarInsn(Opcodes.ALOAD, 1);
                visitVarInsn(Opcodes.ALOAD, 2);
                Weaver.call(this, ArrayProduct.class, "multiply", "(L" + Weaver.ARRAY + ";" + PRODUCT.substring(1));
                visitInsn(Opcodes.DUP);
                Label own = new Label();
                visitJumpInsn(Opcodes.IFNULL, own);
                visitInsn(Opcodes.ARETURN);
                visitLabel(own);
                visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {Weaver.ARRAY});
                visitInsn(Opcodes.POP);
            }
        };
    }
}
