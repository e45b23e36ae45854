package d2j.engine.hooks;

import d2j.engine.operations.ArrayProduct;
import d2j.engine.operations.ArrayShortcuts;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Asks {@link ArrayProduct} and {@link ArrayShortcuts} first. And numbers arrays so that no two have the same
 * number: in ND4J 1.0.0-M2.1 an array that is used again shares its new number with the array that is created
 * next, one of which SameDiff then takes for freed already; its memory is lost until the garbage collector comes,
 * a few dozen megabytes per step.
 */
final class ArrayHook extends Hook {

    private static final String PRODUCT = "(L" + Weaver.ARRAY + ";L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";";

    private static final String WITH_ARRAY = "(L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";";
    private static final String WITH_VECTOR = "(L" + Weaver.ARRAY + ";C)L" + Weaver.ARRAY + ";";
    private static final String OVER = "([I)L" + Weaver.ARRAY + ";";
    private static final String OVER_KEEPING = "(Z[I)L" + Weaver.ARRAY + ";";

    /** Methods, and those of {@link ArrayShortcuts} that they ask. */
    private static final Map<String, String> SHORTCUTS = Map.ofEntries(
            Map.entry("addi" + PRODUCT, "add"),
            Map.entry("subi" + PRODUCT, "subtract"),
            Map.entry("muli" + PRODUCT, "multiply"),
            Map.entry("divi" + PRODUCT, "divide"),
            Map.entry("add" + WITH_ARRAY, "sum"),
            Map.entry("sub" + WITH_ARRAY, "difference"),
            Map.entry("mul" + WITH_ARRAY, "product"),
            Map.entry("div" + WITH_ARRAY, "quotient"),
            Map.entry("doRowWise" + WITH_VECTOR, "rowWise"),
            Map.entry("doColumnWise" + WITH_VECTOR, "columnWise"),
            Map.entry("addRowVector" + WITH_ARRAY, "plusRow"),
            Map.entry("addColumnVector" + WITH_ARRAY, "plusColumn"),
            Map.entry("getRow(J)L" + Weaver.ARRAY + ";", "row"),
            Map.entry("sum" + OVER, "sum"),
            Map.entry("sum" + OVER_KEEPING, "sum"),
            Map.entry("mean" + OVER_KEEPING, "mean"),
            Map.entry("max" + OVER_KEEPING, "max"),
            Map.entry("min" + OVER_KEEPING, "min"));

    ArrayHook() {
        super("org.nd4j.linalg.api.ndarray.BaseNDArray", "products of arrays");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.api.ndarray.INDArray");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 3 + SHORTCUTS.size()) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (name.equals("assignNewId")) {
                    return numbering(code);
                }
                if (name.equals("mmuli") && descriptor.equals(PRODUCT)) {
                    woven++;
                    return askFirst(code, 0, ArrayProduct.class, "multiply", withSelf(descriptor));
                }
                if (name.equals("mmul") && descriptor.equals(WITH_VECTOR)) {
                    woven++;
                    return askFirst(code, 0, ArrayProduct.class, "requireEqualLengths", withSelf(descriptor));
                }
                String shortcut = SHORTCUTS.get(name + descriptor);
                if (shortcut != null) {
                    woven++;
                    return askFirst(code, 0, ArrayShortcuts.class, shortcut, withSelf(descriptor));
                }
                return code;
            }

            private String withSelf(String descriptor) {
                return "(L" + ARRAY + ";" + descriptor.substring(1);
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
}
