package d2j.engine.layers;

import d2j.engine.operations.ArrayProduct;
import d2j.engine.operations.Operations;
import d2j.engine.operations.ValueSet;
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
    private static final String EXECUTIONER = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
    private static final String TRACKER = "org.nd4j.autodiff.samediff.internal.memory.HashDependencyTracker";
    private static final String SESSION = "org.nd4j.autodiff.samediff.internal.TrainingSession";
    private static final String ARRAY_CLASS = "org.nd4j.linalg.api.ndarray.BaseNDArray";
    private static final String ARRAY = "org/nd4j/linalg/api/ndarray/INDArray";
    private static final String TARGET = "d2j/engine/layers/AcceleratedNetworks";

    private static String failure = "not installed";

    private LibraryHooks() {}

    /** Adds the calls, once. Where DL4J's classes were loaded before, it is too late: {@link #failure()} says so. */
    public static synchronized void install() {
        if (failure == null || !failure.equals("not installed")) {
            return;
        }
        try {
            // Arrays first: networks load them.
            weaveIfNotInUse(ARRAY_CLASS, org.nd4j.linalg.api.ndarray.PackageLookup.lookup(), ArrayWeaver::new);
            weaveIfNotInUse(
                    EXECUTIONER, org.nd4j.linalg.cpu.nativecpu.ops.PackageLookup.lookup(), ExecutionerWeaver::new);
            weaveIfNotInUse(
                    TRACKER, org.nd4j.autodiff.samediff.internal.memory.PackageLookup.lookup(), TrackerWeaver::new);
            weaveIfNotInUse(SESSION, org.nd4j.autodiff.samediff.internal.PackageLookup.lookup(), SessionWeaver::new);
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
    private static void weaveIfNotInUse(
            String type, MethodHandles.Lookup inside, Function<ClassVisitor, Weaver> weavers)
            throws IOException, ReflectiveOperationException {
        try {
            weave(type, inside, weavers);
        } catch (LinkageError e) {
            LoggerFactory.getLogger(LibraryHooks.class).info("{} was in use before the engine started", type, e);
        } catch (ClassNotFoundException e) {
            LoggerFactory.getLogger(LibraryHooks.class).info("{} is not here (as on GPUs) or unknown", type);
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

        @Override
        public final MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return change(name, descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
        }

        /** What sees a method's instructions: {@code next} itself where the method stays as it is. */
        abstract MethodVisitor change(String name, String descriptor, MethodVisitor next);
    }

    /**
     * Asks {@link ArrayProduct} first. And numbers arrays so that no two have the same number: in ND4J 1.0.0-M2.1 an
     * array that is used again shares its new number with the array that is created next, one of which SameDiff then
     * takes for freed already; its memory is lost until the garbage collector comes, a few dozen megabytes per step.
     */
    private static final class ArrayWeaver extends Weaver {

        private static final String PRODUCT = "(L" + ARRAY + ";L" + ARRAY + ";)L" + ARRAY + ";";

        ArrayWeaver(ClassVisitor next) {
            super(next, 2);
        }

        @Override
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            if (name.equals("assignNewId")) {
                return new MethodVisitor(Opcodes.ASM9, next) {
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
                    visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            "d2j/engine/operations/ArrayProduct",
                            "multiply",
                            "(L" + ARRAY + ";" + PRODUCT.substring(1),
                            false);
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

    /** Puts {@link Operations#execute} in the place of the native call, with the operation and its context added. */
    private static final class ExecutionerWeaver extends Weaver {

        private static final String CONTEXT = "org/nd4j/linalg/api/ops/OpContext";
        private static final String OPERATION = "org/nd4j/linalg/api/ops/CustomOp";

        ExecutionerWeaver(ClassVisitor next) {
            super(next, 1);
        }

        @Override
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            if (!name.equals("exec") || !descriptor.startsWith("(L" + OPERATION + ";L" + CONTEXT + ";)")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    if (method.equals("execCustomOp2")) {
                        woven++;
                        super.visitVarInsn(Opcodes.ALOAD, 1);
                        super.visitVarInsn(Opcodes.ALOAD, 2);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                "d2j/engine/operations/Operations",
                                "execute",
                                "(L" + type + ";"
                                        + signature.substring(1).replace(")", "L" + OPERATION + ";L" + CONTEXT + ";)"),
                                false);
                    } else {
                        super.visitMethodInsn(opcode, type, method, signature, isInterface);
                    }
                }
            };
        }
    }

    /** Puts a {@link ValueSet} in the place of a hash set. */
    private static final class TrackerWeaver extends Weaver {

        private static final String OWN = "java/util/HashSet";
        private static final String BETTER = "d2j/engine/operations/ValueSet";

        TrackerWeaver(ClassVisitor next) {
            super(next, 1);
        }

        @Override
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            if (!name.equals("newTSet")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitTypeInsn(int opcode, String type) {
                    super.visitTypeInsn(opcode, type.equals(OWN) ? BETTER : type);
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    boolean creates = type.equals(OWN) && method.equals("<init>");
                    if (creates) {
                        woven++;
                    }
                    super.visitMethodInsn(opcode, creates ? BETTER : type, method, signature, isInterface);
                }
            };
        }
    }

    /** Calls {@code TrainingMemory} when a session is made, and after its forward and backward pass. */
    private static final class SessionWeaver extends Weaver {

        private static final String OWN = SESSION.replace('.', '/');
        private static final String MEMORY = "org/nd4j/autodiff/samediff/internal/TrainingMemory";

        SessionWeaver(ClassVisitor next) {
            super(next, 2);
        }

        @Override
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            if (name.equals("<init>")) {
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitInsn(int opcode) {
                        if (opcode == Opcodes.RETURN) {
                            woven++;
                            visitVarInsn(Opcodes.ALOAD, 0);
                            visitVarInsn(Opcodes.ALOAD, 1);
                            visitMethodInsn(
                                    Opcodes.INVOKESTATIC,
                                    MEMORY,
                                    "begin",
                                    "(L" + OWN + ";Lorg/nd4j/autodiff/samediff/SameDiff;)V",
                                    false);
                        }
                        super.visitInsn(opcode);
                    }
                };
            }
            if (!name.equals("trainingIteration")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    super.visitMethodInsn(opcode, type, method, signature, isInterface);
                    if (type.equals(OWN) && method.equals("output")) {
                        woven++;
                        visitInsn(Opcodes.DUP);
                        visitVarInsn(Opcodes.ALOAD, 0);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, MEMORY, "endIteration", "(Ljava/util/Map;L" + OWN + ";)V", false);
                    }
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
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            if (!name.equals("update") || !descriptor.startsWith("(L" + GRADIENT + ";")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    if (woven == 0
                            && type.equals(GRADIENT)
                            && method.equals("gradient")
                            && signature.startsWith("()")) {
                        woven++;
                        super.visitVarInsn(Opcodes.ALOAD, 0);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                "d2j/engine/layers/UpdaterViews",
                                "gradient",
                                "(L" + GRADIENT + ";L" + UPDATER.replace('.', '/') + ";)L" + ARRAY + ";",
                                false);
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
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    boolean executes = type.equals("org/nd4j/linalg/factory/Nd4j")
                            && method.equals("exec")
                            && signature.startsWith("(Lorg/nd4j/linalg/api/ops/CustomOp;)");
                    if (executes) {
                        woven++;
                    }
                    super.visitMethodInsn(
                            opcode, executes ? "d2j/engine/layers/AdamStep" : type, method, signature, isInterface);
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
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            owner = name;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        MethodVisitor change(String name, String descriptor, MethodVisitor next) {
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
                        visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                TARGET,
                                "beforeBackward",
                                "(L" + owner + ";" + (isGraph ? "[L" + ARRAY + ";" : "Z") + ")V",
                                false);
                    }
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String type, String method, String signature, boolean isInterface) {
                    if (!initialises
                            && method.equals("addi")
                            && type.equals(ARRAY)
                            && signature.equals("(L" + ARRAY + ";)L" + ARRAY + ";")) {
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                TARGET,
                                "accumulate",
                                "(L" + ARRAY + ";L" + ARRAY + ";)L" + ARRAY + ";",
                                false);
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
                        visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                TARGET,
                                "afterBackward",
                                "(Lorg/deeplearning4j/nn/api/Model;)V",
                                false);
                    }
                    super.visitInsn(opcode);
                }
            };
        }
    }
}
