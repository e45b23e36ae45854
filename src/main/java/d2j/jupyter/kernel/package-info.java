/**
 * The Jupyter kernel {@code d2j-java}: {@link d2j.jupyter.kernel.KernelMain} runs the cells of one notebook in one
 * process.
 *
 * <h2>Why not the main class of rapaio-jupyter-kernel</h2>
 *
 * <p>{@code io.github.padreati:rapaio-jupyter-kernel:3.0.1} is a complete kernel, and its display types are supported
 * here, but its transport and its evaluation do not serve a course. Measured on two cores, 8 to 10% of its starts
 * hang ({@code LoopThread.start} starts the thread before it sets {@code running}), and 5% lose an early request,
 * because sockets are bound before their handlers are registered. One message id is shared by the shell and the
 * control thread, so that an interrupt gives later output the wrong parent; the reply to an interrupt goes out on the
 * wrong socket; cells that are queued behind a failing one still run. Its {@code JavaEngine} makes its own {@code
 * RapaioExecutionControl}, which can only interrupt a cell that blocks, shows the value of {@code var x = ...;}, and
 * drops the causes of exceptions. None of these places can be overridden: the classes are created inside final
 * fields, static fields or private methods.
 *
 * <h2>How this one is built</h2>
 *
 * <p>Each ZeroMQ socket is used by exactly one thread. {@link d2j.jupyter.kernel.RouterChannel} receives on the shell
 * and the control channel; {@link d2j.jupyter.kernel.Kernel} answers there, with the header of the request passed
 * along; {@link d2j.jupyter.kernel.Publisher} has a queue, to which any thread may add, and sends to all clients what
 * it takes from it. Everything that answers exists before a socket is bound. {@link d2j.jupyter.kernel.JavaShell} is
 * a thin layer on the JDK's JShell, which runs a cell's code on {@link d2j.jupyter.kernel.CellThread}.
 */
package d2j.jupyter.kernel;
