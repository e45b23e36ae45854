package d2j.jupyter.kernel;

/** Stands in for the calls in a cell that end Java, so that the reader learns what ended it. */
public final class CellExit {
    /** How the kernel came to its end. */
    @SuppressWarnings("serial")
    static final class KernelEnded extends Error {
        KernelEnded(String call) {
            super(call
                    + " ended the kernel, and all variables are gone. Leave the call out, restart the kernel, and run"
                    + " the cells again");
        }
    }

    private static volatile KernelEnded ended;

    private CellExit() {}

    /** What {@code System.exit} of a cell does. */
    public static void exit(int status) {
        end("System.exit(" + status + ")", status);
    }

    /** What {@code Runtime.exit} of a cell does. */
    public static void exit(Runtime runtime, int status) {
        end("Runtime.exit(" + status + ")", status);
    }

    /** What {@code Runtime.halt} of a cell does: as {@code exit}, because nobody would hear of it otherwise. */
    public static void halt(Runtime runtime, int status) {
        end("Runtime.halt(" + status + ")", status);
    }

    private static void end(String call, int status) {
        ended = new KernelEnded(call);
        System.exit(status);
    }

    /** What ends the kernel. */
    static KernelEnded reason() {
        KernelEnded known = ended;
        return known != null ? known : new KernelEnded("A library that called System.exit, or a signal from outside,");
    }
}
