package d2j.jupyter.display;

import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * Shows objects through IJava or JJava, whose base libraries have the same shape. By reflection, because neither is a
 * dependency: they are there when a student has installed one of them.
 */
final class BaseKernelFrontend implements Frontend {

    /** A class with a static method that returns the running kernel, and the package of the base library under it. */
    private record Kind(String owner, String method, String library) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("io.github.spencerpark.ijava.IJava", "getKernelInstance", "io.github.spencerpark.jupyter.kernel"),
            new Kind("org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel", "org.dflib.jjava.jupyter.kernel"),
            new Kind("org.dflib.jjava.JJava", "getKernelInstance", "org.dflib.jjava.jupyter.kernel"));

    private final Object kernel;
    private final Class<?> kernelClass;
    private final Class<?> displayData;

    private BaseKernelFrontend(Object kernel, String library) throws ReflectiveOperationException {
        this.kernel = kernel;
        ClassLoader loader = kernel.getClass().getClassLoader();
        kernelClass = Class.forName(library + ".BaseKernel", true, loader);
        displayData = Class.forName(library + ".display.DisplayData", true, loader);
        register(loader, library);
    }

    /** The kernel that runs in this process, or {@code null}. */
    static Frontend find() {
        for (Kind kind : KINDS) {
            try {
                Object running =
                        Class.forName(kind.owner()).getMethod(kind.method()).invoke(null);
                if (running != null) {
                    return new BaseKernelFrontend(running, kind.library());
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                // Not this one, or a version of another shape; then text is printed.
                continue;
            }
        }
        return null;
    }

    /** Lets the last expression of a cell look as it does here. */
    private void register(ClassLoader loader, String library) throws ReflectiveOperationException {
        Class<?> function = Class.forName(library + ".display.RenderFunction", true, loader);
        Object renderer = kernelClass.getMethod("getRenderer").invoke(kernel);
        InvocationHandler render = (proxy, method, arguments) -> {
            if (method.getName().equals("render")) {
                Object output =
                        arguments[1].getClass().getMethod("getOutputContainer").invoke(arguments[1]);
                fill(output, Rendering.of(arguments[0]));
            }
            return null;
        };
        for (Class<?> type : List.of(Displayable.class, INDArray.class, Table.class, BufferedImage.class)) {
            Object registration = renderer.getClass()
                    .getMethod("createRegistration", Class.class)
                    .invoke(renderer, type);
            registration = registration
                    .getClass()
                    .getMethod("preferring", String[].class)
                    .invoke(registration, (Object) new String[] {MimeBundle.TEXT});
            registration
                    .getClass()
                    .getMethod("register", function)
                    .invoke(registration, Proxy.newProxyInstance(loader, new Class<?>[] {function}, render));
        }
    }

    private void fill(Object output, MimeBundle bundle) throws ReflectiveOperationException {
        for (var entry : bundle.data().entrySet()) {
            displayData
                    .getMethod("putData", String.class, Object.class)
                    .invoke(output, entry.getKey(), entry.getValue());
        }
        for (var entry : bundle.metadata().entrySet()) {
            displayData
                    .getMethod("putMetaData", String.class, Object.class)
                    .invoke(output, entry.getKey(), entry.getValue());
        }
    }

    private Object data(String displayId, MimeBundle bundle) throws ReflectiveOperationException {
        Object data = displayData.getConstructor().newInstance();
        fill(data, bundle);
        displayData.getMethod("setDisplayId", String.class).invoke(data, displayId);
        return data;
    }

    @Override
    public void display(String displayId, MimeBundle bundle) {
        try {
            kernelClass.getMethod("display", displayData).invoke(kernel, data(displayId, bundle));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this kernel cannot display objects of d2j", e);
        }
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        try {
            Object streams = kernelClass.getMethod("getIO").invoke(kernel);
            Object display = streams.getClass().getField("display").get(streams);
            display.getClass()
                    .getMethod("updateDisplay", String.class, displayData)
                    .invoke(display, displayId, data(displayId, bundle));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this kernel cannot update a display", e);
        }
    }
}
