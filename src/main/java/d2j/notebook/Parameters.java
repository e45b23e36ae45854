package d2j.notebook;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of a notebook: Java declarations such as {@code int EPOCHS = 10;} in the cells tagged
 * {@code parameters}, and the declarations that override them (the convention of papermill).
 */
public final class Parameters {

    /** The tag of the cells that declare parameters. */
    public static final String TAG = "parameters";
    /** The tag of the cell that is put behind them. */
    public static final String INJECTED_TAG = "injected-parameters";

    private static final Pattern IMPORT = Pattern.compile("(?m)^[ \\t]*import\\s[^;\\n]*;");
    private static final int SHOWN = 40;

    /**
     * One parameter.
     *
     * @param type  its Java type
     * @param value its default, a Java expression
     */
    public record Parameter(String type, String name, String value) {}

    /** What a cell declares, and how many errors the parser found in it. */
    private record Declared(List<Parameter> parameters, int errors, String problem) {}

    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final List<String> imports = new ArrayList<>();
    private String problem = "";

    private Parameters() {}

    /** The parameters that a notebook declares. */
    public static Parameters of(NotebookFile notebook) {
        Parameters parameters = new Parameters();
        int number = 0;
        for (Cell cell : notebook.cells()) {
            number++;
            if (cell.isCode() && cell.hasTag(TAG)) {
                parameters.read(cell.source(), number);
            }
        }
        return parameters;
    }

    private void read(String source, int number) {
        IMPORT.matcher(source)
                .results()
                .forEach(found -> imports.add(found.group().strip()));
        // An import keeps its place, so that lines are counted as in the cell.
        String code = IMPORT.matcher(source)
                .replaceAll(found -> " ".repeat(found.group().length()));
        try {
            Declared declared = JavaParser.with("class Parameters {" + code + "\n}", Parameters::declared);
            if (declared.errors() > 0) {
                // Not fields, but perhaps statements among which there are declarations.
                Declared statements =
                        JavaParser.with("class Parameters { void cell() {" + code + "\n}}", Parameters::declared);
                declared = statements.errors() < declared.errors() ? statements : declared;
            }
            declared.parameters().forEach(parameter -> byName.put(parameter.name(), parameter));
            if (!declared.problem().isEmpty()) {
                problem = "cell " + number + ", " + declared.problem();
            }
        } catch (UsageException e) {
            problem = "cell " + number + ": " + e.getMessage();
        }
    }

    private static Declared declared(JavaParser parsed) {
        SourcePositions positions = parsed.trees().getSourcePositions();
        List<Tree> members = new ArrayList<>();
        ClassTree type = parsed.type();
        if (type != null) {
            members.addAll(type.getMembers());
        }
        for (Tree member : List.copyOf(members)) {
            if (member instanceof MethodTree method
                    && method.getName().contentEquals("cell")
                    && method.getBody() != null) {
                members.addAll(method.getBody().getStatements());
            }
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Tree member : members) {
            if (member instanceof VariableTree variable && variable.getInitializer() != null) {
                ExpressionTree value = variable.getInitializer();
                String text = parsed.text(
                        positions.getStartPosition(parsed.unit(), value),
                        positions.getEndPosition(parsed.unit(), value));
                if (!text.isBlank()) {
                    parameters.add(
                            new Parameter(type(variable), variable.getName().toString(), text.strip()));
                }
            }
        }
        var errors = parsed.errors();
        String problem = errors.isEmpty()
                ? ""
                : "line " + errors.get(0).getLineNumber() + ": " + errors.get(0).getMessage(Locale.ROOT);
        return new Declared(parameters, errors.size(), problem);
    }

    /** The declared type; of a {@code var} the type of its literal, where it has one. */
    private static String type(VariableTree variable) {
        String declared = String.valueOf(variable.getType());
        if (variable.getType() != null && !declared.equals("var")) {
            return declared;
        }
        Tree value = variable.getInitializer();
        while (value instanceof UnaryTree unary) {
            value = unary.getExpression();
        }
        return value instanceof LiteralTree literal
                ? switch (literal.getKind()) {
                    case INT_LITERAL -> "int";
                    case LONG_LITERAL -> "long";
                    case FLOAT_LITERAL -> "float";
                    case DOUBLE_LITERAL -> "double";
                    case BOOLEAN_LITERAL -> "boolean";
                    case CHAR_LITERAL -> "char";
                    case STRING_LITERAL -> "String";
                    default -> "var";
                }
                : "var";
    }

    /** The parameters, in the order of their declarations. */
    public List<Parameter> all() {
        return new ArrayList<>(byName.values());
    }

    /**
     * Java declarations that give parameters new values, each of them checked as the compiler would.
     *
     * @param values by name; Java expressions, or for a text or a character also what it holds
     * @throws UsageException if a name is unknown or a value does not fit the type
     */
    public String declarations(Map<String, String> values) throws UsageException {
        ParameterValue checker = new ParameterValue(imports, all());
        StringBuilder code = new StringBuilder();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            Parameter parameter = byName.get(entry.getKey());
            if (parameter == null) {
                throw new UsageException(unknown(entry.getKey()));
            }
            code.append(code.isEmpty() ? "" : "\n")
                    .append(parameter.type())
                    .append(' ')
                    .append(parameter.name())
                    .append(" = ")
                    .append(checker.expression(parameter, entry.getValue()))
                    .append(';');
        }
        return code.toString();
    }

    private String unknown(String name) {
        String broken = problem.isEmpty() ? "" : "; " + problem;
        if (byName.isEmpty()) {
            return "there is no parameter " + name + "; this notebook has none (no cell tagged \"" + TAG
                    + "\" declares one)" + broken;
        }
        String known = byName.values().stream()
                .map(parameter ->
                        parameter.name() + " (" + parameter.type() + ", " + shortened(parameter.value()) + ")")
                .collect(Collectors.joining(", "));
        return "there is no parameter " + name + "; this notebook has " + known + broken;
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + " ..." : line;
    }
}
