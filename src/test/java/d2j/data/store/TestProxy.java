package d2j.data.store;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy on this machine that speaks HTTP or SOCKS5, and asks for a user and a password if it has them. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final boolean socks;
    private final String userAndPassword;
    /** Where it was asked to lead, as "host:port", or the whole first line if that is of HTTP. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    TestProxy(boolean socks, String userAndPassword) {
        this.socks = socks;
        this.userAndPassword = userAndPassword;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (socks) {
                socks(new DataInputStream(client.getInputStream()), client.getOutputStream());
            } else {
                http(client.getInputStream(), client.getOutputStream());
            }
        } catch (IOException e) {
            // Clients may hang up.
        }
    }

    private void socks(DataInputStream in, OutputStream out) throws IOException {
        in.readByte();
        in.readNBytes(in.readByte());
        out.write(new byte[] {5, (byte) (userAndPassword == null ? 0 : 2)});
        if (userAndPassword != null) {
            in.readByte();
            String user = text(in.readNBytes(in.readByte()));
            String password = text(in.readNBytes(in.readByte()));
            boolean right = userAndPassword.equals(user + ":" + password);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return;
            }
        }
        in.readNBytes(3);
        String host = in.readByte() == 3
                ? text(in.readNBytes(in.readByte()))
                : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        int port = in.readUnsignedShort();
        requests.add(host + ":" + port);
        try (Socket server = new Socket(host, port)) {
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            both(in, out, server);
        }
    }

    private void http(InputStream in, OutputStream out) throws IOException {
        String head = head(in);
        String[] line = head.split("\r\n")[0].split(" ");
        requests.add(line[0] + " " + line[1]);
        String wanted = userAndPassword == null
                ? ""
                : "proxy-authorization: Basic "
                        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        if (!head.replaceAll("(?m)^Proxy-[Aa]uthorization", "proxy-authorization")
                .contains(wanted)) {
            out.write(("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                            + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return;
        }
        if (line[0].equals("CONNECT")) {
            String[] address = line[1].split(":");
            try (Socket server = new Socket(address[0], Integer.parseInt(address[1]))) {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                both(in, out, server);
            }
            return;
        }
        URI address = URI.create(line[1]);
        try (Socket server = new Socket(address.getHost(), address.getPort())) {
            String request = head.replace(line[1], address.getRawPath()).replaceAll("(?i)Proxy-[^\r]*\r\n", "");
            server.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            both(in, out, server);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void both(InputStream in, OutputStream out, Socket server) throws IOException {
        threads.execute(() -> {
            try {
                in.transferTo(server.getOutputStream());
            } catch (IOException e) {
                // One of the two hung up.
            }
        });
        server.getInputStream().transferTo(out);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
