package d2j.engine.hooks;

import d2j.engine.layers.AcceleratedNetworks;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets a network tell {@link AcceleratedNetworks} when it is ready for use, and of every backward pass; and mends how
 * a graph of several outputs keeps its memory. DL4J has no
 * such notification, and its networks are built in many ways (initialised, restored from a file, cloned for parallel
 * training, transferred), all of which end in {@code init}.
 */
final class NetworkHook extends Hook {

    private static final String SUM = "(L" + Weaver.ARRAY + ";L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";";

    private final MethodHandles.Lookup inside;
    /** The argument of {@code calcBackpropGradients} that says what is wanted at the inputs: its type and its place. */
    private final String wish;

    private final int wishAt;

    private NetworkHook(String target, String purpose, MethodHandles.Lookup inside, String wish, int wishAt) {
        super(target, purpose);
        this.inside = inside;
        this.wish = wish;
        this.wishAt = wishAt;
    }

    /** {@code calcBackpropGradients(epsilon, withOutputLayer, tbptt, returnInputActGrad)} */
    static NetworkHook ofLayers() {
        return new NetworkHook(
                "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
                "networks of layers in a row",
                org.deeplearning4j.nn.multilayer.PackageLookup.lookup(),
                "Z",
                4);
    }

    /** {@code calcBackpropGradients(clearLayers, truncated, externalEpsilons)} */
    static NetworkHook ofGraphs() {
        return new NetworkHook(
                "org.deeplearning4j.nn.graph.ComputationGraph",
                "networks that are graphs",
                org.deeplearning4j.nn.graph.PackageLookup.lookup(),
                "[L" + Weaver.ARRAY + ";",
                3);
    }

    @Override
    boolean isEssential() {
        return true;
    }

    @Override
    MethodHandles.Lookup inside() {
        return inside;
    }

    @Override
    Weaver weaver(ClassVisitor next) {
        String owner = "L" + target().replace('.', '/') + ";";
        return new Weaver(next, 2) {
            @Override
            MethodVisitor change(String name, String descriptor, MethodVisitor code) {
                if (Type.getArgumentTypes(descriptor).length == 0) {
                    return code;
                }
                return switch (name) {
                    case "init" -> {
                        woven++;
                        yield initialised(code, owner);
                    }
                    case "calcBackpropGradients" -> {
                        woven++;
                        yield backward(code, owner);
                    }
                    case "outputOfLayersDetached" -> outputs(code);
                    default -> code;
                };
            }
        };
    }

    /** A graph's. */
    private static MethodVisitor outputs(MethodVisitor code) {
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitMethodInsn(int opcode, String type, String method, String signature, boolean isInterface) {
                if (type.equals("java/util/List")
                        && method.equals("add")
                        && signature.equals("(Ljava/lang/Object;)Z")) {
                    Weaver.call(
                            mv, AcceleratedNetworks.class, "addUnlessNull", "(Ljava/util/List;Ljava/lang/Object;)Z");
                } else {
                    super.visitMethodInsn(opcode, type, method, signature, isInterface);
                }
            }
        };
    }

    private static MethodVisitor initialised(MethodVisitor code, String owner) {
        return Weaver.beforeReturn(code, next -> {
            next.visitVarInsn(Opcodes.ALOAD, 0);
            Weaver.call(next, AcceleratedNetworks.class, "initialised", "(" + owner + ")V");
        });
    }

    private MethodVisitor backward(MethodVisitor code, String owner) {
        MethodVisitor ending = Weaver.beforeReturn(code, next -> {
            next.visitVarInsn(Opcodes.ALOAD, 0);
            Weaver.call(next, AcceleratedNetworks.class, "afterBackward", "(Lorg/deeplearning4j/nn/api/Model;)V");
        });
        return new MethodVisitor(Opcodes.ASM9, ending) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitVarInsn(Opcodes.ALOAD, 0);
                visitVarInsn(wish.equals("Z") ? Opcodes.ILOAD : Opcodes.ALOAD, wishAt);
                Weaver.call(mv, AcceleratedNetworks.class, "beforeBackward", "(" + owner + wish + ")V");
            }

            @Override
            public void visitMethodInsn(int opcode, String type, String method, String signature, boolean isInterface) {
                if (method.equals("addi")
                        && type.equals(Weaver.ARRAY)
                        && signature.equals("(L" + Weaver.ARRAY + ";)L" + Weaver.ARRAY + ";")) {
                    Weaver.call(mv, AcceleratedNetworks.class, "accumulate", SUM);
                } else {
                    super.visitMethodInsn(opcode, type, method, signature, isInterface);
                }
            }
        };
    }
}
