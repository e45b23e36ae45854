package d2j.engine.onednn;

import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Small operations run in the calling thread alone. To share them out takes as long as they do, and on a machine whose
 * cores are busy far longer: each thread spins for its share of the other, which has to wait for a core (measured with
 * two threads on two busy cores: a softmax of 32 x 10 took 130 to 190 microseconds shared out, 16 alone, a product of
 * 64 x 64 matrices 250 to 290 and 120 to 150).
 */
final class Threads {

    /** Elements up to which an element-wise operation is small: some five microseconds of work. */
    private static final int SMALL_LENGTH = 1 << 14;

    /** Multiplications up to which a product is small: some ten microseconds of work. */
    private static final long SMALL_PRODUCT = 1 << 19;

    private Threads() {}

    /**
     * Tells ND4J, whose library is loaded; its own bound is 1,024 elements. Functions of one array and reductions heed
     * that, operations on two arrays do not.
     */
    static void keepSmallOperationsTogether() {
        library().setElementThreshold(SMALL_LENGTH);
        library().setTADThreshold(SMALL_LENGTH);
    }

    static boolean isSmall(long length) {
        return length <= SMALL_LENGTH;
    }

    static boolean isSmallProduct(long rows, long inner, long columns) {
        return rows * inner * columns <= SMALL_PRODUCT;
    }

    /**
     * Lets the operations of the calling thread run in it alone, until {@link #share}.
     *
     * @return how many threads it had
     */
    static int alone() {
        int threads = library().ompGetMaxThreads();
        if (threads > 1) {
            library().setOmpNumThreads(1);
        }
        return threads;
    }

    /** The opposite of {@link #alone}, whose result it takes. */
    static void share(int threads) {
        if (threads > 1) {
            library().setOmpNumThreads(threads);
        }
    }

    private static NativeOps library() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
