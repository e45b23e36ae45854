package d2j.jupyter.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Turns messages into frames and back, signed with the key of the connection (protocol version 5.3). */
final class Codec {
    static final String PROTOCOL_VERSION = "5.3";

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
    Codec(String key) {
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

    /**
     * @param content a {@link JsonObject}, or maps and lists that are written as JSON
     */
    synchronized List<byte[]> encode(List<byte[]> identities, String type, JsonObject parent, Object content) {
        Map<String, String> header = Map.of(
                "msg_id", UUID.randomUUID().toString(),
                "session", session,
                "username", user,
                "date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
                "msg_type", type,
                "version", PROTOCOL_VERSION);
        List<byte[]> parts = List.of(json(header), json(parent), json(Map.of()), json(content));
        List<byte[]> frames = new ArrayList<>(identities);
        frames.add(DELIMITER);
        frames.add(sign(parts));
        frames.addAll(parts);
        return frames;
    }

    /**
     * @throws IllegalArgumentException if the frames are no message, or the signature is wrong
     */
    synchronized Message decode(List<byte[]> frames) {
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
        List<JsonObject> objects = parts.stream()
                .map(part -> GSON.fromJson(new String(part, StandardCharsets.UTF_8), JsonObject.class))
                .toList();
        List<byte[]> identities = List.copyOf(frames.subList(0, delimiter));
        return new Message(identities, objects.get(0), objects.get(1), objects.get(2), objects.get(3));
    }

    private byte[] sign(List<byte[]> parts) {
        if (!signed) {
            return new byte[0];
        }
        parts.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] json(Object value) {
        return GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
    }
}
