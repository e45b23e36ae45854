package d2j.jupyter.protocol;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Where the front end expects the kernel: the JSON file that it writes before it starts the process.
 *
 * @param key the secret with which both sides sign their messages; empty if they do not
 */
public record ConnectionFile(
        String transport,
        String ip,
        int shellPort,
        int controlPort,
        int iopubPort,
        int stdinPort,
        int heartbeatPort,
        String key) {

    /** The environment variable in which d2j's client tells a kernel the number of its own process. */
    public static final String CLIENT_VARIABLE = "D2J_CLIENT_PID";

    private static final String TRANSPORT = "tcp";
    private static final String SCHEME = "hmac-sha256";

    /** A connection over TCP. */
    public ConnectionFile(
            String ip, int shellPort, int controlPort, int iopubPort, int stdinPort, int heartbeatPort, String key) {
        this(TRANSPORT, ip, shellPort, controlPort, iopubPort, stdinPort, heartbeatPort, key);
    }

    /** A connection to this machine on ports that are free now, with a new key. */
    public static ConnectionFile onFreePorts() throws IOException {
        int[] ports = LocalPorts.free(5);
        return new ConnectionFile(
                LocalPorts.HOST,
                ports[0],
                ports[1],
                ports[2],
                ports[3],
                ports[4],
                UUID.randomUUID().toString());
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read, or asks for what is not supported
     */
    public static ConnectionFile read(Path file) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        String transport = json.get("transport").getAsString();
        if (!transport.equals(TRANSPORT)) {
            throw new IOException("transport " + transport + " is not supported, only tcp is");
        }
        String scheme =
                json.has("signature_scheme") ? json.get("signature_scheme").getAsString() : SCHEME;
        if (!scheme.equals(SCHEME)) {
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

    /**
     * Writes the connection to a temporary file that only its owner can read, because it holds the key.
     *
     * @param kernelName the kernel's name, for those who look at the file
     */
    public Path writeTemporary(String kernelName) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("transport", transport);
        json.addProperty("ip", ip);
        json.addProperty("shell_port", shellPort);
        json.addProperty("iopub_port", iopubPort);
        json.addProperty("stdin_port", stdinPort);
        json.addProperty("control_port", controlPort);
        json.addProperty("hb_port", heartbeatPort);
        json.addProperty("signature_scheme", SCHEME);
        json.addProperty("key", key);
        json.addProperty("kernel_name", kernelName);
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Files.writeString(Files.createTempFile("d2j-kernel-", ".json", ownerOnly), json.toString());
    }

    /** All five. */
    public int[] ports() {
        return new int[] {shellPort, controlPort, iopubPort, stdinPort, heartbeatPort};
    }

    /** The address of a port, as ZeroMQ writes it. */
    public String address(int port) {
        return transport + "://" + ip + ":" + port;
    }
}
