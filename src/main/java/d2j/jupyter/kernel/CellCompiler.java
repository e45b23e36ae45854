package d2j.jupyter.kernel;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java's compiler, for text in memory. */
final class CellCompiler {
    /** The method of a unit that runs the statements of its cell. */
    static final String RUN = "$run";

    /** The class path is known to the files. Plain concatenation of strings needs no classes made at run time. */
    private static final List<String> OPTIONS = List.of("-g", "-proc:none", "-nowarn", "-XDstringConcat=inline");

    /** Text as the parser sees it. */
    record Parse(CompilationUnitTree unit, SourcePositions positions, List<Diagnostic<?>> errors) {
        long start(Tree tree) {
            return positions.getStartPosition(unit, tree);
        }

        long end(Tree tree) {
            return positions.getEndPosition(unit, tree);
        }
    }

    /**
     * What the compiler made of a unit.
     *
     * @param classes by name; empty if there are errors
     */
    record Compiled(Map<String, byte[]> classes, List<Diagnostic<?>> errors) {}

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final MemoryFiles files;

    CellCompiler() {
        files = new MemoryFiles(
                CompilerFiles.ofProcess(compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)));
    }

    Parse parse(String text) {
        List<Diagnostic<?>> errors = new ArrayList<>();
        JavacTask task = task("$", text, errors);
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            return new Parse(unit, Trees.instance(task).getSourcePositions(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Compiled compile(String name, String text) {
        List<Diagnostic<?>> errors = new ArrayList<>();
        files.begin();
        boolean good = task(name, text, errors).call();
        if (!good && errors.isEmpty()) {
            throw new CompilerFailed();
        }
        return new Compiled(good ? files.written() : Map.of(), errors);
    }

    /** Makes compiled classes known to what is compiled later. */
    void keep(Map<String, byte[]> classes) {
        files.keep(classes);
    }

    /** The types of the local variables of {@link #RUN}, as text; without those that the compiler cannot tell. */
    Map<String, String> localTypes(String name, String text) {
        List<Diagnostic<?>> errors = new ArrayList<>();
        JavacTask task = task(name, text, errors);
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            task.analyze();
            Trees trees = Trees.instance(task);
            TypeText types = new TypeText(task.getTypes());
            Map<String, String> found = new HashMap<>();
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree method, Void nothing) {
                    return method.getName().contentEquals(RUN) ? super.visitMethod(method, null) : null;
                }

                @Override
                public Void visitVariable(VariableTree variable, Void nothing) {
                    TypeMirror type = trees.getTypeMirror(getCurrentPath());
                    String written = type == null ? null : types.of(type);
                    if (written != null) {
                        found.putIfAbsent(variable.getName().toString(), written);
                    }
                    return null;
                }
            }.scan(unit, null);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavacTask task(String name, String text, List<Diagnostic<?>> errors) {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///cells/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return text;
                    }
                };
        return (JavacTask) compiler.getTask(
                new StringWriter(),
                files,
                diagnostic -> {
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        errors.add(diagnostic);
                    }
                },
                OPTIONS,
                null,
                List.of(source));
    }

    /** The compiler gave up without a word, as it does when it meets an error of its own. */
    @SuppressWarnings("serial")
    static final class CompilerFailed extends RuntimeException {
        CompilerFailed() {
            super("Java's compiler failed on this code");
        }
    }
}
