package org.deeplearning4j.nn.multilayer;

import java.lang.invoke.MethodHandles;

/**
 * d2j's foothold in this package of DL4J: a class may only be defined by a lookup that belongs to its package, and
 * DL4J has no other class here than the network itself. See d2j.engine.hooks.
 */
public final class PackageLookup {

    private PackageLookup() {}

    /** A lookup that may define classes in this package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
