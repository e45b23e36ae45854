package d2j.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.nd4j.parameterserver.distributed.v2.transport.PortSupplier;

/** A free UDP port for each process, and always the same: DL4J asks several times, also in the executors. */
public final class FreePort implements PortSupplier {

    private static int port;

    @Override
    public int getPort() {
        synchronized (FreePort.class) {
            if (port == 0) {
                try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
                    port = socket.getLocalPort();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return port;
        }
    }
}
