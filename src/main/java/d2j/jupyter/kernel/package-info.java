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
 * it takes from it. Everything that answers exists before a socket is bound.
 *
 * <h2>How a cell is run</h2>
 *
 * <p>The language is that of the JDK's {@code jshell}, and JShell itself answers for completion and documentation
 * ({@link d2j.jupyter.kernel.LanguageServices}), but a cell is not cut into JShell's snippets, each of which is a
 * compilation of its own: then a sealed hierarchy or two methods of one name that call each other cannot be declared,
 * a declaration that others depend on empties their variables, an error thrown inside JShell is never answered, and a
 * cell costs twice the time. Here a cell is one class. {@link d2j.jupyter.kernel.CellCutter} finds its imports, types
 * and methods among its {@link d2j.jupyter.kernel.Tokens}; {@link d2j.jupyter.kernel.CellParser} has its statements
 * cut by the JDK's own parser ({@code com.sun.source}). {@link d2j.jupyter.kernel.UnitWriter} writes the class,
 * {@link d2j.jupyter.kernel.UnitCompilation} compiles it, {@link d2j.jupyter.kernel.UnitWeaver} makes it
 * interruptible, and {@link d2j.jupyter.kernel.JavaShell} runs it on {@link d2j.jupyter.kernel.CellThread}. All of a
 * cell is compiled before any of it runs.
 *
 * <p>What a cell declares again ({@link d2j.jupyter.kernel.Redeclaration}): a variable of the same type stays in its
 * field, so that code of earlier cells sees its new value; a type or method that reads as before stays as it is; of
 * others, all earlier types and methods that refer to them are compiled again in the same class. Variables keep their
 * values, but for those whose type is a new one, which are named in a notice. The field of a replaced variable is
 * emptied, so that its value can be freed.
 */
package d2j.jupyter.kernel;
