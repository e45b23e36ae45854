package d2j.engine.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/** A class of DL4J or ND4J, and how it is changed when it is loaded. */
abstract class Hook {

    private final String target;
    private final String purpose;

    /**
     * @param target  the class's full name
     * @param purpose what the change brings, for users
     */
    Hook(String target, String purpose) {
        this.target = target;
        this.purpose = purpose;
    }

    final String target() {
        return target;
    }

    final String purpose() {
        return purpose;
    }

    /** True when networks cannot do without; the others make things faster and nothing else. */
    boolean isEssential() {
        return false;
    }

    /** A lookup that may define classes in the target's package. It must not load the target itself. */
    abstract MethodHandles.Lookup inside() throws ReflectiveOperationException;

    /** Makes the changes while the class is copied to {@code next}. */
    abstract Weaver weaver(ClassVisitor next);

    /**
     * A lookup for the package of another class, which is loaded, but not initialised. (Since d2j and DL4J share the
     * unnamed module, that is allowed.)
     */
    static MethodHandles.Lookup beside(String neighbour) throws ReflectiveOperationException {
        Class<?> type = Class.forName(neighbour, false, Hook.class.getClassLoader());
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    /**
     * Defines the changed class, which must not have been loaded yet.
     *
     * @throws LinkageError           if it has been
     * @throws ClassNotFoundException if it does not exist, as on GPUs
     * @throws NoSuchMethodException  if a place that is to be changed does not exist: another version of the library
     */
    final void weave() throws IOException, ReflectiveOperationException {
        MethodHandles.Lookup inside = inside();
        byte[] original;
        String file = target.replace('.', '/') + ".class";
        try (InputStream in = inside.lookupClass().getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(target);
            }
            original = in.readAllBytes();
        }
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Weaver weaver = weaver(writer);
        reader.accept(weaver, 0);
        if (weaver.woven < weaver.places) {
            throw new NoSuchMethodException(target + " lacks a method that was there");
        }
        inside.defineClass(writer.toByteArray());
    }
}
