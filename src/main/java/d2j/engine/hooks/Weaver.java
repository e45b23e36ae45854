package d2j.engine.hooks;

import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Copies a class with changes in some of its methods, and counts the places that were changed. */
abstract class Weaver extends ClassVisitor {

    /** DL4J's and ND4J's array, as class files name it. */
    static final String ARRAY = "org/nd4j/linalg/api/ndarray/INDArray";

    final int places;
    int woven;

    /** @param places how many there must be at least */
    Weaver(ClassVisitor next, int places) {
        super(Opcodes.ASM9, next);
        this.places = places;
    }

    @Override
    public final MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return change(name, descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    /** What sees a method's instructions: {@code next} itself where the method stays as it is. */
    abstract MethodVisitor change(String name, String descriptor, MethodVisitor next);

    /**
     * Adds a call of a static method.
     *
     * @param owner      only its name is looked at: it is not initialised
     * @param descriptor of arguments, which lie on the stack, and result
     */
    static void call(MethodVisitor code, Class<?> owner, String method, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(owner), method, descriptor, false);
    }

    /**
     * Lets a method ask a static one first, whose result it returns unless that is null.
     *
     * @param first      the number of the first local variable that is handed on: 1 leaves the object itself out
     * @param descriptor of the static method; its arguments are those of the method that asks
     */
    static MethodVisitor askFirst(MethodVisitor code, int first, Class<?> owner, String method, String descriptor) {
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitCode() {
                super.visitCode();
                load(this, first, descriptor);
                call(this, owner, method, descriptor);
                visitInsn(Opcodes.DUP);
                Label own = new Label();
                visitJumpInsn(Opcodes.IFNULL, own);
                visitInsn(Opcodes.ARETURN);
                visitLabel(own);
                String type = Type.getReturnType(descriptor).getInternalName();
                visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {type});
                visitInsn(Opcodes.POP);
            }
        };
    }

    /** Lets a method do something more each time before it returns. */
    static MethodVisitor beforeReturn(MethodVisitor code, Consumer<MethodVisitor> more) {
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN || opcode == Opcodes.ARETURN) {
                    more.accept(mv);
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** Puts local variables on the stack, as many and of such types as a descriptor has arguments. */
    static void load(MethodVisitor code, int first, String descriptor) {
        int local = first;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
    }
}
