package d2j.cli;

import d2j.notebook.Curriculum;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of this project, and what lies in it. */
final class Home {

    private Home() {}

    /** The folder that holds the launcher, which names it; without a launcher the working folder. */
    static Path folder() {
        return Path.of(System.getProperty("d2j.home", "")).toAbsolutePath().normalize();
    }

    /** The script that started this program, and that starts kernels. */
    static Path launcher() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return folder().resolve(windows ? "d2j.cmd" : "d2j");
    }

    static Path notebooks() {
        return folder().resolve("notebooks");
    }

    static Curriculum curriculum() throws IOException {
        return Curriculum.in(notebooks());
    }

    /** A path as people like to read it: relative to the working folder where it lies below it. */
    static String shown(Path path) {
        Path working = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(working) ? working.relativize(absolute).toString() : absolute.toString();
    }
}
