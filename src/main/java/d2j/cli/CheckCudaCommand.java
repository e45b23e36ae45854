package d2j.cli;

import d2j.engine.NvidiaGpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.SystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the launcher asks before it does {@code ./d2j setup --cuda}: whether this machine's cards are worth the
 * download.
 */
@Command(
        name = "check-cuda",
        hidden = true,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether DL4J can compute on the NVIDIA GPUs of this machine.",
        footer = {"", "Exit status: 0 if it can, 1 otherwise."})
final class CheckCudaCommand implements Callable<Integer> {

    /** nd4j-cuda-11.6 0.60 GB, CUDA's redistributable libraries 1.83 GB; the latter unpacked 3.6 GB. */
    private static final String SIZES = "2.4 GB are to be downloaded, once (ND4J for CUDA 0.6 GB, CUDA's own "
            + "libraries 1.8 GB), and 3.6 GB will be unpacked";

    private static final double NEEDED_GIGABYTES = 6;

    @Option(names = "--force", description = "Answers yes whatever the driver says.")
    private boolean force;

    @Override
    public Integer call() {
        String refusal = refusal();
        if (refusal != null && !force) {
            System.err.println("d2j: CUDA is not set up, and nothing was downloaded or changed. " + refusal);
            System.err.println("d2j: Chapters run on the CPU. To set it up all the same: ./d2j setup --cuda --force");
            return 1;
        }
        if (refusal != null) {
            System.err.println("d2j: chapters will run on the CPU. " + refusal);
        }
        System.err.println("d2j: " + SIZES + freeSpace());
        return 0;
    }

    /** Why there is no use in CUDA here; null if there is. */
    private static String refusal() {
        boolean system = SystemUtils.IS_OS_LINUX || SystemUtils.IS_OS_WINDOWS;
        if (!system || !SystemUtils.OS_ARCH.equals("amd64")) {
            return "DL4J has libraries for CUDA on Linux and Windows with x86-64 processors only, and this is "
                    + SystemUtils.OS_NAME + " on " + SystemUtils.OS_ARCH + ".";
        }
        NvidiaGpus gpus = NvidiaGpus.ask();
        if (gpus.verdict() == NvidiaGpus.Verdict.USABLE) {
            System.err.println("d2j: DL4J can use " + gpus.words());
            return null;
        }
        return gpus.words() + ".";
    }

    private static String freeSpace() {
        try {
            Path home = Path.of(System.getProperty("user.home"));
            double free = Files.getFileStore(home).getUsableSpace() / 1e9;
            return String.format(
                    Locale.ROOT,
                    ", both below %s; %.0f GB are free there%s",
                    home,
                    free,
                    free < NEEDED_GIGABYTES ? ", which may be too little" : "");
        } catch (IOException e) {
            return "";
        }
    }
}
