package d2j.jupyter.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Loads the classes that are made of cells. */
final class CellLoader extends ClassLoader {
    private final Map<String, byte[]> declared = new HashMap<>();

    CellLoader() {
        super("cells", CellLoader.class.getClassLoader());
    }

    synchronized void add(Map<String, byte[]> classes) {
        declared.putAll(classes);
    }

    @Override
    protected synchronized Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = declared.get(name);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, classFile, 0, classFile.length);
    }

    @Override
    public synchronized InputStream getResourceAsStream(String name) {
        byte[] classFile = declared.get(name.replaceFirst("\\.class$", "").replace('/', '.'));
        return classFile == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(classFile);
    }
}
