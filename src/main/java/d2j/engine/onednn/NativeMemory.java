package d2j.engine.onednn;

/**
 * Holds memory outside of Java, which {@link #close} gives back. What is not closed is freed with the object, but
 * Java's garbage collector does not know how large it is and may take its time.
 */
public interface NativeMemory extends AutoCloseable {

    /** Frees the memory; the object must not be used any more. */
    @Override
    void close();

    /** Closes all that are not null. */
    static void closeAll(NativeMemory... parts) {
        for (NativeMemory part : parts) {
            if (part != null) {
                part.close();
            }
        }
    }
}
