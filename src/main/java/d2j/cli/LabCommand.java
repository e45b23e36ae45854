package d2j.cli;

import d2j.jupyter.KernelSpec;
import d2j.notebook.Chapter;
import d2j.notebook.UsageException;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.SystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ./d2j lab}. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "d2j lab [--classic] [--yes] [CHAPTER] [JUPYTER-OPTION...]",
        description = "Opens the notebooks in JupyterLab, or in the classic notebook, with the kernel ready.",
        footer = {
            "",
            "Other options go to Jupyter as they are.",
            "",
            "Examples:",
            "  ./d2j lab",
            "  ./d2j lab softmax-regression",
            "  ./d2j lab --no-browser --port=8890"
        })
final class LabCommand implements Callable<Integer> {

    @Option(names = "--classic", description = "The classic notebook, even where JupyterLab is installed.")
    private boolean classic;

    @Option(
            names = {"-y", "--yes"},
            description = "Installs the classic notebook without asking, where apt-get can.")
    private boolean yes;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(rest);
        Path opened = null;
        if (!arguments.isEmpty() && !arguments.get(0).startsWith("-")) {
            List<Chapter> found = Home.curriculum().find(arguments.remove(0));
            if (found.size() > 1) {
                throw new UsageException("name one chapter, not a part");
            }
            opened = found.get(0).file().toAbsolutePath();
        }
        Optional<Path> program = program(classic);
        if (program.isEmpty()) {
            if (!offerInstallation()) {
                return 1;
            }
            program = program(classic);
            if (program.isEmpty()) {
                System.err.println("d2j: Jupyter is still not on the PATH");
                return 1;
            }
        }
        try {
            new KernelSpec(Home.launcher()).installForUser();
        } catch (IOException e) {
            System.err.println("d2j: the kernel cannot be installed for Jupyter: " + Refusals.sentence(e));
            System.err.println("d2j: JUPYTER_DATA_DIR=FOLDER names another folder for it; ./d2j run needs none.");
            return 1;
        }
        List<String> command = new ArrayList<>();
        command.add(program.get().toString());
        if (opened != null) {
            // Else Jupyter would show nothing but the folder of that one file.
            command.add("--notebook-dir=" + Home.notebooks());
            command.add(opened.toString());
        }
        command.addAll(arguments);
        System.out.println(
                "starting " + program.get().getFileName() + " in " + Home.shown(Home.notebooks()) + "; Ctrl-C ends it");
        Process process = new ProcessBuilder(command)
                .directory(Home.notebooks().toFile())
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    /** JupyterLab if it is installed, else the classic notebook. */
    static Optional<Path> program(boolean classic) {
        return classic ? find("jupyter-notebook") : find("jupyter-lab").or(() -> find("jupyter-notebook"));
    }

    /** A program on the PATH, or where pip puts programs of one user. */
    static Optional<Path> find(String name) {
        List<String> folders =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        folders.add(System.getProperty("user.home") + "/.local/bin");
        for (String folder : folders) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, SystemUtils.IS_OS_WINDOWS ? name + ".exe" : name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private boolean offerInstallation() throws IOException, InterruptedException {
        boolean debian =
                Files.exists(Path.of("/etc/debian_version")) && find("apt-get").isPresent();
        System.out.println("Jupyter is not installed: neither jupyter-lab nor jupyter-notebook is on the PATH.");
        System.out.println("Get it with one of");
        System.out.println("  pip install jupyterlab");
        System.out.println("  conda install -c conda-forge jupyterlab");
        if (debian || !SystemUtils.IS_OS_MAC) {
            System.out.println("  sudo apt install jupyter-notebook      (Debian, Ubuntu: the classic notebook)");
        }
        System.out.println("and say ./d2j lab again. Without Jupyter, ./d2j run CHAPTER keeps a page of each chapter.");
        if (!debian) {
            return false;
        }
        if (!yes) {
            Console console = Terminal.interactive() ? System.console() : null;
            if (console == null) {
                System.out.println("./d2j lab --yes installs Debian's.");
                return false;
            }
            String answer = console.readLine("Install jupyter-notebook with apt-get now? [y/N] ");
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                return false;
            }
        }
        List<String> prefix = System.getProperty("user.name").equals("root") ? List.of() : List.of("sudo");
        for (List<String> step : List.of(
                List.of("apt-get", "update", "-qq"),
                List.of("apt-get", "install", "-y", "--no-install-recommends", "jupyter-notebook"))) {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(step);
            System.out.println(String.join(" ", command));
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            if (builder.start().waitFor() != 0) {
                System.err.println("d2j: that failed; see above");
                return false;
            }
        }
        return true;
    }
}
