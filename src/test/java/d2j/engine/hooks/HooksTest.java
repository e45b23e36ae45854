package d2j.engine.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.Engine;
import d2j.engine.onednn.Acceleration;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class HooksTest {

    @Test
    void everyHookTakes() {
        assumeTrue(Acceleration.isOn());
        List<Hooks.Result> report = Engine.hooks();
        assertEquals(12, report.size());
        for (Hooks.Result result : report) {
            assertEquals(Optional.empty(), result.problem(), result.target());
        }
        assertEquals(Optional.empty(), Hooks.failure());
    }

    @Test
    void classesThatAreInUseAreReported() {
        String problem = Hooks.problemOf(new Renaming("d2j.engine.hooks.HooksTest$Used", Used.class, "greet"));
        assertTrue(problem.contains("HooksTest$Used was in use before the engine started"), problem);
        assertEquals("hello", new Used().greet());
    }

    @Test
    void placesThatAreGoneAreReported() {
        String problem = Hooks.problemOf(new Renaming("d2j.engine.hooks.HooksTest$Untouched", Used.class, "gone"));
        assertTrue(problem.contains("not that of a known version of DL4J"), problem);
        assertTrue(problem.contains("lacks a method"), problem);
    }

    @Test
    void classesThatDoNotExistAreReported() {
        String problem = Hooks.problemOf(new Renaming("d2j.engine.hooks.HooksTest$Missing", Used.class, "greet"));
        assertTrue(problem.contains("is not here"), problem);
    }

    @Test
    void classesAreChangedAsTheyAreLoaded() throws ReflectiveOperationException {
        assertNull(Hooks.problemOf(new Renaming("d2j.engine.hooks.HooksTest$Renaming$Woven", Used.class, "greet")));
        Class<?> woven = Class.forName("d2j.engine.hooks.HooksTest$Renaming$Woven");
        var constructor = woven.getDeclaredConstructor();
        assertEquals("HELLO", woven.getDeclaredMethod("greet").invoke(constructor.newInstance()));
    }

    static final class Used {
        String greet() {
            return "hello";
        }
    }

    static final class Untouched {
        String greet() {
            return "hello";
        }
    }

    /** Writes texts of a method in capitals. */
    private static final class Renaming extends Hook {

        /** Here, where the search for tests does not load it. */
        static final class Woven {
            String greet() {
                return "hello";
            }
        }

        private final Class<?> neighbour;
        private final String method;

        Renaming(String target, Class<?> neighbour, String method) {
            super(target, "capitals");
            this.neighbour = neighbour;
            this.method = method;
        }

        @Override
        MethodHandles.Lookup inside() throws ReflectiveOperationException {
            return beside(neighbour.getName());
        }

        @Override
        Weaver weaver(ClassVisitor next) {
            return new Weaver(next, 1) {
                @Override
                MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                    if (!name.equals(method)) {
                        return code;
                    }
                    return new MethodVisitor(Opcodes.ASM9, code) {
                        @Override
                        public void visitLdcInsn(Object value) {
                            woven++;
                            super.visitLdcInsn(value.toString().toUpperCase(Locale.ROOT));
                        }
                    };
                }
            };
        }
    }
}
