package d2j.engine.hooks;

import d2j.engine.operations.ArrayShortcuts;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;

/** Asks {@link ArrayShortcuts} first for what is found in the class of static methods. */
final class FactoryHook extends Hook {

    private static final Set<String> SHORTCUTS = Set.of(
            "argMax(L" + Weaver.ARRAY + ";[I)L" + Weaver.ARRAY + ";",
            "argMin(L" + Weaver.ARRAY + ";[I)L" + Weaver.ARRAY + ";",
            "concat(I[L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";");

    FactoryHook() {
        super("org.nd4j.linalg.factory.Nd4j", "places of maxima, and arrays put together");
    }

    @Override
    MethodHandles.Lookup inside() throws ReflectiveOperationException {
        return beside("org.nd4j.linalg.factory.NDArrayFactory");
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        return new Weaver(next, SHORTCUTS.size()) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (!SHORTCUTS.contains(name + descriptor)) {
                    return code;
                }
                woven++;
                return askFirst(code, 0, ArrayShortcuts.class, name, descriptor);
            }
        };
    }
}
