package d2j.engine.layers;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.slf4j.LoggerFactory;

/**
 * Lets DL4J tell {@link AcceleratedNetworks} about every network that is made ready for use, and about every backward
 * pass. DL4J has no such notification, and its networks are built in many ways (initialised, restored from a file,
 * cloned for parallel training, transferred), all of which end in {@code init}. So a call is added to the two network
 * classes as they are loaded; their jar stays as it is. Updaters and products of arrays are reached in this way too.
 */
public final class LibraryHooks {

    private static final String MULTI_LAYER = "org.deeplearning4j.nn.multilayer.MultiLayerNetwork";
    private static final String GRAPH = "org.deeplearning4j.nn.graph.ComputationGraph";
    private static final String ADAM = "org.nd4j.linalg.learning.AdamUpdater";
    private static final String UPDATER = "org.deeplearning4j.nn.updater.BaseMultiLayerUpdater";
    private static final String ARRAY_CLASS = "org.nd4j.linalg.api.ndarray.BaseNDArray";
    private static final String ARRAY = "org/nd4j/linalg/api/ndarray/INDArray";
    private static final String TARGET = "d2j/engine/layers/AcceleratedNetworks";

    private static String failure = "not installed";

    private LibraryHooks() {
    }

    /** Adds the calls, once. Where DL4J's classes were loaded before, it is too late: {@link #failure()} says so. */
    public static synchronized void install() {
        if (failure == null || !failure.equals("not installed")) {
            return;
        }
        try {
            // Arrays first: networks load them.
            weaveIfNotInUse(ARRAY_CLASS, org.nd4j.linalg.api.ndarray.PackageLookup.lookup(), ArrayWeaver::new);
            weave(MULTI_LAYER, org.deeplearning4j.nn.multilayer.PackageLookup.lookup(), NetworkWeaver::new);
            weave(GRAPH, org.deeplearning4j.nn.graph.PackageLookup.lookup(), NetworkWeaver::new);
            weaveIfNotInUse(ADAM, org.nd4j.linalg.learning.PackageLookup.lookup(), AdamWeaver::new);
            weaveIfNotInUse(UPDATER, org.deeplearning4j.nn.updater.PackageLookup.lookup(), UpdaterWeaver::new);
            failure = null;
        } catch (LinkageError e) {
            failure = "DL4J networks were in use before the engine started";
            LoggerFactory.getLogger(LibraryHooks.class).info(failure, e);
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            failure = "this version of DL4J is not known: " + e;
            LoggerFactory.getLogger(LibraryHooks.class).info(failure, e);
        }
    }

    /** Why networks cannot be accelerated, or null when they are. */
    public static synchronized String failure() {
        return failure;
    }

    /** For what makes things faster and nothing else. */
    private static void weaveIfNotInUse(String type, MethodHandles.Lookup inside,
            Function<ClassVisitor, Weaver> weavers) throws IOException, ReflectiveOperationException {
        try {
            weave(type, inside, weavers);
        } catch (LinkageError e) {
            LoggerFactory.getLogger(LibraryHooks.class).info("{} was in use before the engine started", type, e);
        }
    }

    private static void weave(String type, MethodHandles.Lookup inside, Function<ClassVisitor, Weaver> weavers)
            throws IOException, ReflectiveOperationException {
        ClassLoader loader = inside.lookupClass().getClassLoader();
        byte[] original;
        try (InputStream in = loader.getResourceAsStream(type.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(type);
            }
            original = in.readAllBytes();
        }
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Weaver weaver = weavers.apply(writer);
        reader.accept(weaver, 0);
        if (weaver.woven < weaver.places) {
            throw new NoSuchMethodException(type + " lacks a method that was there");
        }
        inside.defineClass(writer.toByteArray());
    }

    /** Changes a class, and counts where. */
    private abstract static class Weaver extends ClassVisitor {

        final int places;
        int woven;

        /** @param places how many there must be at least */
        Weaver(ClassVisitor next, int places) {
            super(Opcodes.ASM9, next);
            this.places = places;
        }
    }

    /** Asks {@link ArrayProduct} first. */
    private static final class ArrayWeaver extends Weaver {

        private static final String PRODUCT = "(L" + ARRAY + ";L" + ARRAY + ";)L" + ARRAY + ";";

        ArrayWeaver(ClassVisitor next) {
            super(next, 1);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals("mmuli") || !descriptor.equals(PRODUCT)) {
                return next;
            }
            woven++;
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitVarInsn(Opcodes.ALOAD, 1);
                    visitVarInsn(Opcodes.ALOAD, 2);
                    visitMethodInsn(Opcodes.INVOKESTATIC, "d2j/engine/layers/ArrayProduct", "multiply",
                            "(L" + ARRAY + ";" + PRODUCT.substring(1), false);
                    visitInsn(Opcodes.DUP);
                    Label own = new Label();
                    visitJumpInsn(Opcodes.IFNULL, own);
                    visitInsn(Opcodes.ARETURN);
                    visitLabel(own);
                    visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {ARRAY});
                    visitInsn(Opcodes.POP);
                }
            };
        }
    }

    /** Puts {@link UpdaterViews#gradient} in the place of the first look at a gradient. */
    private static final class UpdaterWeaver extends Weaver {

        private static final String GRADIENT = "org/deeplearning4j/nn/gradient/Gradient";

        UpdaterWeaver(ClassVisitor next) {
            super(next, 1);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals("update") || !descriptor.startsWith("(L" + GRADIENT + ";")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(int opcode, String type, String method, String signature,
                        boolean isInterface) {
                    if (woven == 0 && type.equals(GRADIENT) && method.equals("gradient")
                            && signature.startsWith("()")) {
                        woven++;
                        super.visitVarInsn(Opcodes.ALOAD, 0);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, "d2j/engine/layers/UpdaterViews", "gradient",
                                "(L" + GRADIENT + ";L" + UPDATER.replace('.', '/') + ";)L" + ARRAY + ";", false);
                    } else {
                        super.visitMethodInsn(opcode, type, method, signature, isInterface);
                    }
                }
            };
        }
    }

    /** Puts {@link AdamStep#exec} in the place of the operation. */
    private static final class AdamWeaver extends Weaver {

        AdamWeaver(ClassVisitor next) {
            super(next, 1);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9,
                    super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String type, String method, String signature,
                        boolean isInterface) {
                    boolean executes = type.equals("org/nd4j/linalg/factory/Nd4j") && method.equals("exec")
                            && signature.startsWith("(Lorg/nd4j/linalg/api/ops/CustomOp;)");
                    if (executes) {
                        woven++;
                    }
                    super.visitMethodInsn(opcode, executes ? "d2j/engine/layers/AdamStep" : type, method, signature,
                            isInterface);
                }
            };
        }
    }

    /** Adds the calls to the bodies of the methods. */
    private static final class NetworkWeaver extends Weaver {

        private static final Set<String> METHODS = Set.of("init", "calcBackpropGradients");

        private String owner;

        NetworkWeaver(ClassVisitor next) {
            super(next, 2);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName,
                String[] interfaces) {
            owner = name;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            Type[] arguments = Type.getArgumentTypes(descriptor);
            if (!METHODS.contains(name) || arguments.length == 0) {
                return next;
            }
            woven++;
            boolean initialises = name.equals("init");
            boolean isGraph = owner.endsWith("ComputationGraph");
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    if (!initialises) {
                        // calcBackpropGradients(epsilon, withOutputLayer, tbptt, returnInputActGrad) of a multi-layer
                        // network, calcBackpropGradients(clearLayers, truncated, externalEpsilons) of a graph
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitVarInsn(isGraph ? Opcodes.ALOAD : Opcodes.ILOAD, isGraph ? 3 : 4);
                        visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, "beforeBackward",
                                "(L" + owner + ";" + (isGraph ? "[L" + ARRAY + ";" : "Z")
                                        + ")V", false);
                    }
                }

                @Override
                public void visitMethodInsn(int opcode, String type, String method, String signature,
                        boolean isInterface) {
                    if (!initialises && method.equals("addi") && type.equals(ARRAY)
                            && signature.equals("(L" + ARRAY + ";)L" + ARRAY + ";")) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, "accumulate",
                                "(L" + ARRAY + ";L" + ARRAY + ";)L" + ARRAY + ";", false);
                    } else {
                        super.visitMethodInsn(opcode, type, method, signature, isInterface);
                    }
                }

                @Override
                public void visitInsn(int opcode) {
                    if (initialises && opcode == Opcodes.RETURN) {
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, "initialised", "(L" + owner + ";)V", false);
                    } else if (!initialises && (opcode == Opcodes.RETURN || opcode == Opcodes.ARETURN)) {
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, "afterBackward",
                                "(Lorg/deeplearning4j/nn/api/Model;)V", false);
                    }
                    super.visitInsn(opcode);
                }
            };
        }
    }
}
