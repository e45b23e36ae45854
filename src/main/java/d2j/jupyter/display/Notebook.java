package d2j.jupyter.display;

/**
 * Shows objects in the output of the running cell. The calls find the kernel that is there (d2j's own, unmodified
 * rapaio, IJava, JJava); in a plain Java program they print the plain-text form.
 *
 * <pre>{@code
 * Display curve = Notebook.display(figure);
 * curve.update(figure);                       // redraws it in place
 * Notebook.markdown("The loss is **convex** in $w$.");
 * }</pre>
 */
public final class Notebook {
    private static volatile Frontend frontend;

    private Notebook() {}

    /**
     * Shows an object: a {@link Displayable} as it says itself, a {@code BufferedImage} as PNG, an {@code INDArray}
     * with its shape and aligned values, a Tablesaw {@code Table} as HTML, anything else as its {@code toString()}.
     *
     * @return the output, for {@link Display#update}
     */
    public static Display display(Object object) {
        return new Display(frontend(), Rendering.of(object));
    }

    /** Shows text written in Markdown, with formulas in {@code $...$}. */
    public static void markdown(String markdown) {
        display(MimeBundle.markdown(markdown));
    }

    /** Shows HTML. */
    public static void html(String html) {
        display(MimeBundle.html(html));
    }

    /** For kernels: sends what is displayed from now on to the given place. */
    public static void connect(Frontend kernel) {
        frontend = kernel;
    }

    /**
     * Whether a kernel shows what is displayed; without one it is printed as text, and drawing it would be wasted
     * work.
     */
    public static boolean hasKernel() {
        return !(frontend() instanceof ConsoleFrontend);
    }

    private static Frontend frontend() {
        Frontend known = frontend;
        if (known == null) {
            synchronized (Notebook.class) {
                known = frontend;
                if (known == null) {
                    known = find();
                    frontend = known;
                }
            }
        }
        return known;
    }

    private static Frontend find() {
        if (RapaioFrontend.isRunning()) {
            return new RapaioFrontend();
        }
        Frontend other = BaseKernelFrontend.find();
        return other == null ? new ConsoleFrontend() : other;
    }
}
