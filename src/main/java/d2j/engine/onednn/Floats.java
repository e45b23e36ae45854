package d2j.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** Copies floats between Java arrays and memory outside Java, where ND4J's arrays live. */
public final class Floats {

    private static final ThreadLocal<Window> WINDOW = ThreadLocal.withInitial(Window::new);

    private Floats() {}

    /** Fills the first {@code length} elements of an array from an address. */
    public static void read(long address, float[] into, int length) {
        WINDOW.get().at(address).get(into, 0, length);
    }

    /** Writes the first {@code length} elements of an array to an address. */
    public static void write(long address, float[] from, int length) {
        WINDOW.get().at(address).put(from, 0, length);
    }

    private static final class Window extends FloatPointer {
        Window at(long value) {
            address = value;
            return this;
        }
    }
}
