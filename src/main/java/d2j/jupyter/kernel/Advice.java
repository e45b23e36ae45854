package d2j.jupyter.kernel;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What to do about a message that says what is wrong only to somebody who knows it already: a line for those who come
 * from Python, or to DL4J for the first time.
 */
final class Advice {

    private record Rule(Pattern message, String line) {
        Rule(String message, String line) {
            this(Pattern.compile(message), line);
        }
    }

    private static final Map<String, String> WRAPPERS = Map.of(
            "int", "Integer",
            "long", "Long",
            "double", "Double",
            "float", "Float",
            "boolean", "Boolean",
            "char", "Character",
            "byte", "Byte",
            "short", "Short");

    private static final Pattern PRIMITIVE =
            Pattern.compile("unexpected type\\s+required: reference\\s+found:\\s+(\\w+)");

    private static final List<Rule> COMPILER = List.of(
            new Rule("method print(ln)?\\(", "Java prints with System.out.println(...)"),
            new Rule("method len\\(", "Java writes array.length, text.length(), and list.size()"),
            new Rule(
                    "method range\\(",
                    "Java counts with for (int i = 0; i < n; i++) { ... }, or with IntStream.range(0, n)"),
            new Rule("variable (True|False|None)\\b", "Java writes true, false and null"),
            new Rule("unclosed character literal|empty character literal", "Text stands in double quotes: \"...\""));

    private static final List<Rule> THROWN = List.of(
            new Rule(
                    "NullPointerException: .*\"this\\.(layers|flattenedParams|topologicalOrder|vertices)\" is null",
                    "A network of DL4J has no weights before its init(): call it once, before anything else."),
            new Rule(
                    "DL4JInvalidConfigException: .*nIn=0",
                    "The first layer has to know the size of its input: give it nIn(...), or the configuration a"
                            + " setInputType(...), which then works out the sizes of all layers."));

    private Advice() {}

    /** A line to put under a message of the compiler; null if there is none. */
    static String onCompiling(String message) {
        var primitive = PRIMITIVE.matcher(message);
        if (primitive.find() && WRAPPERS.containsKey(primitive.group(1))) {
            return "Between < and > stands a class: " + WRAPPERS.get(primitive.group(1)) + " instead of "
                    + primitive.group(1);
        }
        return first(COMPILER, message);
    }

    /** A line to put under an exception, given as its class and message; null if there is none. */
    static String onThrowing(String described) {
        return first(THROWN, described);
    }

    private static String first(List<Rule> rules, String message) {
        return rules.stream()
                .filter(rule -> rule.message().matcher(message).find())
                .map(Rule::line)
                .findFirst()
                .orElse(null);
    }
}
