package d2j.jupyter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import d2j.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The wire format: what one side encodes the other reads, and nothing else. */
class CodecTest {

    private final Codec codec = new Codec("a key");

    @Test
    void aMessageComesBackAsItWas() {
        Message request = codec.message(List.of(), "execute_request", new JsonObject(), Map.of("code", "1 + 1 // π"));
        byte[] client = "client".getBytes(StandardCharsets.US_ASCII);
        Message reply = new Codec("a key")
                .decode(codec.encode(List.of(client), "execute_reply", request.header(), Map.of("status", "ok")));
        assertTrue(reply.answers(request));
        assertEquals("execute_reply", reply.type());
        assertEquals("ok", reply.text("status"));
        assertEquals("client", new String(reply.identities().get(0), StandardCharsets.US_ASCII));
        assertEquals("1 + 1 // π", codec.decode(codec.encode(request)).text("code"));
        assertFalse(request.answers(reply));
        assertFalse(new Message(List.of(), new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject())
                .answers(new Message(
                        List.of(), new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject())));
    }

    @Test
    void theSignatureIsThatOfTheProtocol() {
        // HMAC-SHA256 of "{}{}{}{}" with the key "a key", computed with Python's hmac.
        JsonObject empty = new JsonObject();
        byte[] signature =
                codec.encode(new Message(List.of(), empty, empty, empty, empty)).get(1);
        assertEquals(
                "e2c27855d41353957c8555d30463a97e6a6ea497e6ebb3f7824503c3b64f2c0b",
                new String(signature, StandardCharsets.US_ASCII));
    }

    @Test
    void anotherKeyIsRefused() {
        List<byte[]> frames = new Codec("another").encode(List.of(), "x", new JsonObject(), Map.of());
        assertThrows(IllegalArgumentException.class, () -> codec.decode(frames));
    }

    @Test
    void damagedFramesAreRefusedOrRead() {
        Codec unsigned = new Codec("");
        List<byte[]> valid = unsigned.encode(List.of(), "execute_request", new JsonObject(), Map.of("code", "1"));
        Fuzz.run("wire format", damage -> {
            List<byte[]> frames = new ArrayList<>(valid);
            int place = damage.random().nextInt(frames.size());
            frames.set(place, damage.bytes(frames.get(place)));
            try {
                unsigned.decode(frames);
            } catch (IllegalArgumentException expected) {
                assertFalse(expected.getMessage().isBlank());
            }
        });
    }

    @Test
    void theConnectionFileIsReadAsItWasWritten() throws IOException {
        ConnectionFile written = new ConnectionFile("127.0.0.1", 1, 2, 3, 4, 5, "secret");
        Path file = written.writeTemporary("d2j-java");
        try {
            assertEquals(written, ConnectionFile.read(file));
            assertEquals("tcp://127.0.0.1:3", written.address(written.iopubPort()));
        } finally {
            Files.delete(file);
        }
    }
}
