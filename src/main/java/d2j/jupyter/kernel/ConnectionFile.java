package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the front end expects the kernel: the JSON file that it writes before it starts the process. */
record ConnectionFile(
        String transport,
        String ip,
        int shellPort,
        int controlPort,
        int iopubPort,
        int stdinPort,
        int heartbeatPort,
        String key) {

    static ConnectionFile read(Path file) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        String transport = json.get("transport").getAsString();
        if (!transport.equals("tcp")) {
            throw new IOException("transport " + transport + " is not supported, only tcp is");
        }
        String scheme =
                json.has("signature_scheme") ? json.get("signature_scheme").getAsString() : "hmac-sha256";
        if (!scheme.equals("hmac-sha256")) {
            throw new IOException("signature scheme " + scheme + " is not supported, only hmac-sha256 is");
        }
        return new ConnectionFile(
                transport,
                json.get("ip").getAsString(),
                json.get("shell_port").getAsInt(),
                json.get("control_port").getAsInt(),
                json.get("iopub_port").getAsInt(),
                json.get("stdin_port").getAsInt(),
                json.get("hb_port").getAsInt(),
                json.get("key").getAsString());
    }

    String address(int port) {
        return transport + "://" + ip + ":" + port;
    }
}
