package org.nd4j.linalg.cpu.nativecpu.ops;

import java.lang.invoke.MethodHandles;

/**
 * d2j's foothold in this package of ND4J: a class may only be defined by a lookup that belongs to its package. See
 * d2j.engine.layers.LibraryHooks.
 */
public final class PackageLookup {

    private PackageLookup() {}

    /** A lookup that may define classes in this package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
