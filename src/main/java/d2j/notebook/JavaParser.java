package d2j.notebook;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's own parser and type checker, for source that is in memory. */
final class JavaParser {

    /** The compiler is recursive, and source that others wrote may be nested deeply. */
    private static final long STACK = 256L << 20;

    private final String source;
    private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    private final JavacTask task;
    private final CompilationUnitTree unit;

    private JavaParser(String source, JavaCompiler compiler) throws IOException {
        this.source = source;
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Parameters.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        task = (JavacTask)
                compiler.getTask(null, null, diagnostics, List.of("-proc:none", "-Xlint:none"), null, List.of(file));
        unit = task.parse().iterator().next();
    }

    /**
     * Parses a source file and works on it.
     *
     * @return what the work returns
     * @throws UsageException if the source is beyond the compiler's means
     */
    static <T> T with(String source, Work<T> work) throws UsageException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new UsageException("this Java has no compiler; use a JDK");
        }
        FutureTask<T> result = new FutureTask<>((Callable<T>) () -> work.on(new JavaParser(source, compiler)));
        new Thread(null, result, "d2j-java-parser", STACK).start();
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UsageException known) {
                throw known;
            }
            // The compiler has its own ways to end when the stack is full.
            throw new UsageException("the Java compiler cannot read " + shortened(source.strip()));
        }
    }

    /** Something that is done with the parsed source. */
    @FunctionalInterface
    interface Work<T> {

        T on(JavaParser parsed) throws IOException;
    }

    /** The only class of the source. */
    ClassTree type() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .findFirst()
                .orElse(null);
    }

    CompilationUnitTree unit() {
        return unit;
    }

    Trees trees() {
        return Trees.instance(task);
    }

    /** The source between two positions. */
    String text(long start, long end) {
        return start < 0 || end < start ? "" : source.substring((int) start, (int) end);
    }

    /** Checks the types as well. */
    void analyse() throws IOException {
        task.analyze();
    }

    List<Diagnostic<? extends JavaFileObject>> errors() {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + " ..." : text;
    }
}
