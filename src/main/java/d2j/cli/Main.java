package d2j.cli;

/** The command line, {@code ./d2j}. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.out.println("d2j");
    }
}
