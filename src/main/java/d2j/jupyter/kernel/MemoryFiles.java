package d2j.jupyter.kernel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/** The compiler's view of files: the class path, and the classes of earlier cells, which are in no file. */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    /** The package of all classes that are made of cells. */
    static final String PACKAGE = "cells";

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final Map<String, byte[]> written = new HashMap<>();

    MemoryFiles(JavaFileManager files) {
        super(files);
    }

    void begin() {
        written.clear();
    }

    Map<String, byte[]> written() {
        return Map.copyOf(written);
    }

    void keep(Map<String, byte[]> classes) {
        kept.putAll(classes);
    }

    void forget(String className) {
        kept.remove(className);
    }

    @Override
    public Iterable<JavaFileObject> list(
            JavaFileManager.Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
            throws IOException {
        if (!packageName.equals(PACKAGE)) {
            return super.list(location, packageName, kinds, recurse);
        }
        List<JavaFileObject> found = new ArrayList<>();
        if (location == StandardLocation.CLASS_PATH && kinds.contains(JavaFileObject.Kind.CLASS)) {
            kept.forEach((name, bytes) -> found.add(new Kept(name, bytes)));
        }
        return found;
    }

    @Override
    public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
        return file instanceof Kept known ? known.name : super.inferBinaryName(location, file);
    }

    @Override
    public boolean contains(JavaFileManager.Location location, FileObject file) throws IOException {
        return file instanceof Kept || super.contains(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        return one.equals(other) || !(one instanceof Kept || other instanceof Kept) && super.isSameFile(one, other);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
            @Override
            public OutputStream openOutputStream() {
                return new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        written.put(className, toByteArray());
                    }
                };
            }
        };
    }

    private static final class Kept extends SimpleJavaFileObject {
        private final String name;
        private final byte[] bytes;

        Kept(String name, byte[] bytes) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), JavaFileObject.Kind.CLASS);
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
