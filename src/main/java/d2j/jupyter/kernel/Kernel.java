package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import d2j.jupyter.display.Frontend;
import d2j.jupyter.display.MimeBundle;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.Message;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQException;

/**
 * Answers requests. Those of the shell channel run one after the other on one thread; those of the control channel on
 * another, so that they are heard while a cell runs. The header of a request travels with it as a parameter; nothing
 * but the output of the running cell depends on which request is current.
 */
final class Kernel implements Frontend {
    /** How long requests that were sent together with a failing cell may take to arrive. */
    private static final int ABORT_MILLIS = 30;

    private static final String TOO_DEEP =
            "Java's compiler failed on this cell, as it does when an expression nests thousands deep; cut the code into"
                    + " smaller parts";

    private static final int REPLY_MILLIS = 5000;

    private final Publisher publisher;
    private final CellStreams streams;
    private final CellThread thread;
    private final Future<JavaShell> shell;
    private final Runnable shutdown;
    private final AtomicInteger answering = new AtomicInteger();
    private int executionCount;

    Kernel(Publisher publisher, CellStreams streams, CellThread thread, Future<JavaShell> shell, Runnable shutdown) {
        this.publisher = publisher;
        this.streams = streams;
        this.thread = thread;
        this.shell = shell;
        this.shutdown = shutdown;
    }

    /** Serves a channel until the kernel shuts down. */
    void serve(RouterChannel channel) {
        ArrayDeque<Message> queued = new ArrayDeque<>();
        boolean aborting = false;
        try (channel) {
            while (true) {
                if (queued.isEmpty()) {
                    aborting = false;
                    queued.add(channel.receive(-1));
                }
                Message request = queued.poll();
                answering.incrementAndGet();
                publisher.publish("status", request.header(), Map.of("execution_state", "busy"));
                try {
                    if (aborting && request.type().equals("execute_request")) {
                        channel.reply(request, Map.of("status", "aborted", "execution_count", executionCount));
                    } else {
                        Map<String, Object> reply = answer(request);
                        if ("error".equals(reply.get("status"))
                                && request.type().equals("execute_request")
                                && request.flag("stop_on_error", true)) {
                            // Before the reply goes out, because what a client sends after it must run.
                            aborting = true;
                            Message next = channel.receive(ABORT_MILLIS);
                            while (next != null) {
                                queued.add(next);
                                next = channel.receive(0);
                            }
                        }
                        if (!reply.isEmpty()) {
                            channel.reply(request, reply);
                        }
                    }
                } catch (ZMQException e) {
                    throw e;
                } catch (Throwable e) {
                    // Whatever it is, the next request will be answered.
                    LoggerFactory.getLogger(Kernel.class).error("{} failed", request.type(), e);
                    channel.reply(request, error(ErrorReport.failed(request.type() + " failed in the kernel", e)));
                } finally {
                    publisher.publish("status", request.header(), Map.of("execution_state", "idle"));
                    answering.decrementAndGet();
                }
                if (request.type().equals("shutdown_request")) {
                    shutdown.run();
                }
            }
        } catch (ZMQException e) {
            // The context was closed: the kernel shuts down.
            return;
        }
    }

    private Map<String, Object> answer(Message request) {
        return switch (request.type()) {
            case "kernel_info_request" -> info();
            case "execute_request" -> execute(request);
            case "complete_request" -> complete(request);
            case "inspect_request" -> inspect(request);
            case "is_complete_request" -> isComplete(request);
            case "history_request" -> Map.of("status", "ok", "history", List.of());
            case "comm_info_request" -> Map.of("status", "ok", "comms", Map.of());
            case "comm_open" -> {
                Map<String, Object> refusal = Map.of("comm_id", request.text("comm_id"), "data", Map.of());
                publisher.publish("comm_close", request.header(), refusal);
                yield Map.of();
            }
            case "interrupt_request" -> {
                interrupt();
                yield Map.of("status", "ok");
            }
            case "shutdown_request" -> Map.of("status", "ok", "restart", request.flag("restart", false));
            default -> {
                LoggerFactory.getLogger(Kernel.class).info("Request of unknown type ignored: {}", request.type());
                yield Map.of();
            }
        };
    }

    /** Answers the running cell, if there is one, because Java ends; returns when the answer is on its way. */
    void ended(Throwable reason) throws InterruptedException {
        JsonObject parent = streams.parent();
        if (!streams.running()) {
            if (parent != null) {
                publisher.print("stderr", parent, reason.getMessage() + "\n");
            }
            return;
        }
        thread.abandon(reason);
        for (int waited = 0; answering.get() > 0 && waited < REPLY_MILLIS; waited += 10) {
            Thread.sleep(10);
        }
    }

    /** Interrupts the running cell; any thread may call it. */
    void interrupt() {
        JsonObject parent = streams.parent();
        thread.interrupt(text -> {
            if (parent != null) {
                publisher.print("stderr", parent, text);
            }
        });
    }

    private JavaShell shell() {
        try {
            return shell.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Java's shell was starting", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException("Java's shell did not start", e.getCause());
        }
    }

    private static Map<String, Object> info() {
        String version = Runtime.version().toString();
        Map<String, Object> language = Map.of(
                "name", "java",
                "version", version,
                "mimetype", "text/x-java",
                "file_extension", ".java",
                "pygments_lexer", "java",
                "codemirror_mode", "text/x-java");
        return Map.of(
                "status",
                "ok",
                "protocol_version",
                Codec.PROTOCOL_VERSION,
                "implementation",
                "d2j",
                "implementation_version",
                "0.1",
                "language_info",
                language,
                "banner",
                "d2j: Java " + version + ", " + System.getProperty("java.vm.name"),
                "help_links",
                List.of(
                        Map.of("text", "ND4J", "url", "https://deeplearning4j.konduit.ai/nd4j/tutorials"),
                        Map.of("text", "Java", "url", "https://docs.oracle.com/en/java/javase/17/docs/api/")));
    }

    private Map<String, Object> execute(Message request) {
        String code = request.text("code");
        boolean silent = request.flag("silent", false);
        if (!silent && request.flag("store_history", true)) {
            executionCount++;
        }
        int count = executionCount;
        if (!silent) {
            publisher.publish("execute_input", request.header(), Map.of("code", code, "execution_count", count));
        }
        streams.begin(request);
        thread.beginCell();
        try {
            MimeBundle result =
                    shell().evaluate(code, count, notice -> publisher.print("stderr", request.header(), notice));
            streams.end();
            if (result != null && !silent) {
                Map<String, Object> content = new LinkedHashMap<>();
                content.put("execution_count", count);
                content.put("data", result.data());
                content.put("metadata", result.metadata());
                publisher.publish("execute_result", request.header(), content);
            }
            return Map.of("status", "ok", "execution_count", count, "user_expressions", Map.of(), "payload", List.of());
        } catch (Throwable thrown) {
            streams.end();
            CellFailure failure = failure(thrown);
            Map<String, Object> error = error(failure);
            if (!silent) {
                publisher.publish("error", request.header(), error);
            }
            Map<String, Object> reply = new LinkedHashMap<>(error);
            reply.put("execution_count", count);
            return reply;
        } finally {
            thread.endCell();
            streams.end();
        }
    }

    private CellFailure failure(Throwable thrown) {
        if (thrown instanceof CellFailure failure) {
            return streams.inputRefused() ? failure.with(StandardInput.NO_INPUT) : failure;
        }
        if (thread.interrupted()) {
            return ErrorReport.interrupted();
        }
        LoggerFactory.getLogger(Kernel.class).error("a cell could not be compiled", thrown);
        return thrown instanceof StackOverflowError || thrown instanceof CellCompiler.CompilerFailed
                ? new CellFailure("CompileError", TOO_DEEP, List.of("Compile error: " + TOO_DEEP))
                : ErrorReport.failed("The cell could not be compiled", thrown);
    }

    private static Map<String, Object> error(CellFailure failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("status", "error");
        error.put("ename", failure.name());
        error.put("evalue", failure.getMessage());
        error.put("traceback", failure.traceback());
        return error;
    }

    private Map<String, Object> complete(Message request) {
        String code = request.text("code");
        int cursor = position(code, request.number("cursor_pos", code.length()));
        LanguageServices.Completions found = shell().services().complete(code, cursor);
        return Map.of(
                "status", "ok",
                "matches", found.matches(),
                "cursor_start", code.codePointCount(0, found.start()),
                "cursor_end", code.codePointCount(0, cursor),
                "metadata", Map.of());
    }

    private Map<String, Object> inspect(Message request) {
        String code = request.text("code");
        List<Documentation> found =
                shell().services().inspect(code, position(code, request.number("cursor_pos", code.length())));
        MimeBundle shown = InspectionView.of(found);
        return Map.of("status", "ok", "found", !found.isEmpty(), "data", shown.data(), "metadata", Map.of());
    }

    private Map<String, Object> isComplete(Message request) {
        String status = shell().completeness(request.text("code"));
        return status.equals("incomplete") ? Map.of("status", status, "indent", "") : Map.of("status", status);
    }

    /** The protocol counts Unicode characters, Java counts UTF-16 units. */
    private static int position(String code, int characters) {
        return code.offsetByCodePoints(0, Math.max(0, Math.min(characters, code.codePointCount(0, code.length()))));
    }

    @Override
    public void display(String displayId, MimeBundle bundle) {
        show("display_data", displayId, bundle);
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        show("update_display_data", displayId, bundle);
    }

    private void show(String type, String displayId, MimeBundle bundle) {
        JsonObject parent = streams.parent();
        if (parent != null) {
            System.out.flush();
            System.err.flush();
            publisher.publish(
                    type,
                    parent,
                    Map.of(
                            "data", bundle.data(),
                            "metadata", bundle.metadata(),
                            "transient", Map.of("display_id", displayId)));
        }
    }
}
