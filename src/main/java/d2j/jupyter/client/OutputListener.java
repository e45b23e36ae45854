package d2j.jupyter.client;

import com.google.gson.JsonObject;

/** What a kernel sends while it executes code, in the form of notebook outputs. */
public interface OutputListener {

    /** Text on "stdout" or "stderr". */
    default void stream(String name, String text) {}

    /**
     * An output of type display_data, execute_result or error, as nbformat 4 writes it.
     *
     * @param displayId the identity under which it may be updated later; null if it has none
     */
    default void output(JsonObject output, String displayId) {}

    /** New content for every output that was displayed under this identity. */
    default void update(String displayId, JsonObject data, JsonObject metadata) {}

    /**
     * Removes the outputs so far.
     *
     * @param wait only when the next output comes
     */
    default void clear(boolean wait) {}
}
