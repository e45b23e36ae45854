package d2j.jupyter.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all cells run: ND4J keeps workspaces and native state per thread, and a thread of its own
 * can be interrupted without harm to the compiler or the sockets.
 */
final class CellThread {
    /** How long the code of a library may take to notice an interrupt. */
    private static final long GRACE_MILLIS = 2000;

    private static final long AGAIN_MILLIS = 250;

    /** Set aside for the time when a cell has filled the memory, so that the next cell can be compiled and free it. */
    private static final int RESERVED_BYTES =
            (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 6);

    private static final boolean CAN_STOP = Runtime.version().feature() < 20;

    /** True in the cell thread and, by inheritance, in all threads that cells start. */
    private static final InheritableThreadLocal<Boolean> OF_A_CELL = new InheritableThreadLocal<>();

    private final Object lock = new Object();
    private final CellLoader loader;
    private final ExecutorService executor;
    private volatile CompletableFuture<?> waiting;
    private byte[] reserve;
    private Thread running;
    private long cells;
    private boolean inCell;
    private boolean interrupted;

    CellThread(CellLoader loader) {
        this.loader = loader;
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(
                    () -> {
                        OF_A_CELL.set(true);
                        task.run();
                    },
                    "cell");
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            return thread;
        });
    }

    static boolean startedByCell() {
        return OF_A_CELL.get() != null;
    }

    CellLoader loader() {
        return loader;
    }

    /** From now on an interrupt is meant for the cell that begins, even if its code still has to be compiled. */
    void beginCell() {
        synchronized (lock) {
            inCell = true;
            cells++;
            renewReserve();
        }
    }

    void endCell() {
        synchronized (lock) {
            inCell = false;
            interrupted = false;
            CellInterrupt.clear();
        }
    }

    /** Whether the cell was interrupted. */
    boolean interrupted() {
        synchronized (lock) {
            return interrupted;
        }
    }

    /**
     * Runs code of the user and waits for it.
     *
     * @throws Throwable what the code throws
     */
    <T> T call(Callable<T> code) throws Throwable {
        CompletableFuture<T> result = new CompletableFuture<>();
        waiting = result;
        executor.execute(() -> {
            T value = null;
            Throwable thrown = null;
            try {
                try {
                    begin();
                    value = code.call();
                } finally {
                    end();
                }
            } catch (Throwable e) {
                boolean full = e instanceof OutOfMemoryError || e.getCause() instanceof OutOfMemoryError;
                reserve = full ? null : reserve;
                thrown = e;
            }
            if (thrown == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(thrown);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } finally {
            waiting = null;
        }
    }

    /** Lets who waits for the code of a cell go on, because the code will not come to an end. */
    void abandon(Throwable reason) {
        CompletableFuture<?> result = waiting;
        if (result != null) {
            result.completeExceptionally(reason);
        }
    }

    /** Sets memory aside before the first cell, and again if a cell has used up what there was. */
    private void renewReserve() {
        Runtime memory = Runtime.getRuntime();
        if (reserve == null && memory.maxMemory() - memory.totalMemory() + memory.freeMemory() > 2L * RESERVED_BYTES) {
            reserve = new byte[RESERVED_BYTES];
        }
    }

    Object invoke(Method method) throws Throwable {
        try {
            return call(() -> method.invoke(null));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void begin() {
        synchronized (lock) {
            if (interrupted) {
                throw new CellInterrupt.CellInterrupted();
            }
            running = Thread.currentThread();
        }
    }

    private void end() {
        synchronized (lock) {
            running = null;
        }
        Thread.interrupted();
    }

    /**
     * Interrupts the running code. Returns at once; the code ends at its next loop, blocking call or call into a
     * cell. What does not react is stopped by force where Java can do that, and reported to the user where it cannot.
     *
     * @param tell takes messages to the user
     */
    void interrupt(Consumer<String> tell) {
        synchronized (lock) {
            if (!inCell || interrupted) {
                return;
            }
            interrupted = true;
            if (running == null) {
                return;
            }
            CellInterrupt.request(running);
            running.interrupt();
            long cell = cells;
            Thread watch = new Thread(() -> insist(cell, tell), "interrupt");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void insist(long cell, Consumer<String> tell) {
        try {
            for (long waited = 0; ; waited += AGAIN_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                synchronized (lock) {
                    if (running == null || cells != cell) {
                        return;
                    }
                    if (waited < GRACE_MILLIS || !CAN_STOP) {
                        // Again and again, because libraries catch InterruptedException and go on.
                        running.interrupt();
                    }
                    if (waited < GRACE_MILLIS && waited + AGAIN_MILLIS >= GRACE_MILLIS) {
                        if (CAN_STOP) {
                            // By reflection: the method is deprecated in this version, and gone from newer ones.
                            Thread.class.getMethod("stop").invoke(running);
                            return;
                        }
                        tell.accept("Interrupt: waiting for " + libraryCall() + " to return. Java "
                                + Runtime.version().feature() + " cannot stop it; if it takes too long, restart the"
                                + " kernel.\n");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException e) {
            LoggerFactory.getLogger(CellThread.class).warn("A cell could not be stopped", e);
        }
    }

    /** The method that the cell called and that does not return. */
    private String libraryCall() {
        String call = "native code";
        for (StackTraceElement frame : running.getStackTrace()) {
            if (frame.getClassName().startsWith(MemoryFiles.PACKAGE + ".")) {
                break;
            }
            call = frame.getClassName() + "." + frame.getMethodName();
        }
        return call;
    }
}
