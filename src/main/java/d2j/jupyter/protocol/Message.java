package d2j.jupyter.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * A message of the Jupyter protocol.
 *
 * @param identities routing frames of the client that sent it, to which the reply goes
 */
public record Message(
        List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {

    /** The message's own identity, to which replies refer; empty if it has none. */
    public String id() {
        return text(header, "msg_id", "");
    }

    /** Such as "execute_request"; empty if the header does not tell. */
    public String type() {
        return text(header, "msg_type", "");
    }

    /** Whether this is a reply to a request, or was published on its account. */
    public boolean answers(Message request) {
        return !request.id().isEmpty() && text(parent, "msg_id", "").equals(request.id());
    }

    /** A text of the content; empty if it is not there. */
    public String text(String name) {
        return text(content, name, "");
    }

    /** A truth value of the content. */
    public boolean flag(String name, boolean otherwise) {
        JsonElement value = content.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsBoolean();
    }

    /** A number of the content. */
    public int number(String name, int otherwise) {
        JsonElement value = content.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsInt();
    }

    private static String text(JsonObject object, String name, String otherwise) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsString();
    }
}
