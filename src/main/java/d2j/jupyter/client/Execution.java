package d2j.jupyter.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows one execution to its end: the reply on the shell channel and "idle" on the broadcast channel. */
final class Execution implements Channels.Receiver {

    private static final long IDLE_PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private static final String TOO_LARGE =
            "[an output of more than " + (Channels.LARGEST_MESSAGE >> 20) + " MB could not be taken over]\n";

    private final Message request;
    private final OutputListener outputs;
    private JsonObject reply;
    private Message probe;
    private long lastMessage;
    private boolean over;
    private boolean idle;
    private boolean lost;
    private JsonObject error;

    Execution(Message request, OutputListener outputs) {
        this.request = request;
        this.outputs = outputs;
    }

    /**
     * A kernel that has replied but does not say that it is idle is not waited for when it has said nothing for long;
     * what it printed may still be on its way.
     */
    boolean done() {
        return over || reply != null && (idle || System.nanoTime() - lastMessage > IDLE_PATIENCE);
    }

    /** A request that the kernel answers after this execution, for when its reply may be lost. */
    void endsWith(Message laterRequest) {
        probe = laterRequest;
    }

    boolean isProbed() {
        return probe != null;
    }

    @Override
    public void shell(Message message) {
        if (message.answers(request) && message.type().equals("execute_reply")) {
            reply = message.content();
        } else {
            over |= probe != null && message.answers(probe);
        }
        lastMessage = System.nanoTime();
    }

    @Override
    public void broadcast(Message message) {
        JsonObject content = message.content();
        lastMessage = System.nanoTime();
        // A thread that a cell left behind may print under an older cell's name: that belongs here as well.
        switch (message.type()) {
            case "status" ->
                idle |= message.answers(request)
                        && string(content, "execution_state", "").equals("idle");
            case "stream" -> outputs.stream(string(content, "name", "stdout"), string(content, "text", ""));
            case "display_data", "execute_result" -> outputs.output(output(message), displayId(content));
            case "update_display_data" ->
                outputs.update(displayId(content), object(content, "data"), object(content, "metadata"));
            case "clear_output" -> outputs.clear(message.flag("wait", false));
            case "error" -> {
                error = content;
                outputs.output(output(message), null);
            }
            default -> {}
        }
    }

    @Override
    public void lost() {
        lost = true;
    }

    boolean lostSomething() {
        return lost;
    }

    /**
     * What came of it, once {@link #done()}.
     *
     * @param interrupted why the client interrupted the execution; null if it did not
     */
    Reply reply(Reply.Status interrupted) {
        if (lost) {
            outputs.stream("stderr", TOO_LARGE);
        }
        if (reply == null) {
            return interrupted != null
                    ? Reply.of(interrupted)
                    : new Reply(
                            Reply.Status.ERROR,
                            "Error",
                            "the kernel's reply is lost: it was too large",
                            List.of(),
                            true);
        }
        String status = string(reply, "status", "ok");
        if (interrupted != null && !status.equals("ok")) {
            return Reply.of(interrupted);
        }
        if (status.equals("ok") && error == null) {
            return Reply.of(interrupted == Reply.Status.TIMED_OUT ? interrupted : Reply.Status.OK);
        }
        if (status.equals("aborted") && error == null) {
            return Reply.of(Reply.Status.ABORTED);
        }
        JsonObject source = error != null ? error : reply;
        List<String> traceback = new ArrayList<>();
        if (source.get("traceback") instanceof JsonArray lines) {
            for (JsonElement line : lines) {
                traceback.add(line.getAsString());
            }
        }
        return new Reply(
                Reply.Status.ERROR, string(source, "ename", "Error"), string(source, "evalue", ""), traceback, true);
    }

    private static JsonObject output(Message message) {
        JsonObject content = message.content();
        JsonObject output = new JsonObject();
        output.addProperty("output_type", message.type());
        if (message.type().equals("error")) {
            output.addProperty("ename", string(content, "ename", "Error"));
            output.addProperty("evalue", string(content, "evalue", ""));
            output.add("traceback", content.get("traceback") instanceof JsonArray lines ? lines : new JsonArray());
            return output;
        }
        output.add("data", object(content, "data"));
        output.add("metadata", object(content, "metadata"));
        if (message.type().equals("execute_result")) {
            output.add("execution_count", content.get("execution_count"));
        }
        return output;
    }

    private static String displayId(JsonObject content) {
        return string(object(content, "transient"), "display_id", null);
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private static String string(JsonObject parent, String name, String otherwise) {
        return parent.has(name) && parent.get(name).isJsonPrimitive()
                ? parent.get(name).getAsString()
                : otherwise;
    }
}
