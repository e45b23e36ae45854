package d2j.jupyter.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns messages into frames and back, signed with HMAC-SHA256 and the key of the connection.
 *
 * <p>Source: "Messaging in Jupyter" (version 5.3), section "The wire protocol".
 */
public final class Codec {
    /** The version of the protocol, as headers and the kernel's own information name it. */
    public static final String PROTOCOL_VERSION = "5.3";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final String session = UUID.randomUUID().toString();
    private final String user = System.getProperty("user.name", "kernel");
    private final boolean signed;
    private final Mac mac;

    /**
     * @param key the shared secret; messages are neither signed nor checked if it is empty
     */
    public Codec(String key) {
        signed = !key.isEmpty();
        try {
            mac = Mac.getInstance("HmacSHA256");
            if (signed) {
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    /** The identity of this side of the connection, which the header of each of its messages carries. */
    public String session() {
        return session;
    }

    /**
     * A new message.
     *
     * @param identities where it goes; empty in a client
     * @param parent     the header of the message that it answers; empty if it answers none
     * @param content    a {@link JsonObject}, or maps and lists that are written as JSON
     */
    public Message message(List<byte[]> identities, String type, JsonObject parent, Object content) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", session);
        header.addProperty("username", user);
        header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL_VERSION);
        return new Message(
                identities,
                header,
                parent,
                new JsonObject(),
                GSON.toJsonTree(content).getAsJsonObject());
    }

    /** The frames of a message. */
    public List<byte[]> encode(Message message) {
        List<byte[]> parts = List.of(
                json(message.header()), json(message.parent()), json(message.metadata()), json(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(sign(parts));
        frames.addAll(parts);
        return frames;
    }

    /** The frames of a new message, see {@link #message}. */
    public List<byte[]> encode(List<byte[]> identities, String type, JsonObject parent, Object content) {
        return encode(message(identities, type, parent, content));
    }

    /**
     * The message that the frames are.
     *
     * @throws IllegalArgumentException if the frames are no message, or the signature is wrong
     */
    public Message decode(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !MessageDigest.isEqual(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (frames.size() < delimiter + 6) {
            throw new IllegalArgumentException("a message of " + frames.size() + " frames is incomplete");
        }
        List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 6);
        if (!MessageDigest.isEqual(frames.get(delimiter + 1), sign(parts))) {
            throw new IllegalArgumentException("the signature of a message is wrong");
        }
        List<JsonObject> objects = parts.stream().map(Codec::object).toList();
        List<byte[]> identities = List.copyOf(frames.subList(0, delimiter));
        return new Message(identities, objects.get(0), objects.get(1), objects.get(2), objects.get(3));
    }

    private static JsonObject object(byte[] part) {
        try {
            JsonObject object = GSON.fromJson(new String(part, StandardCharsets.UTF_8), JsonObject.class);
            if (object != null) {
                return object;
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("a part of a message is not a JSON object", e);
        }
        throw new IllegalArgumentException("a part of a message is empty");
    }

    private synchronized byte[] sign(List<byte[]> parts) {
        if (!signed) {
            return new byte[0];
        }
        parts.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] json(JsonObject value) {
        return GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
    }
}
