package d2j.jupyter.kernel;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Stops the code of a cell. {@link LoopChecks} puts a call into each loop and method of a cell; it is linked to the
 * call site below, whose target does nothing until an interrupt is requested. The just-in-time compiler drops a call
 * to nothing, so loops run at full speed; changing the target makes the virtual machine throw away what it compiled.
 */
public final class CellInterrupt {
    private static final MethodHandle NOTHING = MethodHandles.empty(MethodType.methodType(void.class));
    private static final MutableCallSite CHECK = new MutableCallSite(NOTHING);

    private static volatile Thread cellThread;

    private CellInterrupt() {}

    /**
     * Thrown out of the cell's code. An {@code Error}, so that {@code catch (Exception e)} in a cell does not swallow
     * it.
     */
    @SuppressWarnings("serial")
    static final class CellInterrupted extends Error {
        CellInterrupted() {
            super("interrupted");
        }
    }

    /** Links the calls that {@link LoopChecks} inserts. */
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
        return CHECK;
    }

    static synchronized void request(Thread target) {
        cellThread = target;
        try {
            CHECK.setTarget(MethodHandles.lookup()
                    .findStatic(CellInterrupt.class, "stopHere", MethodType.methodType(void.class)));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        MutableCallSite.syncAll(new MutableCallSite[] {CHECK});
    }

    static synchronized void clear() {
        if (cellThread != null) {
            cellThread = null;
            CHECK.setTarget(NOTHING);
            MutableCallSite.syncAll(new MutableCallSite[] {CHECK});
        }
    }

    /** The target of the call sites while an interrupt is requested. Threads that earlier cells started go on. */
    private static void stopHere() {
        Thread current = Thread.currentThread();
        if (current == cellThread || cellThread != null && current instanceof ForkJoinWorkerThread) {
            throw new CellInterrupted();
        }
    }
}
