package d2j.cli;

import d2j.jupyter.Launcher;
import d2j.notebook.Curriculum;
import java.io.IOException;
import java.nio.file.Files;
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
        return Launcher.in(folder());
    }

    static Path notebooks() {
        return folder().resolve("notebooks");
    }

    /** Where runs keep what they make: {@code target/runs}, or the user's cache where this copy of d2j is read-only. */
    static Path runs() {
        return made("runs");
    }

    /** The folder of a name for what is made: in {@code target}, or in the user's cache where that is read-only. */
    static Path made(String name) {
        Path target = folder().resolve("target");
        Path written = Files.exists(target) ? target : folder();
        if (Files.isDirectory(written) && Files.isWritable(written)) {
            return target.resolve(name);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return parent.resolve("d2j").resolve(name);
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
