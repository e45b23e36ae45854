package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launchers for Windows and for everything else start Java in the same way. */
class LauncherOptionsTest {

    private static final Pattern OPTION = Pattern.compile(
            "(?<![\\w-])-(?:XX:[+-]?\\w+(?:=\\w+)?|X[a-z]+|-enable-native-access=[\\w-]+|D[\\w.]+(?:=\\w+)?)");
    /** Java's own places are right on Windows, where there is no HOME; the log lies with the temporary files. */
    private static final Set<String> LEFT_OUT = Set.of("-Dd2j.log", "-Duser.home", "-Djava.io.tmpdir");

    private final String script = read("d2j");
    private final String windows = read("d2j.cmd");

    @Test
    void kernelsHaveTheSameOptions() {
        Set<String> expected = options(between(script, "quiet_access=", "\n")
                + between(script, "set_common_options() {", "\n}")
                + between(script, "set_compiler_options() {", "\n}")
                + between(script, "run_kernel() {", "\n}"));
        Set<String> given = options(between(windows, "set \"access=", "\n")
                + between(windows, "\n:kernel", "\nexit /b %")
                + between(windows, "\n:limits", "\nexit /b 0"));
        assertTrue(expected.size() > 10, expected.toString());
        assertEquals(expected, given);
    }

    @Test
    void theCommandLineHasTheSameOptions() {
        Set<String> expected = options(between(script, "quiet_access=", "\n")
                + between(script, "set_common_options() {", "\n}")
                + between(script, "run_cli() {", "\n}"));
        Set<String> given = options(
                between(windows, "set \"access=", "\n") + between(windows, "\nif defined program", "\nexit /b %"));
        assertTrue(expected.size() > 5, expected.toString());
        assertEquals(expected, given);
    }

    /** What cmd.exe reads into a variable from a file ends after a thousand characters, and a variable after 8,000. */
    @Test
    void theClassPathIsInNoVariable() {
        assertFalse(windows.matches("(?s).*set /p \\w+=<\"[^\"]*classpath.txt.*"));
    }

    private static Set<String> options(String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = OPTION.matcher(text); matcher.find(); ) {
            found.add(matcher.group());
        }
        found.removeAll(LEFT_OUT);
        return found;
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertTrue(from >= 0, begin);
        return text.substring(from, text.indexOf(end, from + begin.length()));
    }

    private static String read(String name) {
        try {
            return Files.readString(Path.of(name)).replace("\r", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
