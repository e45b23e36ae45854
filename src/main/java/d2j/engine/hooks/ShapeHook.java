package d2j.engine.hooks;

import d2j.engine.operations.ShapeInformation;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;

/** Asks {@link ShapeInformation} first, and lets it keep what ND4J found out. */
final class ShapeHook extends Hook {

    private static final String PAIR = "Lorg/nd4j/common/primitives/Pair;";
    private static final String ARGUMENTS = "[J[JJCLorg/nd4j/linalg/api/buffer/DataType;Z)" + PAIR;

    ShapeHook() {
        super("org.nd4j.linalg.api.ndarray.BaseShapeInfoProvider", "shapes of new arrays");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.api.ndarray.ShapeInfoProvider");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, 1) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!name.equals("createShapeInformation") || !descriptor.equals("(" + ARGUMENTS)) {
                    return code;
                }
                woven++;
                MethodVisitor asking = askFirst(code, 1, ShapeInformation.class, "find", descriptor);
                return beforeReturn(asking, next -> {
                    load(next, 1, descriptor);
                    call(next, ShapeInformation.class, "keep", "(" + PAIR + ARGUMENTS);
                });
            }
        };
    }
}
