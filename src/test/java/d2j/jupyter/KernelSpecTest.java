package d2j.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
    @TempDir
    Path prefix;

    @Test
    void installingTwiceLeavesOneKernel() throws Exception {
        new KernelSpec(Path.of("/old/d2j")).installUnder(prefix);
        Path folder = new KernelSpec(Path.of("/opt/d2j folder/d2j")).installUnder(prefix);
        assertEquals(prefix.resolve("share/jupyter/kernels/d2j-java"), folder);
        JsonObject spec = JsonParser.parseString(Files.readString(folder.resolve("kernel.json")))
                .getAsJsonObject();
        assertTrue(spec.getAsJsonArray("argv").get(0).getAsString().endsWith("d2j"));
        assertEquals("kernel", spec.getAsJsonArray("argv").get(1).getAsString());
        assertEquals("{connection_file}", spec.getAsJsonArray("argv").get(2).getAsString());
        assertEquals("message", spec.get("interrupt_mode").getAsString());
        assertEquals("java", spec.get("language").getAsString());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void theUsersFolderIsWhereJupyterLooks() {
        Path home = Path.of("/home/ada");
        assertEquals(home.resolve(".local/share/jupyter"), KernelSpec.userDataFolder("Linux", home, Map.of()));
        assertEquals(
                Path.of("/data/jupyter"), KernelSpec.userDataFolder("Linux", home, Map.of("XDG_DATA_HOME", "/data")));
        assertEquals(home.resolve("Library/Jupyter"), KernelSpec.userDataFolder("Mac OS X", home, Map.of()));
        assertEquals(
                Path.of("/roaming/jupyter"),
                KernelSpec.userDataFolder("Windows 11", home, Map.of("APPDATA", "/roaming")));
        assertEquals(Path.of("/mine"), KernelSpec.userDataFolder("Linux", home, Map.of("JUPYTER_DATA_DIR", "/mine")));
    }
}
