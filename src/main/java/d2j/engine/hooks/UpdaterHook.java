package d2j.engine.hooks;

import d2j.engine.layers.UpdaterViews;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts {@link UpdaterViews#gradient} in the place of the first look at a gradient. */
final class UpdaterHook extends Hook {

    private static final String OWN = "org/deeplearning4j/nn/updater/BaseMultiLayerUpdater";
    private static final String GRADIENT = "org/deeplearning4j/nn/gradient/Gradient";

    UpdaterHook() {
        super("org.deeplearning4j.nn.updater.BaseMultiLayerUpdater", "the updaters' views of gradients");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.deeplearning4j.nn.updater.UpdaterBlock");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!name.equals("update") || !descriptor.startsWith("(L" + GRADIENT + ";")) {
                    return code;
                }
                return new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String type, String method, String signature, boolean isInterface) {
                        if (woven == 0
                                && type.equals(GRADIENT)
                                && method.equals("gradient")
                                && signature.startsWith("()")) {
                            woven++;
                            visitVarInsn(Opcodes.ALOAD, 0);
                            call(
                                    mv,
                                    UpdaterViews.class,
                                    "gradient",
                                    "(L" + GRADIENT + ";L" + OWN + ";)L" + ARRAY + ";");
                        } else {
                            super.visitMethodInsn(opcode, type, method, signature, isInterface);
                        }
                    }
                };
            }
        };
    }
}
