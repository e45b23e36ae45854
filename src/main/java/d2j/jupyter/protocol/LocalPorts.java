package d2j.jupyter.protocol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that nobody listens on. */
public final class LocalPorts {

    public static final String HOST = "127.0.0.1";
    private static final int ATTEMPTS = 1000;
    private static final int CONNECT_MILLISECONDS = 200;

    private LocalPorts() {}

    /**
     * Free ports. They lie below the range from which systems take the ports of outgoing connections, so that no other
     * program is given one between this look and the kernel's own binding.
     */
    public static int[] free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count; attempt++) {
                ServerSocket socket = new ServerSocket();
                socket.setReuseAddress(false);
                try {
                    socket.bind(address(ThreadLocalRandom.current().nextInt(16_000, 32_000)));
                    held.add(socket);
                } catch (IOException e) {
                    socket.close();
                    if (attempt > ATTEMPTS) {
                        throw new IOException("found no free port on " + HOST, e);
                    }
                }
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Whether somebody takes connections on a port. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody listens on one of the ports. */
    public static boolean anyTaken(int... ports) {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address(port));
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(HOST), port);
    }
}
