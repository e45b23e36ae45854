package d2j.notebook;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import d2j.notebook.Parameters.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;

/** Turns what a user gives as a parameter's value into a Java expression, and checks that it fits the type. */
final class ParameterValue {

    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\d{1,300}\\.?\\d{0,300}|\\.\\d{1,300})([eE][-+]?\\d{1,3})?[dDfF]?");
    private static final Map<String, Long> LARGEST = Map.of(
            "byte", (long) Byte.MAX_VALUE,
            "short", (long) Short.MAX_VALUE,
            "int", (long) Integer.MAX_VALUE,
            "long", Long.MAX_VALUE);
    private static final Set<String> DECIMAL_TYPES = Set.of("double", "float", "Double", "Float");
    /** As other languages write the values that Java has under longer names. */
    private static final Map<String, String> NAMES = Map.of(
            "nan", "NaN",
            "inf", "POSITIVE_INFINITY",
            "+inf", "POSITIVE_INFINITY",
            "-inf", "NEGATIVE_INFINITY",
            "infinity", "POSITIVE_INFINITY",
            "+infinity", "POSITIVE_INFINITY",
            "-infinity", "NEGATIVE_INFINITY");
    /** What the kernel imports for every cell. */
    private static final String IMPORTS = List.of(
                    "java.io",
                    "java.math",
                    "java.net",
                    "java.nio.file",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.function",
                    "java.util.prefs",
                    "java.util.regex",
                    "java.util.stream")
            .stream()
            .map(name -> "import " + name + ".*;")
            .collect(Collectors.joining(" "));

    private final List<String> imports;
    private final List<Parameter> parameters;

    /**
     * A checker for the parameters of one notebook.
     *
     * @param imports    import declarations that types and values may need
     * @param parameters all of them; a value may name the others
     */
    ParameterValue(List<String> imports, List<Parameter> parameters) {
        this.imports = imports;
        this.parameters = parameters;
    }

    /**
     * The Java expression for a value.
     *
     * @throws UsageException if it is none, or does not fit the parameter's type
     */
    String expression(Parameter parameter, String given) throws UsageException {
        String value = given.strip();
        switch (parameter.type()) {
            case "String" -> {
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return quoted && problem(parameter, value).isEmpty() ? value : '"' + escaped(given, '"') + '"';
            }
            case "char" -> {
                if (given.length() == 1) {
                    return "'" + escaped(given, '\'') + "'";
                }
            }
            case "byte", "short", "int", "long" -> {
                if (WHOLE.matcher(value).matches()) {
                    // Without leading zeros, which mean an octal number in Java.
                    long number = Long.parseLong(value);
                    long largest = LARGEST.get(parameter.type());
                    if (number <= largest && number >= -largest - 1) {
                        return number + (parameter.type().equals("long") ? "L" : "");
                    }
                }
            }
            case "double", "float" -> {
                boolean single = parameter.type().equals("float");
                String name = NAMES.get(value.toLowerCase(Locale.ROOT));
                if (name != null) {
                    return (single ? "Float." : "Double.") + name;
                }
                if (DECIMAL.matcher(value).matches() && Float.isFinite(Float.parseFloat(value))) {
                    return single && !value.matches(".*[fF]") ? value.replaceFirst("[dD]$", "") + "f" : value;
                }
                String narrowed = "(float) (" + value + ")";
                if (single
                        && !problem(parameter, value).isEmpty()
                        && problem(parameter, narrowed).isEmpty()) {
                    return narrowed;
                }
            }
            default -> {
                // Any other type takes an expression.
            }
        }
        String problem = value.isEmpty() ? "it is empty" : problem(parameter, value);
        if (!problem.isEmpty()) {
            throw new UsageException(parameter.name() + " is a parameter of type " + parameter.type() + "; \""
                    + Parameters.shortened(value) + "\" is not a value of it: " + problem);
        }
        return value;
    }

    private static String escaped(String text, char quote) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c == '\\' || c == quote) {
                        escaped.append('\\').append(c);
                    } else if (c < ' ' || Character.isSurrogate(c) || c == '\u007f') {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** What the compiler has against a value; empty if it is good. */
    private String problem(Parameter parameter, String value) throws UsageException {
        StringBuilder source = new StringBuilder(IMPORTS);
        imports.forEach(line -> source.append(line).append('\n'));
        source.append("class Parameters {\n");
        int others = 0;
        for (Parameter other : parameters) {
            if (!other.name().equals(parameter.name())) {
                // A var may be anything; as a field it needs a type.
                source.append(other.type().equals("var") ? "Object" : other.type())
                        .append(' ')
                        .append(other.name())
                        .append(" = ")
                        .append(other.value())
                        .append(";\n");
                others++;
            }
        }
        int begin = source.length();
        source.append(parameter.type().equals("var") ? "Object" : parameter.type())
                .append(' ')
                .append(parameter.name())
                .append(" = ")
                .append(value)
                .append(";}");
        int place = others;
        return JavaParser.with(source.toString(), parsed -> problem(parsed, parameter, begin, place));
    }

    private static String problem(JavaParser parsed, Parameter parameter, int begin, int place) throws IOException {
        if (!parsed.errors().isEmpty()) {
            return words(parsed.errors().get(0));
        }
        ClassTree type = parsed.type();
        // More than one declaration is what "1; int OTHER = 2" would make.
        if (type == null
                || type.getMembers().size() != place + 1
                || parsed.unit().getTypeDecls().size() != 1
                || !(type.getMembers().get(place) instanceof VariableTree variable)
                || variable.getInitializer() == null) {
            return "it is more than one expression";
        }
        ExpressionTree value = variable.getInitializer();
        parsed.analyse();
        SourcePositions positions = parsed.trees().getSourcePositions();
        long valueBegin = positions.getStartPosition(parsed.unit(), value);
        for (Diagnostic<?> error : parsed.errors()) {
            if (error.getPosition() >= begin && error.getPosition() < valueBegin) {
                // The type comes from another cell; only the kernel can tell what fits it.
                return "";
            }
        }
        for (Diagnostic<?> error : parsed.errors()) {
            if (error.getPosition() >= valueBegin) {
                return words(error);
            }
        }
        return DECIMAL_TYPES.contains(parameter.type()) && dividesWholeNumbers(parsed, value)
                ? "it divides whole numbers, which drops the fraction in Java; write for example 1.0/3"
                : "";
    }

    private static boolean dividesWholeNumbers(JavaParser parsed, ExpressionTree value) {
        Trees trees = parsed.trees();
        boolean[] found = new boolean[1];
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitBinary(BinaryTree tree, Void nothing) {
                TypeMirror type = trees.getTypeMirror(getCurrentPath());
                found[0] |= tree.getKind() == Tree.Kind.DIVIDE
                        && type != null
                        && (type.getKind() == TypeKind.INT || type.getKind() == TypeKind.LONG);
                return super.visitBinary(tree, nothing);
            }
        }.scan(TreePath.getPath(parsed.unit(), value), null);
        return found[0];
    }

    private static String words(Diagnostic<?> error) {
        return error.getMessage(Locale.ROOT)
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("location:"))
                .map(line -> line.replaceAll("\\s+", " "))
                .collect(Collectors.joining(", "))
                .replaceFirst("^cannot find symbol, symbol: ", "there is no ");
    }
}
