package d2j.cli;

import d2j.notebook.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line, {@code ./d2j}. */
@Command(
        name = "d2j",
        mixinStandardHelpOptions = true,
        version = "d2j 0.1.0",
        header = "Deep learning, executable, in Java: one notebook per chapter.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ./d2j setup                      install the Jupyter kernel",
            "  ./d2j list                       what chapters there are",
            "  ./d2j run linear-regression      run a chapter",
            "  ./d2j lab                        open the notebooks in JupyterLab"
        })
public final class Main implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(
            SetupCommand.class,
            RunCommand.class,
            ListCommand.class,
            LabCommand.class,
            DataCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            CheckCudaCommand.class,
            ExportCommand.class,
            NormaliseCommand.class,
            IndexCommand.class);

    private Main() {}

    public static void main(String[] arguments) {
        // The system's own encoding may be ASCII, and a chapter prints "✓".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(execute(arguments));
    }

    /** Runs a command and returns its exit status: 0 success, 1 failure, 2 wrong usage. */
    static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        commands(arguments).forEach(line::addSubcommand);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((exception, given) -> refuse(exception));
        line.setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof UsageException) {
                System.err.println("d2j: " + exception.getMessage());
                return 2;
            }
            if (exception instanceof IOException
                    || exception instanceof UncheckedIOException
                    || exception instanceof InvalidPathException
                    || exception instanceof RuntimeException
                            && exception.getClass().getName().startsWith("d2j.")) {
                System.err.println("d2j: " + Refusals.sentence(exception));
                return 1;
            }
            throw exception;
        });
        return line.execute(arguments);
    }

    /** One line says what is wrong, another where help is; the help itself would hide them. */
    private static int refuse(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean unknown = exception instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.getUnmatched().isEmpty()
                && !unmatched.getUnmatched().get(0).startsWith("-");
        if (unknown) {
            String wish =
                    ((UnmatchedArgumentException) exception).getUnmatched().get(0);
            System.err.println("d2j: there is no command \"" + wish + "\"; there are "
                    + COMMANDS.stream()
                            .map(type -> type.getAnnotation(Command.class))
                            .filter(annotation -> !annotation.hidden())
                            .map(Command::name)
                            .collect(Collectors.joining(", ")));
        } else {
            String message = exception.getMessage();
            System.err.println("d2j: " + message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
            UnmatchedArgumentException.printSuggestions(exception, System.err);
        }
        System.err.println("./" + name + " --help shows how it is used.");
        return 2;
    }

    /** The command that is called: reading what all of them take costs as much time as starting Java. All for help. */
    private static List<Class<?>> commands(String... arguments) {
        return COMMANDS.stream()
                .filter(type -> arguments.length > 0
                        && type.getAnnotation(Command.class).name().equals(arguments[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out, Terminal.colours() ? Ansi.ON : Ansi.OFF);
    }
}
