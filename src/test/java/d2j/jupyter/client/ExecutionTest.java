package d2j.jupyter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the messages of one execution come to, without a kernel. */
class ExecutionTest {

    private final Codec codec = new Codec("");
    private final Message request = message("execute_request", new JsonObject(), Map.of());
    private final List<String> heard = new ArrayList<>();
    private final Execution execution = new Execution(request, new OutputListener() {
        @Override
        public void stream(String name, String text) {
            heard.add(name + ":" + text);
        }

        @Override
        public void output(JsonObject output, String displayId) {
            heard.add(output.get("output_type").getAsString() + ":" + displayId);
        }
    });

    private Message message(String type, JsonObject parent, Object content) {
        return codec.message(List.of(), type, parent, content);
    }

    private void broadcast(String type, Object content) {
        execution.broadcast(message(type, request.header(), content));
    }

    private void reply(Map<String, ?> content) {
        execution.shell(message("execute_reply", request.header(), content));
    }

    @Test
    void itEndsWithTheReplyAndIdle() {
        reply(Map.of("status", "ok"));
        assertFalse(execution.done());
        broadcast("stream", Map.of("name", "stdout", "text", "late"));
        broadcast("status", Map.of("execution_state", "idle"));
        assertTrue(execution.done());
        assertEquals(Reply.of(Reply.Status.OK), execution.reply(null));
        assertEquals(List.of("stdout:late"), heard);
    }

    @Test
    void whatBelongsToAnotherRequestEndsNothing() {
        Message other = message("execute_request", new JsonObject(), Map.of());
        execution.shell(message("execute_reply", other.header(), Map.of("status", "ok")));
        reply(Map.of("status", "ok"));
        execution.broadcast(message("status", other.header(), Map.of("execution_state", "idle")));
        assertFalse(execution.done());
    }

    @Test
    void theErrorIsThatOfTheBroadcast() {
        broadcast("error", Map.of("ename", "E", "evalue", "why", "traceback", List.of("line")));
        reply(Map.of("status", "error"));
        Reply reply = execution.reply(null);
        assertEquals(new Reply(Reply.Status.ERROR, "E", "why", List.of("line"), true), reply);
        assertEquals(Reply.of(Reply.Status.TIMED_OUT), execution.reply(Reply.Status.TIMED_OUT));
        assertEquals(List.of("error:null"), heard);
    }

    @Test
    void aReplyThatWasTooLargeIsAnError() {
        execution.lost();
        Message later = message("kernel_info_request", new JsonObject(), Map.of());
        execution.endsWith(later);
        broadcast("status", Map.of("execution_state", "idle"));
        assertFalse(execution.done());
        execution.shell(message("kernel_info_reply", later.header(), Map.of()));
        assertTrue(execution.done());
        Reply reply = execution.reply(null);
        assertEquals(Reply.Status.ERROR, reply.status());
        assertTrue(reply.errorMessage().contains("too large"), reply.errorMessage());
        assertTrue(heard.get(0).startsWith("stderr:[an output of more than 64 MB"), heard.toString());
    }

    @Test
    void messagesWithoutTheirFieldsDoNoHarm() {
        for (String type : List.of(
                "status", "stream", "display_data", "execute_result", "update_display_data", "clear_output", "error")) {
            broadcast(type, Map.of());
        }
        reply(Map.of());
        assertEquals(Reply.Status.ERROR, execution.reply(null).status());
        assertEquals(List.of("stdout:", "display_data:null", "execute_result:null", "error:null"), heard);
    }
}
