package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * A socket on which clients send requests and get replies. After it is made (and bound), only the thread that serves it
 * touches it.
 */
final class RouterChannel implements AutoCloseable {
    private final ZMQ.Socket socket;
    private final Codec codec;

    RouterChannel(ZMQ.Context context, String address, Codec codec) {
        this.codec = codec;
        socket = context.socket(SocketType.ROUTER);
        socket.setHWM(0);
        socket.setLinger(1000);
        socket.bind(address);
    }

    /**
     * The next message; those that are malformed or wrongly signed are logged and skipped.
     *
     * @param millis how long to wait; -1 for as long as it takes
     * @return {@code null} if none came in time
     * @throws ZMQException when the kernel shuts down
     */
    Message receive(int millis) {
        while (true) {
            socket.setReceiveTimeOut(millis);
            byte[] frame = socket.recv();
            if (frame == null) {
                if (millis < 0) {
                    throw new ZMQException("the socket was closed", ZMQ.Error.ETERM.getCode());
                }
                return null;
            }
            List<byte[]> frames = new ArrayList<>();
            frames.add(frame);
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
            try {
                return codec.decode(frames);
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(RouterChannel.class).warn("Request ignored: {}", e.getMessage());
            }
        }
    }

    void send(List<byte[]> identities, String type, JsonObject parent, Object content) {
        List<byte[]> frames = codec.encode(identities, type, parent, content);
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    void reply(Message request, Object content) {
        send(request.identities(), request.type().replace("_request", "_reply"), request.header(), content);
    }

    @Override
    public void close() {
        socket.close();
    }
}
