package d2j.cli;

import d2j.jupyter.KernelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j setup}: the launcher has resolved the dependencies and built; what is left is the kernelspec. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Builds everything and installs the Jupyter kernel d2j-java. Safe to repeat.",
        footer = {
            "",
            "Options that the launcher takes:",
            "  --cuda   from now on, run on an NVIDIA GPU (downloads about 1 GB more)",
            "  --cpu    from now on, run on the CPU"
        })
final class SetupCommand implements Callable<Integer> {

    @Option(
            names = "--prefix",
            paramLabel = "FOLDER",
            description = "Install the kernel into FOLDER/share/jupyter instead of your own Jupyter folder.")
    private Path prefix;

    @Override
    public Integer call() throws IOException {
        KernelSpec kernel = new KernelSpec(Home.launcher());
        Path folder = prefix == null ? kernel.installForUser() : kernel.installUnder(prefix);
        System.out.println("Jupyter kernel \"Java (d2j)\" installed in " + folder);
        System.out.println("Next: ./d2j run linear-regression, or ./d2j lab to open the notebooks.");
        return 0;
    }
}
