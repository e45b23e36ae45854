package d2j.cli;

import d2j.engine.Engine;
import d2j.jupyter.KernelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j setup}: the launcher has resolved the dependencies and built; what is left is the kernelspec. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Builds everything and installs the Jupyter kernel d2j-java. Safe to repeat.")
final class SetupCommand implements Callable<Integer> {

    @Option(
            names = "--prefix",
            paramLabel = "FOLDER",
            description = "Install the kernel into FOLDER/share/jupyter instead of your own Jupyter folder.")
    private Path prefix;

    /** The launcher has acted on these before this program starts; here they are for the help. */
    @Option(
            names = "--cuda",
            description = "From now on, run on an NVIDIA GPU: asks its driver whether that can work, downloads 2.4 GB "
                    + "and unpacks 3.6 GB.")
    private boolean cuda;

    @Option(names = "--force", description = "With --cuda: whatever the driver says.")
    private boolean force;

    @Option(names = "--cpu", description = "From now on, run on the CPU.")
    private boolean cpu;

    @Option(
            names = "--spark",
            description = "Brings Apache Spark for the chapter about it (120 MB); all other chapters stay as they are.")
    private boolean spark;

    @Override
    public Integer call() throws IOException {
        if (Engine.wantsGpu()) {
            startGpu();
        }
        KernelSpec kernel = new KernelSpec(Home.launcher());
        Path folder;
        try {
            folder = prefix == null ? kernel.installForUser() : kernel.installUnder(prefix);
        } catch (IOException e) {
            System.err.println("d2j: the Jupyter kernel cannot be installed: " + Refusals.sentence(e));
            System.err.println("d2j: ./d2j setup --prefix FOLDER installs it elsewhere (Jupyter finds it where "
                    + "JUPYTER_PATH names FOLDER/share/jupyter); ./d2j run needs none.");
            return 1;
        }
        System.out.println("Jupyter kernel \"Java (d2j)\" installed in " + folder);
        System.out.println("Next: ./d2j run linear-regression, or ./d2j lab to open the notebooks.");
        return 0;
    }

    /** The first start unpacks CUDA's libraries, and shows whether they work: better now than in the first notebook. */
    private static void startGpu() {
        try (StatusLine status = new StatusLine(System.err, Terminal.interactive())) {
            status.say("starting on the GPU; the first time CUDA's libraries are unpacked, 3.6 GB ...");
            Thread watcher = new Thread(() -> watch(status), "d2j-unpacking");
            watcher.setDaemon(true);
            watcher.start();
            try {
                Engine.accelerate();
            } finally {
                watcher.interrupt();
            }
            status.say(Engine.describe());
        }
    }

    private static void watch(StatusLine status) {
        try {
            while (true) {
                Thread.sleep(2000);
                long bytes = unpacked();
                if (bytes > 0) {
                    status.show(String.format(Locale.ROOT, "%.1f of 3.6 GB unpacked", bytes / 1e9));
                }
            }
        } catch (InterruptedException e) {
            // Started.
        }
    }

    /** Bytes of CUDA's own libraries in JavaCPP's cache. */
    private static long unpacked() {
        try (Stream<Path> folders = Files.list(Loader.getCacheDir().toPath())) {
            long sum = 0;
            for (Path folder : folders.filter(
                            path -> path.getFileName().toString().endsWith("-redist.jar"))
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    sum += files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum();
                }
            }
            return sum;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
