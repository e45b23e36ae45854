package d2j.jupyter.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of other kernels and of {@code jshell}, which are no Java: told what to do instead. */
final class Magics {
    private static final Pattern PERCENT = Pattern.compile("(?m)^[ \\t]*(%%?)[ \\t]*([A-Za-z]\\w*)");
    private static final Pattern SHELL = Pattern.compile("\\A\\s*!\\s*(?:[A-Za-z][\\w-]*[ \\t]+[\\w./~$\"'-]"
            + "|(?:ls|pwd|cd|cat|pip3?|conda|git|java|mvn|python3?|top|free|df|du|env|which|nvidia-smi)\\s*$)");
    private static final Pattern JSHELL = Pattern.compile("\\A\\s*/(?:[a-z!?][a-z]*)\\b");

    private Magics() {}

    /**
     * Looks for a magic at the beginning of a cell.
     *
     * @throws CellFailure if there is one
     */
    static void refuse(CellSource source) throws CellFailure {
        String code = source.code();
        Matcher percent = PERCENT.matcher(code);
        if (percent.find() && code.substring(0, percent.start()).isBlank()) {
            String name = percent.group(1) + percent.group(2);
            throw ErrorReport.refused(
                    source,
                    percent.start(1),
                    "this kernel has no magics such as " + name + "; " + instead(percent.group(2)));
        }
        Matcher shell = SHELL.matcher(code);
        if (shell.find()) {
            throw ErrorReport.refused(
                    source,
                    code.indexOf('!'),
                    "this kernel has no magics such as !; run commands in a terminal (in JupyterLab: File, New,"
                            + " Terminal), or with ProcessBuilder");
        }
        Matcher jshell = JSHELL.matcher(code);
        if (jshell.find()) {
            String name = jshell.group().strip();
            throw ErrorReport.refused(
                    source,
                    code.indexOf('/'),
                    "this kernel has no magics such as " + name + "; write a variable's name to see its value, and use"
                            + " the menus of the notebook for the rest");
        }
    }

    private static String instead(String name) {
        return switch (name) {
            case "maven", "mvn", "dependency", "addMavenDependency", "loadFromPOM", "mavenRepo", "jars", "classpath" ->
                "libraries come from the class path that ./d2j builds: add yours to pom.xml and restart the kernel";
            case "time", "timeit" ->
                "measure with long start = System.nanoTime(); and (System.nanoTime() - start) / 1e9 seconds";
            case "load", "run" -> "paste the code into a cell";
            case "matplotlib", "pylab" -> "figures are made with d2j.plot, without any setting";
            default -> "write the same in Java";
        };
    }
}
