package d2j.notebook;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One message of the Jupyter protocol (version 5.3): frames on the wire, signed with HMAC-SHA256.
 *
 * <p>Source: "Messaging in Jupyter", section "The wire protocol".
 */
record KernelMessage(JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

    static KernelMessage request(String type, JsonObject content, String session) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", session);
        header.addProperty("username", "d2j");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", "5.3");
        return new KernelMessage(header, new JsonObject(), new JsonObject(), content);
    }

    String id() {
        return header.get("msg_id").getAsString();
    }

    String type() {
        return header.get("msg_type").getAsString();
    }

    boolean answers(KernelMessage request) {
        return parent.has("msg_id") && parent.get("msg_id").getAsString().equals(request.id());
    }

    List<byte[]> frames(String key) {
        List<byte[]> parts = List.of(bytes(header), bytes(parent), bytes(metadata), bytes(content));
        List<byte[]> frames = new ArrayList<>();
        frames.add(DELIMITER);
        frames.add(signature(key, parts).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(parts);
        return frames;
    }

    /** Null if the frames are not a message or are not signed with the key. */
    static KernelMessage parse(List<byte[]> frames, String key) {
        int start = 0;
        while (start < frames.size() && !MessageDigest.isEqual(frames.get(start), DELIMITER)) {
            start++;
        }
        if (frames.size() < start + 6) {
            return null;
        }
        List<byte[]> parts = frames.subList(start + 2, start + 6);
        byte[] expected = signature(key, parts).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, frames.get(start + 1))) {
            return null;
        }
        return new KernelMessage(
                object(parts.get(0)), object(parts.get(1)), object(parts.get(2)), object(parts.get(3)));
    }

    private static byte[] bytes(JsonObject object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject object(byte[] bytes) {
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static String signature(String key, List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
