package d2j.jupyter;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.lang3.SystemUtils;

/** The script that builds and starts everything: {@code d2j}, or {@code d2j.cmd} on Windows. */
public final class Launcher {

    private Launcher() {}

    /** The launcher in the project's folder. */
    public static Path in(Path home) {
        return home.resolve(SystemUtils.IS_OS_WINDOWS ? "d2j.cmd" : "d2j");
    }

    /** The words that start it as a process; a command of d2j and its arguments follow. */
    public static List<String> command(Path home) {
        String launcher = in(home).toString();
        // Without "call", cmd.exe takes away the quotes around the first and the last word.
        return SystemUtils.IS_OS_WINDOWS ? List.of("cmd.exe", "/c", "call", launcher) : List.of(launcher);
    }
}
