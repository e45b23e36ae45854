package d2j.jupyter.kernel;

import d2j.engine.Engine;
import d2j.jupyter.display.Notebook;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.ConnectionFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import sun.misc.Signal;

/** The Jupyter kernel's process: {@code KernelMain CONNECTION_FILE}. */
public final class KernelMain {
    private static final long COMPILER_STACK_BYTES = 32L << 20;

    private KernelMain() {}

    /**
     * Runs the kernel until a client asks it to shut down.
     *
     * @param arguments the connection file that the front end wrote
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: KernelMain CONNECTION_FILE (Jupyter calls it; ./d2j lab starts Jupyter)");
            System.exit(2);
        }
        try {
            run(ConnectionFile.read(Path.of(arguments[0])));
        } catch (Exception e) {
            System.err.println("The kernel could not start: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
        // Something that the notebook started may refuse to end.
        start("end", () -> {
            try {
                TimeUnit.SECONDS.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        });
        System.exit(0);
    }

    private static void run(ConnectionFile connection) throws Exception {
        // Starting the compiler takes longer than all else, so it begins first; requests wait for it only if they
        // need it.
        CellThread thread = new CellThread(new CellLoader());
        FutureTask<JavaShell> shell = new FutureTask<>(() -> {
            JavaShell java = new JavaShell(thread);
            java.warmUp();
            return java;
        });
        start("start of the compiler", shell);
        // Nearly every notebook computes; the engine is made ready while the compiler starts.
        start("engine", Engine::prepare);

        ZMQ.Context context = ZMQ.context(1);
        Codec codec = new Codec(connection.key());
        Publisher publisher = new Publisher(context, connection.address(connection.iopubPort()), codec);
        StandardInput input =
                new StandardInput(new RouterChannel(context, connection.address(connection.stdinPort()), codec));
        RouterChannel control = new RouterChannel(context, connection.address(connection.controlPort()), codec);
        RouterChannel requests = new RouterChannel(context, connection.address(connection.shellPort()), codec);
        ZMQ.Socket heartbeat = context.socket(SocketType.REP);
        heartbeat.setLinger(0);
        if (!heartbeat.bind(connection.address(connection.heartbeatPort()))) {
            throw new ZMQException("the heartbeat port is taken", heartbeat.errno());
        }

        // Everything is in place before the first request is read; those that came earlier wait in their sockets.
        CellStreams streams = new CellStreams(publisher, input);
        CountDownLatch end = new CountDownLatch(1);
        Kernel kernel = new Kernel(publisher, streams, thread, shell, end::countDown);
        // The default handler of java.util.logging would print into whatever cell is running.
        LogManager.getLogManager().reset();
        streams.install();
        Notebook.connect(kernel);
        Signal.handle(new Signal("INT"), signal -> kernel.interrupt());
        endWithParent(end);
        Thread publishing = start("iopub", publisher);
        Thread asking = start("stdin", input);
        start("heartbeat", () -> echo(heartbeat));
        start("control", () -> kernel.serve(control));
        // The compiler recurses as deep as an expression nests.
        Thread serving = new Thread(null, () -> kernel.serve(requests), "shell", COMPILER_STACK_BYTES);
        serving.setDaemon(true);
        serving.start();
        Thread.setDefaultUncaughtExceptionHandler((where, exception) -> uncaught(where, exception, shell));

        AtomicBoolean orderly = new AtomicBoolean();
        Callable<Void> close = () -> {
            publisher.close();
            publishing.join(1000);
            asking.interrupt();
            // Closing the context ends the threads that wait for requests, and sends what is still in the sockets; a
            // cell that is running has no say.
            Thread closing = start("close", context::close);
            closing.join(streams.running() ? 200 : 2000);
            return null;
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (orderly.get()) {
                return;
            }
            try {
                kernel.ended(CellExit.reason());
                close.call();
            } catch (Exception e) {
                LoggerFactory.getLogger(KernelMain.class).error("the end of the kernel could not be told", e);
            }
        }));
        end.await();
        orderly.set(true);
        close.call();
    }

    /** Shows what a thread of a cell ended with; the kernel goes on. */
    private static void uncaught(Thread where, Throwable exception, FutureTask<JavaShell> shell) {
        try {
            if (CellThread.startedByCell() && shell.isDone()) {
                System.err.println(shell.get().describeUncaught(where, exception));
            } else {
                LoggerFactory.getLogger(KernelMain.class).error("thread {} ended", where.getName(), exception);
            }
        } catch (Throwable e) {
            // There is nobody left to tell.
            return;
        }
    }

    private static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void echo(ZMQ.Socket heartbeat) {
        try (heartbeat) {
            for (byte[] beat = heartbeat.recv(); beat != null; beat = heartbeat.recv()) {
                heartbeat.send(beat);
            }
        } catch (ZMQException e) {
            // The context was closed: the kernel shuts down.
            return;
        }
    }

    /** A notebook server that was killed cannot ask its kernels to end. */
    /**
     * Ends the kernel when the process is gone that started it. Jupyter names that process in a variable, whose number
     * may mean nothing here if Jupyter runs in another container; d2j's own client names itself in a second one, which
     * is to be believed: if that process is not there, it was killed before this one looked.
     */
    private static void endWithParent(CountDownLatch end) {
        Optional<Long> client = processNumber(ConnectionFile.CLIENT_VARIABLE);
        if (client.isPresent() && ProcessHandle.of(client.get()).isEmpty()) {
            end.countDown();
        }
        client.or(() -> processNumber("JPY_PARENT_PID"))
                .flatMap(ProcessHandle::of)
                .ifPresent(parent -> parent.onExit().thenRun(end::countDown));
    }

    private static Optional<Long> processNumber(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(text -> text.matches("[1-9][0-9]{0,17}"))
                .map(Long::valueOf);
    }
}
