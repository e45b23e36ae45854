package d2j.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a notebook: Java declarations such as {@code int EPOCHS = 10;} in the cells tagged
 * {@code parameters}, and the declarations that override them (the convention of papermill).
 */
public final class Parameters {

    /** The tag of the cells that declare parameters. */
    public static final String TAG = "parameters";
    /** The tag of the cell that is put behind them. */
    public static final String INJECTED_TAG = "injected-parameters";

    private static final Pattern DECLARATION =
            Pattern.compile("(?:^|[;{}\\n])\\s*(?:final\\s+)?([A-Za-z_][\\w.]*(?:<[^;=]*>)?(?:\\s*\\[\\s*\\])*)\\s+"
                    + "([A-Za-z_]\\w*)\\s*=\\s*((?:\"(?:\\\\.|[^\"\\\\])*\"|[^;\"])*)(?=;)");
    private static final Pattern COMMENT =
            Pattern.compile("(\"(?:\\\\.|[^\"\\\\\\n])*\")|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d[\\d_]*[lL]?|0[xX][\\da-fA-F_]+[lL]?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?[dDfF]?");
    private static final Pattern CONSTANT = Pattern.compile("(?:[A-Z]\\w+\\.)*"
            + "(?:M(?:AX|IN)_VALUE|NaN|POSITIVE_INFINITY)"
            + "|[-+*/() \\d._eELlxX]*\\d[-+*/() \\d._eELlxX]*");

    /**
     * One parameter.
     *
     * @param type  its Java type
     * @param value its default, a Java expression
     */
    public record Parameter(String type, String name, String value) {}

    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    private Parameters() {}

    /** The parameters that a notebook declares. */
    public static Parameters of(NotebookFile notebook) {
        Parameters parameters = new Parameters();
        for (Cell cell : notebook.cells()) {
            if (cell.isCode() && cell.hasTag(TAG)) {
                String code = COMMENT.matcher(cell.source())
                        .replaceAll(match -> match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1)));
                Matcher matcher = DECLARATION.matcher(code);
                while (matcher.find()) {
                    String name = matcher.group(2);
                    parameters.byName.put(
                            name,
                            new Parameter(
                                    matcher.group(1), name, matcher.group(3).strip()));
                }
            }
        }
        return parameters;
    }

    /** The parameters, in the order of their declarations. */
    public List<Parameter> all() {
        return new ArrayList<>(byName.values());
    }

    /**
     * Java declarations that give parameters new values.
     *
     * @param values by name; a text value may be given with or without its quotation marks
     * @throws UsageException if a name is unknown or a value does not fit the type
     */
    public String declarations(Map<String, String> values) throws UsageException {
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
                    .append(expression(parameter, entry.getValue().strip()))
                    .append(';');
        }
        return code.toString();
    }

    private String unknown(String name) {
        if (byName.isEmpty()) {
            return "there is no parameter " + name + "; this notebook has none (no cell is tagged \"" + TAG + "\")";
        }
        List<String> known = byName.values().stream()
                .map(parameter -> parameter.name() + " (" + parameter.type() + ", " + parameter.value() + ")")
                .toList();
        return "there is no parameter " + name + "; this notebook has " + String.join(", ", known);
    }

    private static String expression(Parameter parameter, String value) throws UsageException {
        boolean fits =
                switch (parameter.type()) {
                    case "int", "long", "short", "byte" -> fitsInteger(parameter.type(), value);
                    case "double", "float" ->
                        NUMBER.matcher(value).matches()
                                || CONSTANT.matcher(value).matches();
                    case "boolean" -> value.equals("true") || value.equals("false");
                    default -> !value.isEmpty();
                };
        if (!fits) {
            throw new UsageException(parameter.name() + " is a parameter of type " + parameter.type() + "; \"" + value
                    + "\" is not a value of it");
        }
        if (parameter.type().equals("String")
                && !(value.length() >= 2 && value.startsWith("\"") && value.endsWith("\""))) {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (parameter.type().equals("float") && NUMBER.matcher(value).matches() && !value.matches(".*[fF]")) {
            return value + "f";
        }
        if (parameter.type().equals("long") && value.matches("[-+]?\\d[\\d_]*")) {
            return value + "L";
        }
        return value;
    }

    private static boolean fitsInteger(String type, String value) {
        if (!INTEGER.matcher(value).matches()) {
            return CONSTANT.matcher(value).matches() && !value.matches(".*\\d\\.\\d.*|.*NaN|.*INFINITY");
        }
        try {
            long number = Long.decode(
                    value.replace("_", "").replaceAll("[lL]$", "").replaceFirst("^([-+]?)0+(?=[1-9])", "$1"));
            return switch (type) {
                case "int" -> number == (int) number && !value.matches(".*[lL]");
                case "short" -> number == (short) number;
                case "byte" -> number == (byte) number;
                default -> true;
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
