package d2j.data.store;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Small data sets for tests. */
public final class TestData {
    private TestData() {}

    public static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Checksum.sha256().digest(content));
    }

    /** What the catalogue says of a file with that decompressed content. */
    public static Catalog.RemoteFile file(String name, byte[] content, String... urls) {
        return new Catalog.RemoteFile(name, content.length, sha256(content), null, List.of(), List.of(urls));
    }

    /** A catalogue of one data set, read from JSON as the real one is. */
    public static Catalog catalog(String name, Catalog.RemoteFile... files) {
        Map<String, Object> entry = Map.of(
                "name",
                name,
                "title",
                "Test data",
                "classes",
                List.of("no", "yes"),
                "folders",
                List.of(name),
                "files",
                List.of(files));
        return Catalog.read(new StringReader(new Gson().toJson(Map.of("format", 1, "datasets", List.of(entry)))));
    }

    /** All files below a folder but locks and remarks, relative to it. */
    public static List<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(folder)).forEach(file -> {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.endsWith(".lock") && !name.endsWith(".unreachable")) {
                    names.add(name);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.sort(null);
        return names;
    }
}
