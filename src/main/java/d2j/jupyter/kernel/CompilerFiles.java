package d2j.jupyter.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The files that the compiler of the cells reads. The JDK's own file manager opens every library of the class path,
 * with a file system for each, before it can say that none of them contains {@code java.util}, and walks through all
 * of one to list a package: that took a third of a kernel's start. This one knows which library contains which
 * package, and lists those that are asked for. The class path is its own; the compiler need not be told.
 */
final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {

    /** A folder of the class path, so that the JDK's file manager can be asked about it alone. */
    private record Folder(String name) implements JavaFileManager.Location {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isOutputLocation() {
            return false;
        }
    }

    private final AtomicBoolean indexed = new AtomicBoolean();
    private final Map<String, List<Library>> packages = new HashMap<>();
    private final List<Folder> folders = new ArrayList<>();

    /**
     * The files of a class path.
     *
     * @param files     the JDK's file manager
     * @param classPath folders and libraries
     * @param index     which library contains which package, see {@link PackageIndex}
     */
    CompilerFiles(StandardJavaFileManager files, String classPath, PackageIndex index) {
        super(files);
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            try {
                if (Files.isDirectory(path)) {
                    Folder folder = new Folder(entry);
                    files.setLocationFromPaths(folder, List.of(path));
                    folders.add(folder);
                } else {
                    Library library = new Library(path);
                    for (String name : index.packages(path)) {
                        packages.computeIfAbsent(name, key -> new ArrayList<>(2))
                                .add(library);
                    }
                }
            } catch (IOException e) {
                // The JDK's file manager ignores what is not a library, too.
                continue;
            }
        }
        index.save();
    }

    /** The files of this process's class path. */
    static CompilerFiles ofProcess(StandardJavaFileManager files) {
        return new CompilerFiles(files, System.getProperty("java.class.path"), PackageIndex.ofLauncher());
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        if (location != StandardLocation.CLASS_PATH || recurse) {
            return super.list(location, packageName, kinds, recurse);
        }
        List<JavaFileObject> found = new ArrayList<>();
        for (Folder folder : folders) {
            super.list(folder, packageName, kinds, false).forEach(found::add);
        }
        if (kinds.contains(JavaFileObject.Kind.CLASS)) {
            for (Library library : packages.getOrDefault(packageName, List.of())) {
                found.addAll(library.classes(packageName));
            }
        }
        return found;
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof Library.ClassFile known ? known.binaryName() : super.inferBinaryName(location, file);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof Library.ClassFile
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    /**
     * Nobody but JShell's index for completion asks for the platform's classes in this way, in a background thread as
     * soon as the shell exists. It reads the names of 50,000 classes, and waits here until the first cell had its turn.
     */
    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        if (location == StandardLocation.PLATFORM_CLASS_PATH && !indexed.getAndSet(true)) {
            try {
                TimeUnit.SECONDS.sleep(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return fileManager.getLocationAsPaths(location);
    }

    /** Cells have no annotation processors and no plug-ins; looking for them opens every library again. */
    @Override
    public ClassLoader getClassLoader(Location location) {
        return ClassLoader.getPlatformClassLoader();
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return a.equals(b)
                || !(a instanceof Library.ClassFile || b instanceof Library.ClassFile) && fileManager.isSameFile(a, b);
    }
}
