package d2j.engine.onednn;

import java.util.Locale;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, Intel's open library of deep-learning primitives for processors, beside the copy that is locked up inside
 * ND4J's native library. It exists for x86-64 and 64-bit ARM; where it does not load, {@link #available()} is false and
 * everything runs on ND4J's own operations.
 */
public final class OneDnn {

    /** Elements of all arrays that primitives work on. */
    static final memory.data_type FLOAT = memory.data_type.f32;

    private OneDnn() {}

    /** True when the library loads here and arrays live in the processor's memory. */
    public static boolean available() {
        return Library.FAILURE == null;
    }

    /** Why {@link #available()} is false, in words; null when it is true. */
    public static String reason() {
        return Library.FAILURE;
    }

    /** The library's version, for example {@code 2.5.2}. */
    public static String version() {
        var version = org.bytedeco.dnnl.global.dnnl.dnnl_version();
        return String.format(Locale.ROOT, "%d.%d.%d", version.major(), version.minor(), version.patch());
    }

    static engine engine() {
        return Library.ENGINE;
    }

    /** One stream per thread: primitives of different networks may run at the same time. */
    static stream stream() {
        return Library.STREAM.get();
    }

    /** True for an array that primitives can read in place: floats in the processor's memory that are still there. */
    public static boolean isFloat(INDArray array) {
        return array.dataType() == DataType.FLOAT && !array.isEmpty() && isLive(array);
    }

    /** False for an array that was closed, or whose workspace was left; ND4J has the message. */
    public static boolean isLive(INDArray array) {
        if (array.wasClosed() || !array.isAttached()) {
            return !array.wasClosed();
        }
        MemoryWorkspace workspace = array.data().getParentWorkspace();
        return workspace.getWorkspaceType() == MemoryWorkspace.Type.CIRCULAR
                || workspace.isScopeActive()
                        && workspace.getGenerationId() == array.data().getGenerationId();
    }

    /** The address of an array's first element. Valid while the array, or the workspace that holds it, lives. */
    public static long address(INDArray array) {
        // A view shares its buffer's pointer, so the offset has to be added.
        return array.data().address() + array.offset() * array.data().getElementSize();
    }

    /**
     * The memory layout of an array as it lies in memory, whatever its strides.
     *
     * @throws IllegalArgumentException if the elements are not floats
     */
    public static memory.desc layout(INDArray array) {
        if (!isFloat(array)) {
            throw new IllegalArgumentException("oneDNN works on floats here, not on " + array.dataType());
        }
        return layout(array.shape(), array.stride());
    }

    /** A dense layout of the given format. */
    static memory.desc layout(memory.format_tag format, long... shape) {
        return new memory.desc(shape, FLOAT, format);
    }

    /** A layout with the given strides, in elements. */
    static memory.desc layout(long[] shape, long[] strides) {
        // A dimension of size 1 may have any stride, but oneDNN rejects one that looks like an overlap.
        long[] canonical = strides.clone();
        long extent = 1;
        for (int i = 0; i < shape.length; i++) {
            extent = Math.max(extent, shape[i] * strides[i]);
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 1) {
                canonical[i] = extent;
            }
        }
        return new memory.desc(shape, FLOAT, canonical);
    }

    /** Loads the library on first use. */
    private static final class Library {
        static final String FAILURE;
        static final engine ENGINE;
        static final ThreadLocal<stream> STREAM;

        static {
            String failure = null;
            engine engine = null;
            try {
                if (!Nd4j.getEnvironment().isCPU()) {
                    failure = "arrays live on the GPU";
                } else {
                    Loader.load(org.bytedeco.dnnl.global.dnnl.class);
                    engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
                    Threads.keepSmallOperationsTogether();
                }
            } catch (LinkageError | RuntimeException e) {
                failure = "oneDNN does not load on this platform (" + Loader.getPlatform() + ")";
                LoggerFactory.getLogger(OneDnn.class).info("oneDNN does not load", e);
            }
            FAILURE = failure;
            ENGINE = engine;
            STREAM = ThreadLocal.withInitial(() -> new stream(ENGINE));
        }
    }
}
