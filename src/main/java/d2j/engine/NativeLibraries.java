package d2j.engine;

import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.slf4j.LoggerFactory;

/** The shared libraries under ND4J and the engine. Loading them is a third of the time that ND4J's start takes. */
final class NativeLibraries {
    /** In the order in which they need each other; by name, for not every platform has all of them. */
    private static final List<String> OWNERS = List.of(
            "org.bytedeco.openblas.global.openblas",
            "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu",
            "org.bytedeco.dnnl.global.dnnl");

    private NativeLibraries() {}

    /** Loads those that are there. Whoever needs one that does not load says so; this is only sooner. */
    static void load() {
        for (String owner : OWNERS) {
            try {
                Loader.load(Class.forName(owner, false, NativeLibraries.class.getClassLoader()));
            } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
                LoggerFactory.getLogger(NativeLibraries.class).debug("{} was not loaded ahead", owner, e);
            }
        }
    }
}
