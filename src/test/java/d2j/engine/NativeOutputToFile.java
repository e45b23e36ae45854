package d2j.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Tests that call ND4J wrongly, and expect its message, make its native code print hundreds of lines past Java's
 * own streams. They go to a file beside the reports, {@code native-PROCESS.log}, and one line says how many.
 */
public final class NativeOutputToFile implements LauncherSessionListener {

    /** Of standard output and standard error. */
    private static final int[] STREAMS = {1, 2};

    private static final int OWNER_WRITES = 0600;

    private NativeLibrary c;
    private Path file;
    private final int[] before = {-1, -1};

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Path reports = Path.of("target", "surefire-reports");
        // Java's output goes to Maven over a connection of its own, see the pom; elsewhere both share one.
        if (System.getProperty("surefire.test.class.path") == null
                        && System.getProperty("surefire.real.class.path") == null
                || Platform.isWindows()
                || !Files.isDirectory(reports)) {
            return;
        }
        try {
            c = NativeLibrary.getInstance("c");
            file = reports.resolve("native-" + ProcessHandle.current().pid() + ".log");
            Files.deleteIfExists(file);
            int opened = call("creat", file.toAbsolutePath().toString(), OWNER_WRITES);
            if (opened >= 0) {
                call("fflush", (Object) null);
                for (int i = 0; i < STREAMS.length; i++) {
                    before[i] = call("dup", STREAMS[i]);
                    call("dup2", opened, STREAMS[i]);
                }
                call("close", opened);
            }
        } catch (Exception | LinkageError e) {
            // The lines stay where they are.
            return;
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (before[0] < 0) {
            return;
        }
        call("fflush", (Object) null);
        for (int i = 0; i < STREAMS.length; i++) {
            call("dup2", before[i], STREAMS[i]);
            call("close", before[i]);
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            long count = lines.count();
            if (count == 0) {
                Files.delete(file);
            } else {
                System.out.println("ND4J's native code said " + count + " lines, which are in " + file
                        + ": tests make wrong calls and expect to be refused.");
            }
        } catch (IOException e) {
            System.out.println("What ND4J's native code said is in " + file);
        }
    }

    private int call(String function, Object... arguments) {
        Function pointer = c.getFunction(function);
        return pointer.invokeInt(arguments);
    }
}
