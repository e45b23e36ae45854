package d2j.jupyter.client;

import d2j.jupyter.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a kernel process is started: its arguments, among which {@value #CONNECTION_FILE} stands for the connection file
 * (as in a Jupyter kernelspec), and what is added to its environment.
 */
public record KernelCommand(List<String> arguments, Map<String, String> environment) {

    /** Stands for the path of the connection file. */
    public static final String CONNECTION_FILE = "{connection_file}";

    public KernelCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.stream().noneMatch(argument -> argument.contains(CONNECTION_FILE))) {
            throw new IllegalArgumentException("no argument names " + CONNECTION_FILE + ": " + arguments);
        }
    }

    /**
     * The kernel of a d2j folder, as its launcher starts it: what the notebook interface runs and what this starts
     * are the same. The launcher does not build first.
     *
     * @param home the folder that holds the launcher
     */
    public static KernelCommand ofLauncher(Path home) {
        List<String> arguments = new ArrayList<>(Launcher.command(home));
        arguments.addAll(List.of("kernel", CONNECTION_FILE));
        return new KernelCommand(arguments, Map.of("D2J_NO_BUILD", "1", "JAVA_HOME", System.getProperty("java.home")));
    }

    /** This command with one more variable in the environment. */
    public KernelCommand with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new KernelCommand(arguments, more);
    }

    List<String> argumentsFor(Path connectionFile) {
        return arguments.stream()
                .map(argument -> argument.replace(CONNECTION_FILE, connectionFile.toString()))
                .toList();
    }
}
