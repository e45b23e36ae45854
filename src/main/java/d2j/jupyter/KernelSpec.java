package d2j.jupyter;

import com.google.gson.GsonBuilder;
import d2j.files.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Tells Jupyter about the kernel: the folder {@code kernels/d2j-java} with {@code kernel.json} and two logos. */
public final class KernelSpec {
    /** The name that notebooks refer to. */
    public static final String NAME = "d2j-java";

    private static final String DISPLAY_NAME = "Java (d2j)";

    private final Path launcher;

    /**
     * @param launcher the launcher script ({@code d2j}, or {@code d2j.cmd} on Windows), which Jupyter will start
     */
    public KernelSpec(Path launcher) {
        this.launcher = launcher.toAbsolutePath().normalize();
    }

    /** The user's own folder for Jupyter's data, by the rules of Jupyter for this platform. */
    public static Path userDataFolder() {
        return userDataFolder(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }

    static Path userDataFolder(String system, Path home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (isSet(environment, "JUPYTER_DATA_DIR")) {
            return Path.of(environment.get("JUPYTER_DATA_DIR"));
        }
        if (name.contains("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        if (name.contains("windows")) {
            return isSet(environment, "APPDATA")
                    ? Path.of(environment.get("APPDATA")).resolve("jupyter")
                    : home.resolve(".jupyter").resolve("data");
        }
        Path data = isSet(environment, "XDG_DATA_HOME")
                ? Path.of(environment.get("XDG_DATA_HOME"))
                : home.resolve(".local").resolve("share");
        return data.resolve("jupyter");
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return environment.get(name) != null && !environment.get(name).isBlank();
    }

    /**
     * Installs the kernel for this user. Doing it again brings it up to date.
     *
     * @return the folder of the kernel
     * @throws IOException if a file cannot be written
     */
    public Path installForUser() throws IOException {
        return installIn(userDataFolder());
    }

    /**
     * Installs the kernel below a prefix such as {@code /usr/local} or the folder of a Python environment.
     *
     * @return the folder of the kernel, {@code PREFIX/share/jupyter/kernels/d2j-java}
     * @throws IOException if a file cannot be written
     */
    public Path installUnder(Path prefix) throws IOException {
        return installIn(prefix.resolve("share").resolve("jupyter"));
    }

    private Path installIn(Path data) throws IOException {
        Path folder = data.resolve("kernels").resolve(NAME);
        // Jupyter may look at any moment.
        AtomicFile.write(folder.resolve("logo-32x32.png"), logo(32));
        AtomicFile.write(folder.resolve("logo-64x64.png"), logo(64));
        // Last, because the file makes the kernel exist.
        AtomicFile.write(folder.resolve("kernel.json"), json());
        return folder;
    }

    /** The content of {@code kernel.json}. */
    public String json() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", List.of(launcher.toString(), "kernel", "{connection_file}"));
        spec.put("display_name", DISPLAY_NAME);
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.put("metadata", Map.of("debugger", false));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(spec) + "\n";
    }

    /** A small network: two inputs, three hidden units, one output. */
    private static byte[] logo(int size) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.scale(size / 64.0, size / 64.0);
        double[][][] layers = {{{10, 22}, {10, 42}}, {{32, 12}, {32, 32}, {32, 52}}, {{54, 32}}};
        pen.setColor(new Color(0x5B7C99));
        pen.setStroke(new BasicStroke(2));
        for (int layer = 0; layer + 1 < layers.length; layer++) {
            for (double[] from : layers[layer]) {
                for (double[] to : layers[layer + 1]) {
                    pen.draw(new Line2D.Double(from[0], from[1], to[0], to[1]));
                }
            }
        }
        Color[] colours = {new Color(0x0072B2), new Color(0xE69F00), new Color(0xD55E00)};
        for (int layer = 0; layer < layers.length; layer++) {
            pen.setColor(colours[layer]);
            for (double[] unit : layers[layer]) {
                pen.fill(new Ellipse2D.Double(unit[0] - 7, unit[1] - 7, 14, 14));
            }
        }
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}
