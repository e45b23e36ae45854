package d2j.engine;

import d2j.engine.hooks.Hooks;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.OneDnn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The numerical engine under every chapter: ND4J on the processor, or on an NVIDIA GPU when the project was set up
 * with {@code ./d2j setup --cuda}. A chapter calls {@link #start(long)} once; nothing else in it depends on the device.
 */
public final class Engine {

    private Engine() {}

    /**
     * Loads the backend, seeds its random numbers and prints one line that says what runs.
     *
     * @param seed two runs with the same seed on one machine give the same numbers
     */
    public static void start(long seed) {
        QuietOutput.install();
        accelerate();
        seed(seed);
        System.out.println(describe());
    }

    /**
     * Weaves the hooks in and loads the processor's native libraries, so that {@link #start(long)} finds both done. A
     * kernel calls this on a thread of its own while the compiler warms up. Neither ND4J nor the engine is started:
     * until then the hooks leave all work to ND4J.
     */
    public static void prepare() {
        if (!CudaBackend.isInstalled()) {
            // First: the libraries load some of the classes that are to be changed.
            if (!isPlain()) {
                Hooks.install();
            }
            NativeLibraries.load();
        }
    }

    /**
     * Lets oneDNN do the work of DL4J networks that are initialised from now on, unless {@code D2J_ENGINE=plain} is set
     * or it does not exist for this platform. {@link #start(long)} does this; programs without it may call it first of
     * all, before they touch a network. Calling it again changes nothing.
     */
    public static void accelerate() {
        CudaBackend.prepare();
        if (!isPlain()) {
            Hooks.install();
            Acceleration.enable(Hooks.failure().isEmpty());
        }
    }

    /** True when networks that are initialised now compute with oneDNN. */
    public static boolean isAccelerated() {
        return Acceleration.isOn();
    }

    /** Why networks are not accelerated, in words; empty when they are. */
    public static Optional<String> whyNotAccelerated() {
        if (isAccelerated()) {
            return Optional.empty();
        }
        if (isPlain()) {
            return Optional.of("switched off by D2J_ENGINE=plain");
        }
        return OneDnn.available() ? Hooks.failure() : Optional.of(OneDnn.reason());
    }

    /** What the engine changes in DL4J and ND4J, and whether it could; empty while it is switched off. */
    public static List<Hooks.Result> hooks() {
        return Hooks.report();
    }

    private static boolean isPlain() {
        return "plain".equals(System.getProperty("d2j.engine", System.getenv("D2J_ENGINE")));
    }

    /** Seeds ND4J's random numbers, which also draw the initial weights and dropout masks of DL4J networks. */
    public static void seed(long seed) {
        Nd4j.getRandom().setSeed(seed);
    }

    /** One line: library and version, device, numerical libraries, threads, Java. */
    public static String describe() {
        StringBuilder line = new StringBuilder("ND4J ").append(version()).append(" on ");
        if (isGpu()) {
            line.append("GPU (").append(String.join("; ", devices())).append(')');
        } else {
            line.append("CPU (")
                    .append(blasVendor())
                    .append("; networks ")
                    .append(isAccelerated() ? "on oneDNN " + OneDnn.version() : "as DL4J comes")
                    .append("), ")
                    .append(threads())
                    .append(threads() == 1 ? " thread" : " threads");
        }
        line.append("; Java ").append(Runtime.version().feature());
        whyNotGpu().ifPresent(reason -> line.append(". Not on a GPU, which this project is set up for: ")
                .append(reason));
        return line.toString();
    }

    /** True when arrays live on a GPU. */
    public static boolean isGpu() {
        return !Nd4j.getEnvironment().isCPU();
    }

    /** True when the native library was built with oneDNN, whose convolutions are several times faster. */
    public static boolean hasOneDnn() {
        return nativeOperations().buildInfo().contains("HAVE_ONEDNN");
    }

    /** The library behind matrix products, for example {@code OpenBLAS}. */
    public static String blasVendor() {
        String vendor = Nd4j.factory().blas().getBlasVendor().toString();
        return vendor.equals("OPENBLAS") ? "OpenBLAS" : vendor;
    }

    /** The number of threads that one operation may use. */
    public static int threads() {
        return Nd4j.getEnvironment().maxMasterThreads();
    }

    /** ND4J's version, from its Maven metadata. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "(unknown version)");
    }

    /** True when the project was set up with {@code ./d2j setup --cuda}, whether or not there is a GPU. */
    public static boolean wantsGpu() {
        return CudaBackend.isInstalled();
    }

    /** Why arrays live on the CPU although the project was set up for a GPU; empty when they do not or it was not. */
    public static Optional<String> whyNotGpu() {
        return CudaBackend.whyNot();
    }

    /** The GPUs with their memory, such as {@code NVIDIA GeForce RTX 3090, 24 GiB}; empty on the CPU. */
    public static List<String> devices() {
        return isGpu() ? devices(Nd4j.getExecutioner().getEnvironmentInformation()) : List.of();
    }

    static List<String> devices(Properties environment) {
        List<String> devices = new ArrayList<>();
        if (environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> list) {
            for (Object device : list) {
                if (device instanceof Map<?, ?> map) {
                    String name = String.valueOf(map.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY))
                            .trim();
                    devices.add(
                            map.get(Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY) instanceof Number bytes
                                    ? String.format(Locale.ROOT, "%s, %.0f GiB", name, bytes.doubleValue() / (1 << 30))
                                    : name);
                }
            }
        }
        return devices;
    }

    /** Where the libraries' own messages go; they never appear in a notebook. */
    public static Path logFile() {
        String file = System.getProperty("d2j.log");
        return file != null
                ? Path.of(file)
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        String.format(Locale.ROOT, "d2j-%s.log", System.getProperty("user.name")));
    }

    private static NativeOps nativeOperations() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
