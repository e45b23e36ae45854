package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Connects {@code System.out}, {@code System.err} and {@code System.in} with the running cell. What is printed while
 * no cell runs goes to the last cell if a thread of a cell prints it, and to the log otherwise.
 */
final class CellStreams {
    private final Publisher publisher;
    private final StandardInput input;
    private volatile Message current;
    private volatile boolean running;
    private volatile boolean inputRefused;

    CellStreams(Publisher publisher, StandardInput input) {
        this.publisher = publisher;
        this.input = input;
    }

    void install() {
        System.setOut(new PrintStream(new Output("stdout"), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Output("stderr"), true, StandardCharsets.UTF_8));
        System.setIn(new Input());
    }

    void begin(Message request) {
        current = request;
        inputRefused = false;
        running = true;
    }

    void end() {
        System.out.flush();
        System.err.flush();
        running = false;
    }

    /** Whether the cell has asked for input where there is none. */
    boolean inputRefused() {
        return inputRefused;
    }

    boolean running() {
        return running;
    }

    /** The header of the request to which output belongs, or {@code null} if there is none. */
    JsonObject parent() {
        Message request = current;
        return request != null && (running || CellThread.startedByCell()) ? request.header() : null;
    }

    private final class Output extends OutputStream {
        private final String stream;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer bytes = ByteBuffer.allocate(1 << 13);

        Output(String stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] source, int offset, int length) {
            if (bytes.remaining() < length) {
                bytes = ByteBuffer.allocate(bytes.position() + length + (1 << 13))
                        .put(bytes.flip());
            }
            bytes.put(source, offset, length).flip();
            CharBuffer characters = CharBuffer.allocate(bytes.remaining());
            // The first bytes of a character whose others are still to come stay in the buffer.
            decoder.decode(bytes, characters, false);
            bytes.compact();
            characters.flip();
            JsonObject parent = parent();
            if (parent != null) {
                publisher.print(stream, parent, characters);
            } else if (!characters.toString().isBlank()) {
                LoggerFactory.getLogger("d2j.jupyter." + stream)
                        .info("{}", characters.toString().stripTrailing());
            }
        }
    }

    private final class Input extends InputStream {
        private byte[] line = new byte[0];
        private int position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position == line.length) {
                Message request = current;
                if (request == null || !running) {
                    return -1;
                }
                System.out.flush();
                inputRefused = !StandardInput.isAllowed(request);
                line = (input.ask(request, "") + "\n").getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            int count = Math.min(length, line.length - position);
            System.arraycopy(line, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return line.length - position;
        }
    }
}
