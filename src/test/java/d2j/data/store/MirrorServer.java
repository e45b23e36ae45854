package d2j.data.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that serves files, well or badly. */
final class MirrorServer implements AutoCloseable {
    /**
     * How a file is served.
     *
     * @param stopAfter so many bytes come at most, or all if negative
     * @param stall     whether the server then keeps silent instead of hanging up
     * @param pause     milliseconds between one byte and the next; 0 for none
     */
    record Served(
            byte[] content,
            String tag,
            int stopAfter,
            boolean stall,
            boolean ranges,
            int pause,
            int status,
            Map<String, String> headers) {
        static Served well(byte[] content) {
            return new Served(content, "\"1\"", -1, false, true, 0, 200, Map.of());
        }

        Served stoppingAfter(int bytes) {
            return new Served(content, tag, bytes, stall, ranges, pause, status, headers);
        }

        Served stalling() {
            return new Served(content, tag, stopAfter, true, ranges, pause, status, headers);
        }

        Served tagged(String newTag) {
            return new Served(content, newTag, stopAfter, stall, ranges, pause, status, headers);
        }

        Served withoutRanges() {
            return new Served(content, tag, stopAfter, stall, false, pause, status, headers);
        }

        Served trickling(int milliseconds) {
            return new Served(content, tag, stopAfter, stall, ranges, milliseconds, status, headers);
        }

        Served answering(int newStatus) {
            return new Served(content, tag, stopAfter, stall, ranges, pause, newStatus, headers);
        }

        /** With one more header, which overrides the server's own. */
        Served with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Served(content, tag, stopAfter, stall, ranges, pause, status, more);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Served> files = new ConcurrentHashMap<>();
    /** Each request as "path" or "path range". */
    final List<String> requests = new CopyOnWriteArrayList<>();

    MirrorServer() {
        this(0);
    }

    /** A server at a port that is free, or at any if it is 0. */
    MirrorServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String serve(String path, Served file) {
        files.put(path, file);
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? path : path + " " + range);
        Served file = files.get(path);
        try (exchange) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = 0;
            int length = file.content().length;
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            if (file.tag() != null) {
                exchange.getResponseHeaders().set("ETag", file.tag());
            }
            if (range != null && file.ranges() && (condition == null || condition.equals(file.tag()))) {
                from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
                if (from >= length) {
                    exchange.sendResponseHeaders(416, -1);
                    return;
                }
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
                file.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(206, length - from);
            } else {
                file.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(file.status(), length);
            }
            int to = file.stopAfter() < 0 ? length : Math.min(length, Math.max(from, file.stopAfter()));
            if (file.pause() == 0) {
                exchange.getResponseBody().write(file.content(), from, to - from);
            }
            for (int i = from; i < to && file.pause() > 0; i++) {
                exchange.getResponseBody().write(file.content(), i, 1);
                exchange.getResponseBody().flush();
                Thread.sleep(file.pause());
            }
            exchange.getResponseBody().flush();
            if (to < length && file.stall()) {
                Thread.sleep(60_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // A stopping server ends its answer early, and clients may hang up.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
