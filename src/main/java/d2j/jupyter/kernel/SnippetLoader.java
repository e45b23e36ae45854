package d2j.jupyter.kernel;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/** Loads the classes that JShell makes of the cells, with {@link LoopChecks} in them. */
final class SnippetLoader extends URLClassLoader implements LoaderDelegate {
    private final Map<String, byte[]> declared = new HashMap<>();
    private final Map<String, Class<?>> loaded = new HashMap<>();

    SnippetLoader() {
        super("cells", new URL[0], SnippetLoader.class.getClassLoader());
    }

    @Override
    public synchronized void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] installed = new boolean[classes.length];
        try {
            for (ClassBytecodes each : classes) {
                declared.put(each.name(), LoopChecks.insert(each.bytecodes()));
            }
            for (int i = 0; i < classes.length; i++) {
                Class<?> loadedClass = loadClass(classes[i].name());
                loaded.put(classes[i].name(), loadedClass);
                installed[i] = true;
                // Links the class, so that what is missing shows here rather than at its first use.
                loadedClass.getDeclaredMethods();
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException(e.toString(), installed);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // Never: redefinition is refused, so that JShell loads a changed class under a new name.
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String entry : path.split(File.pathSeparator)) {
                addURL(new File(entry).toURI().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException(e.toString());
        }
    }

    @Override
    public synchronized Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> known = loaded.get(name);
        if (known != null) {
            return known;
        }
        byte[] classFile = declared.get(name);
        return classFile == null ? super.findClass(name) : defineClass(name, classFile, 0, classFile.length);
    }

    @Override
    public synchronized InputStream getResourceAsStream(String name) {
        byte[] classFile = declared.get(name.replaceFirst("\\.class$", "").replace('/', '.'));
        return classFile == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(classFile);
    }
}
