package d2j.engine.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/**
 * A compiled oneDNN operation with its argument list. Building one costs milliseconds, running it microseconds beside
 * the arithmetic, so layers keep theirs and run them on ever new addresses.
 */
public final class Primitive implements NativeMemory {

    private final primitive primitive;
    private final dnnl_exec_arg_t arguments;
    private final memory[] memories;
    private final dnnl_memory[] handles;
    private final Floats address = Floats.at(0);
    private boolean alone;
    private boolean closed;

    /**
     * @param primitive what to run
     * @param roles     oneDNN's argument identifiers, such as {@code DNNL_ARG_SRC}
     * @param layouts   the memory layout of each argument, in the same order
     */
    Primitive(primitive primitive, int[] roles, memory.desc... layouts) {
        this.primitive = primitive;
        arguments = new dnnl_exec_arg_t(roles.length);
        memories = new memory[roles.length];
        handles = new dnnl_memory[roles.length];
        for (int i = 0; i < roles.length; i++) {
            memories[i] = new memory(layouts[i], OneDnn.engine(), null);
            handles[i] = memories[i].get();
            dnnl_exec_arg_t argument = arguments.getPointer(i);
            argument.arg(roles[i]);
            argument.memory(handles[i]);
        }
    }

    /** Has it run in the calling thread alone if it is small, being of so many elements. */
    Primitive ofLength(long length) {
        alone = Threads.isSmall(length);
        return this;
    }

    /**
     * Runs to the end.
     *
     * @param addresses one address per argument, in the order in which they were declared
     * @throws IllegalStateException if oneDNN reports an error
     */
    public synchronized void run(long... addresses) {
        if (closed) {
            throw new IllegalStateException("the primitive was closed");
        }
        for (int i = 0; i < addresses.length; i++) {
            check(dnnl.dnnl_memory_set_data_handle(handles[i], address.aim(addresses[i])));
        }
        int threads = alone ? Threads.alone() : 1;
        int status = execute();
        Threads.share(threads);
        check(status);
    }

    private int execute() {
        return dnnl.dnnl_primitive_execute(primitive.get(), OneDnn.stream().get(), handles.length, arguments);
    }

    @Override
    public synchronized void close() {
        primitive.deallocate();
        arguments.deallocate();
        for (memory part : memories) {
            part.deallocate();
        }
        closed = true;
    }

    private static void check(int status) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN reports status " + status);
        }
    }
}
