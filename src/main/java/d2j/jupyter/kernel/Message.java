package d2j.jupyter.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * A message of the Jupyter protocol.
 *
 * @param identities routing frames of the client that sent it, to which the reply goes
 */
record Message(List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {

    String type() {
        return text(header, "msg_type", "");
    }

    String text(String name) {
        return text(content, name, "");
    }

    boolean flag(String name, boolean otherwise) {
        JsonElement value = content.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsBoolean();
    }

    int number(String name, int otherwise) {
        JsonElement value = content.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsInt();
    }

    private static String text(JsonObject object, String name, String otherwise) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsString();
    }
}
