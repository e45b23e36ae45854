package d2j.cli;

import d2j.data.store.DatasetStore;
import d2j.engine.Engine;
import d2j.engine.MachineMemory;
import d2j.engine.NvidiaGpus;
import d2j.engine.hooks.Hooks;
import d2j.jupyter.KernelSpec;
import d2j.plot.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.commons.lang3.SystemUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;

/** {@code ./d2j doctor}: looks at everything that a chapter needs, with a verdict per line. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Looks at everything that a chapter needs: Java, engine, threads, GPU, Jupyter, data.",
        footer = {"", "Exit status: 0 when all chapters can run, 1 otherwise."})
final class DoctorCommand implements Callable<Integer> {

    private enum Verdict {
        GOOD("ok  "),
        NOTE("note"),
        BAD("BAD ");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }
    }

    private int bad;

    @Override
    public Integer call() {
        java();
        engine();
        threads();
        gpu();
        memory();
        fonts();
        kernel();
        jupyter();
        data();
        line(Verdict.GOOD, "log", Engine.logFile().toString());
        System.out.println(
                bad == 0
                        ? "Everything that the chapters need is here."
                        : bad + (bad == 1 ? " thing needs" : " things need") + " mending before chapters can run.");
        return bad == 0 ? 0 : 1;
    }

    private void java() {
        boolean compiler = ToolProvider.getSystemJavaCompiler() != null;
        line(
                compiler ? Verdict.GOOD : Verdict.BAD,
                "Java",
                Runtime.version() + " (" + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.home") + ")"
                        + (compiler ? "" : "; it has no compiler: install a JDK instead of a JRE"));
    }

    private void engine() {
        try {
            Engine.accelerate();
            line(Verdict.GOOD, "engine", Engine.describe());
            if (!Engine.isGpu()) {
                Optional<String> reason = Engine.whyNotAccelerated();
                line(
                        reason.isEmpty() ? Verdict.GOOD : Verdict.NOTE,
                        "oneDNN",
                        reason.map(why -> why + "; networks train several times slower, with the same results")
                                .orElse("does the work of DL4J's layers, of products and of SameDiff's slowest "
                                        + "operations (D2J_ENGINE=plain turns it off)"));
                hooks();
                line(
                        Engine.hasOneDnn() ? Verdict.GOOD : Verdict.NOTE,
                        "library",
                        Engine.hasOneDnn()
                                ? "ND4J's native library has oneDNN for SameDiff and single operations"
                                : "ND4J's native library has no oneDNN on this platform; SameDiff is slower");
            }
            line(
                    Verdict.GOOD,
                    "speed",
                    String.format(Locale.ROOT, "matrix product 1024 x 1024 at %.0f GFLOP/s", matrixProductRate()));
        } catch (RuntimeException | LinkageError e) {
            line(Verdict.BAD, "engine", "does not start: " + rootCause(e) + "; the log has more");
        }
    }

    /** What the engine reaches in DL4J and ND4J, and what it does not. */
    private void hooks() {
        List<Hooks.Result> hooks = Engine.hooks();
        List<Hooks.Result> taken =
                hooks.stream().filter(hook -> hook.problem().isEmpty()).toList();
        if (!taken.isEmpty()) {
            line(
                    taken.size() == hooks.size() ? Verdict.GOOD : Verdict.NOTE,
                    "hooks",
                    taken.size() + " of " + hooks.size() + " took: "
                            + taken.stream().map(Hooks.Result::purpose).collect(Collectors.joining(", ")));
        }
        for (Hooks.Result hook : hooks) {
            hook.problem()
                    .ifPresent(problem -> line(Verdict.NOTE, "hooks", hook.purpose() + ": as it comes; " + problem));
        }
    }

    /** 10⁹ floating-point operations per second of a float matrix product, the best of several. */
    private static double matrixProductRate() {
        int n = 1024;
        INDArray a = Nd4j.rand(n, n);
        INDArray b = Nd4j.rand(n, n);
        INDArray result = Nd4j.create(n, n);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            long begun = System.nanoTime();
            a.mmuli(b, result);
            best = Math.min(best, (System.nanoTime() - begun) / 1e9);
        }
        return 2.0 * n * n * n / best / 1e9;
    }

    private void threads() {
        String policy = System.getenv("OMP_WAIT_POLICY");
        boolean passive = "PASSIVE".equalsIgnoreCase(policy);
        line(
                passive ? Verdict.GOOD : Verdict.NOTE,
                "threads",
                Runtime.getRuntime().availableProcessors() + " cores; "
                        + (passive
                                ? "idle threads soon sleep (OMP_WAIT_POLICY=PASSIVE)"
                                : "OMP_WAIT_POLICY=" + policy + ": idle threads spin and slow matrix products down"));
        if (SystemUtils.IS_OS_LINUX) {
            // The launcher sets this for notebooks alone, since it concerns what they allocate.
            String tunables = System.getenv("GLIBC_TUNABLES");
            line(
                    Verdict.GOOD,
                    "malloc",
                    tunables == null
                            ? "freed arrays are kept for reuse in notebooks"
                            : "allocator settings from your environment: " + tunables);
        }
    }

    private void gpu() {
        NvidiaGpus gpus = NvidiaGpus.ask();
        if (Engine.wantsGpu()) {
            boolean used = Engine.whyNotGpu().isEmpty();
            line(
                    used ? Verdict.GOOD : Verdict.NOTE,
                    "GPU",
                    used
                            ? gpus.words()
                            : Engine.whyNotGpu().get()
                                    + "; chapters run on the CPU (./d2j setup --cpu leaves it at that)");
            return;
        }
        switch (gpus.verdict()) {
            case USABLE ->
                line(Verdict.NOTE, "GPU", gpus.words() + "; to use it: ./d2j setup --cuda (downloads 2.4 GB)");
            case NO_DRIVER -> line(Verdict.GOOD, "GPU", gpus.words() + "; chapters run on the CPU");
            default -> line(Verdict.NOTE, "GPU", gpus.words() + "; chapters run on the CPU");
        }
    }

    private void memory() {
        long machine = MachineMemory.totalMebibytes();
        String wish = System.getenv("D2J_MEMORY");
        line(
                machine >= 2000 ? Verdict.GOOD : Verdict.BAD,
                "memory",
                String.format(
                        Locale.ROOT,
                        "%,d MiB; a notebook may use %s",
                        machine,
                        wish != null
                                ? wish + " (D2J_MEMORY)"
                                : "half of it (set D2J_MEMORY=3g, say, for another limit)"));
    }

    private void fonts() {
        Optional<String> problem = Figure.fontProblem();
        line(problem.isEmpty() ? Verdict.GOOD : Verdict.BAD, "fonts", problem.orElse("figures can be drawn"));
    }

    private void kernel() {
        Path installed = KernelSpec.userDataFolder()
                .resolve("kernels")
                .resolve(KernelSpec.NAME)
                .resolve("kernel.json");
        if (!Files.exists(installed)) {
            line(Verdict.NOTE, "kernel", "not installed for JupyterLab yet: ./d2j setup or ./d2j lab does it");
            return;
        }
        try {
            boolean ours = Files.readString(installed).equals(new KernelSpec(Home.launcher()).json());
            line(
                    ours ? Verdict.GOOD : Verdict.NOTE,
                    "kernel",
                    installed.getParent()
                            + (ours ? "" : " belongs to another copy of d2j; ./d2j setup makes it this one's"));
        } catch (IOException e) {
            line(Verdict.BAD, "kernel", Refusals.sentence(e));
        }
    }

    private void jupyter() {
        Optional<Path> program = LabCommand.program(false);
        String version =
                program.map(path -> output(path.toString(), "--version")).orElse(null);
        if (version == null) {
            line(Verdict.NOTE, "Jupyter", "neither JupyterLab nor the classic notebook; ./d2j lab says how to get one");
        } else {
            boolean lab = program.get().getFileName().toString().startsWith("jupyter-lab");
            line(Verdict.GOOD, "Jupyter", (lab ? "JupyterLab " : "classic notebook ") + version);
        }
    }

    private void data() {
        String folder = System.getenv("D2J_DATA");
        if (folder != null && !folder.isBlank()) {
            boolean there = Files.isDirectory(Path.of(folder));
            line(
                    there ? Verdict.GOOD : Verdict.BAD,
                    "data",
                    "D2J_DATA=" + folder + (there ? "" : " is not a folder; correct it or unset it"));
        } else {
            line(Verdict.GOOD, "data", "D2J_DATA is not set; data sets are downloaded, or generated when offline");
        }
        Path cache = DatasetStore.standard().cacheFolder();
        Path existing = cache;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        boolean writable = existing != null && Files.isWritable(existing);
        try {
            line(
                    writable ? Verdict.GOOD : Verdict.BAD,
                    "cache",
                    cache
                            + (writable
                                    ? String.format(
                                            Locale.ROOT,
                                            ", %,d MiB free",
                                            Files.getFileStore(existing).getUsableSpace() >> 20)
                                    : " cannot be written; set XDG_CACHE_HOME to another folder"));
        } catch (IOException e) {
            line(Verdict.NOTE, "cache", cache + ": " + Refusals.sentence(e));
        }
    }

    private void line(Verdict verdict, String topic, String text) {
        if (verdict == Verdict.BAD) {
            bad++;
        }
        System.out.printf("%s  %-8s %s%n", verdict.label, topic, text);
    }

    private static String rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /** What a command prints, trimmed; null when it is missing, fails or takes longer than 10 seconds. */
    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            String text = new String(process.getInputStream().readAllBytes()).trim();
            return process.exitValue() == 0 && !text.isEmpty() ? text : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
