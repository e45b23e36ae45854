package d2j.spark.job;

/**
 * Runs another program, and ends with the process that started the cluster, however that one ended: {@code Node PID
 * CLASS ARGUMENTS...}.
 */
public final class Node {

    private Node() {}

    /** See the class. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        endWith(Long.parseLong(arguments[0]));
        String[] rest = java.util.Arrays.copyOfRange(arguments, 2, arguments.length);
        Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    /** Ends this process as soon as that one has ended; a negative number stands for no process. */
    static void endWith(long process) {
        if (process >= 0) {
            ProcessHandle.of(process)
                    .ifPresentOrElse(
                            parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)),
                            () -> Runtime.getRuntime().halt(1));
        }
    }
}
