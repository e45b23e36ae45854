package d2j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.NvidiaGpus.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Machines with all kinds of cards and drivers, played by a program that answers as nvidia-smi does. */
@DisabledOnOs(OS.WINDOWS)
class NvidiaGpusTest {

    private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    @TempDir
    private Path folder;

    private NvidiaGpus ask(String script) throws IOException {
        return ask(script, Map.of());
    }

    private NvidiaGpus ask(String script, Map<String, String> environment) throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return NvidiaGpus.ask(program.toString(), Duration.ofSeconds(5), "Linux", environment);
    }

    private static String cards(String... lines) {
        return "cat <<'END'\n" + String.join("\n", lines) + "\nEND";
    }

    @Test
    void aCardThatWorks() throws IOException {
        NvidiaGpus gpus = ask(cards("0, NVIDIA GeForce RTX 3090, 24576 MiB, 535.104.05, 8.6"));
        assertEquals(Verdict.USABLE, gpus.verdict());
        assertEquals("NVIDIA GeForce RTX 3090, 24 GiB; driver 535.104.05", gpus.words());
        for (String capability : List.of("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6", "8.9")) {
            assertEquals(
                    Verdict.USABLE,
                    ask(cards("0, A card, 8192 MiB, 450.80.02, " + capability)).verdict(),
                    capability);
        }
        for (String capability : List.of("3.0", "3.5", "9.0", "10.0", "12.0")) {
            assertEquals(
                    Verdict.NO_CODE,
                    ask(cards("0, A card, 8192 MiB, 450.80.02, " + capability)).verdict(),
                    capability);
        }
    }

    @Test
    void hopperIsToldThatItCannot() throws IOException {
        NvidiaGpus gpus = ask(cards("0, NVIDIA H100 80GB HBM3, 81559 MiB, 550.54.15, 9.0"));
        assertEquals(Verdict.NO_CODE, gpus.verdict());
        assertEquals(
                "NVIDIA H100 80GB HBM3 (compute capability 9.0): DL4J 1.0.0-M2.1, the newest release, "
                        + "has code for compute capability 3.7 and 5.0 to 8.9 only",
                gpus.words());
    }

    @Test
    void severalCards() throws IOException {
        String two = cards("0, Tesla T4, 15360 MiB, 535.1.1, 7.5", "1, NVIDIA L4, 23034 MiB, 535.1.1, 8.9");
        assertEquals("Tesla T4, 15 GiB; NVIDIA L4, 22 GiB; driver 535.1.1", ask(two).words());
        String mixed = cards(
                "0, NVIDIA H100, 81559 MiB, 550.1.1, 9.0",
                "1, Tesla T4, 15360 MiB, 550.1.1, 7.5",
                "2, Tesla T4, 15360 MiB, 550.1.1, 7.5");
        NvidiaGpus gpus = ask(mixed);
        assertEquals(Verdict.NO_CODE, gpus.verdict());
        assertTrue(
                gpus.words()
                        .endsWith("to use the other cards alone, set CUDA_DEVICE_ORDER=PCI_BUS_ID "
                                + "and CUDA_VISIBLE_DEVICES=1,2"),
                gpus.words());
        assertEquals(
                Verdict.USABLE,
                ask(mixed, Map.of("CUDA_VISIBLE_DEVICES", "1,2")).verdict());
        assertEquals(
                Verdict.NO_CODE,
                ask(mixed, Map.of("CUDA_VISIBLE_DEVICES", "1,0")).verdict());
        for (String hidden : List.of("", "-1", "7")) {
            assertEquals(
                    Verdict.HIDDEN,
                    ask(two, Map.of("CUDA_VISIBLE_DEVICES", hidden)).verdict(),
                    hidden);
        }
    }

    @Test
    void anOldDriver() throws IOException {
        NvidiaGpus gpus = ask(cards("0, GeForce GTX 1080, 8119 MiB, 450.51.06, 6.1"));
        assertEquals(Verdict.OLD_DRIVER, gpus.verdict());
        assertEquals(
                "GeForce GTX 1080, 8 GiB: the driver is version 450.51.06, and DL4J's CUDA 11.6 needs 450.80 or newer; "
                        + "install a newer driver",
                gpus.words());
    }

    @Test
    void aDriverThatDoesNotKnowTheCapability() throws IOException {
        NvidiaGpus gpus = ask(
                "case $1 in *compute_cap*) echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2;; esac\n"
                        + cards("0, Tesla V100, 16160 MiB, 460.32.03"));
        assertEquals(Verdict.USABLE, gpus.verdict());
        assertEquals("Tesla V100, 16 GiB; driver 460.32.03", gpus.words());
        assertEquals(
                Verdict.OLD_DRIVER,
                ask("case $1 in *compute_cap*) echo 'Field \"compute_cap\" is not valid'; exit 2;; esac\n"
                                + cards("0, Tesla K80, 11441 MiB, 418.87.00"))
                        .verdict());
    }

    @Test
    void noDriver() throws IOException {
        NvidiaGpus missing =
                NvidiaGpus.ask(folder.resolve("nothing").toString(), Duration.ofSeconds(5), "Linux", Map.of());
        assertEquals(Verdict.NO_DRIVER, missing.verdict());
        assertEquals("no NVIDIA driver found (nvidia-smi is not on the PATH)", missing.words());
        NvidiaGpus mismatch =
                ask("echo 'Failed to initialize NVML: Driver/library version mismatch'; echo more; exit 18");
        assertEquals(Verdict.NO_DRIVER, mismatch.verdict());
        assertEquals("nvidia-smi fails: Failed to initialize NVML: Driver/library version mismatch", mismatch.words());
        assertEquals("nvidia-smi lists no card", ask(":").words());
    }

    @Test
    void garbage() throws IOException {
        for (String line :
                List.of("<html>404</html>", "a, b, c, d, e", "999999999999, x, 1 MiB, 1.1, 8.0", "\u0001,,,")) {
            NvidiaGpus gpus = ask(cards(line));
            assertEquals(Verdict.NO_DRIVER, gpus.verdict(), line);
            assertTrue(gpus.words().contains(line.strip()), gpus.words());
        }
        NvidiaGpus shared = ask(cards("0, NVIDIA Tegra, [N/A], 540.4.0, 8.7"));
        assertEquals("NVIDIA Tegra; driver 540.4.0", shared.words());
        assertEquals(
                Verdict.USABLE,
                ask(cards("0, A card, 99999999999999999 MiB, nonsense, [N/A]")).verdict());
    }

    @Test
    void oneThatHangs() throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\nsleep 30 & wait\n");
        assertTrue(program.toFile().setExecutable(true));
        long begun = System.nanoTime();
        NvidiaGpus gpus = NvidiaGpus.ask(program.toString(), Duration.ofSeconds(1), "Linux", Map.of());
        assertEquals("nvidia-smi does not answer within 1 s", gpus.words());
        assertTrue((System.nanoTime() - begun) / 1e9 < 10);
    }

    @Test
    void onWindowsTheDriverIsNumberedOtherwise() throws IOException {
        Path program = Files.writeString(
                folder.resolve("nvidia-smi"), "#!/bin/sh\n" + cards("0, A card, 8192 MiB, 451.48, 7.5") + "\n");
        assertTrue(program.toFile().setExecutable(true));
        Duration limit = Duration.ofSeconds(5);
        assertEquals(
                Verdict.OLD_DRIVER,
                NvidiaGpus.ask(program.toString(), limit, "Windows 11", Map.of())
                        .verdict());
        assertEquals(
                Verdict.USABLE,
                NvidiaGpus.ask(program.toString(), limit, "Linux", Map.of()).verdict());
    }

    @Test
    void withoutCudaOnlyTheOtherBackendIsFound() throws IOException {
        Path cuda = folder.resolve("nd4j-cuda-11.6-1.0.0-M2.1.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(cuda))) {
            jar.putNextEntry(new JarEntry(SERVICES));
            jar.write("org.nd4j.linalg.jcublas.JCublasBackend\n".getBytes());
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {cuda.toUri().toURL()})) {
            List<URL> all = Collections.list(loader.getResources(SERVICES));
            assertTrue(all.stream().anyMatch(url -> url.toString().contains("nd4j-cuda")), all::toString);
            List<URL> rest = Collections.list(CudaBackend.withoutCuda(loader).getResources(SERVICES));
            assertEquals(all.size() - 1, rest.size());
            assertFalse(rest.stream().anyMatch(url -> url.toString().contains("nd4j-cuda")), rest::toString);
        }
    }

    @Test
    void devicesHaveTheirMemory() {
        Properties environment = new Properties();
        Map<String, Object> device = new HashMap<>();
        device.put("cuda.deviceName", "Tesla T4 ");
        device.put("cuda.totalMemory", 15_843_721_216L);
        environment.put("cuda.devicesInformation", List.of(device, Map.of("cuda.deviceName", "Other")));
        assertEquals(List.of("Tesla T4, 15 GiB", "Other"), Engine.devices(environment));
        assertEquals(List.of(), Engine.devices(new Properties()));
        assertEquals(List.of(), Engine.devices());
    }
}
