package d2j.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/**
 * ND4J's backend for CUDA, when the project was set up for it: it is loaded if the machine's GPUs can run it, and kept
 * from ND4J otherwise, so that chapters run on the processor instead of failing at the first operation. Why is kept for
 * the line that {@link Engine#start(long)} prints.
 */
final class CudaBackend {

    private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
    private static final String JARS = "nd4j-cuda-";

    private static String reason;
    private static boolean prepared;

    private CudaBackend() {}

    /** Whether the project was set up for CUDA. */
    static boolean isInstalled() {
        return isInstalled(CudaBackend.class.getClassLoader());
    }

    private static boolean isInstalled(ClassLoader loader) {
        return loader.getResource("org/nd4j/linalg/jcublas/JCublasBackend.class") != null;
    }

    /** Why there is no GPU although the project was set up for it; empty if there is one or it was not. */
    static synchronized Optional<String> whyNot() {
        return Optional.ofNullable(reason);
    }

    /** To be called before ND4J starts; calling it again changes nothing. */
    static synchronized void prepare() {
        if (prepared || !isInstalled()) {
            return;
        }
        prepared = true;
        NvidiaGpus gpus = NvidiaGpus.ask();
        if (gpus.verdict() != NvidiaGpus.Verdict.USABLE) {
            reason = gpus.words();
            ND4JClassLoading.setNd4jClassloader(withoutCuda(ND4JClassLoading.getNd4jClassloader()));
            return;
        }
        String printed = startNd4j();
        if (!Engine.isGpu()) {
            reason = printed.lines()
                    .findFirst()
                    .map(line -> "CUDA does not start: " + line.replaceFirst("^java\\.lang\\.\\w+: (/\\S+: )?", ""))
                    .orElse("CUDA does not start; the log has more: " + Engine.logFile());
        }
    }

    /** Starts ND4J and returns what it prints about backends that fail: their stack traces. */
    private static String startNd4j() {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            Nd4j.getBackend();
        } finally {
            System.setErr(err);
        }
        String printed = bytes.toString(StandardCharsets.UTF_8);
        if (!printed.isBlank()) {
            LoggerFactory.getLogger(CudaBackend.class).warn(printed);
        }
        return printed;
    }

    /** A class loader that finds no backend in the archives of CUDA. */
    static ClassLoader withoutCuda(ClassLoader parent) {
        return new ClassLoader(parent) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                Enumeration<URL> all = super.getResources(name);
                return name.equals(SERVICES)
                        ? Collections.enumeration(Collections.list(all).stream()
                                .filter(url -> !url.toString().contains(JARS))
                                .toList())
                        : all;
            }
        };
    }
}
