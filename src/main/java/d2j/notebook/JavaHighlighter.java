package d2j.notebook;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours Java source for HTML pages: comments, text, numbers, keywords, types, annotations. */
final class JavaHighlighter {

    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "short",
            "static",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "var",
            "void",
            "volatile",
            "while",
            "yield");
    /** Groups are repeated a limited number of times, since each time costs stack. */
    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*(?s:.*?)(?:\\*/|\\z))"
            + "|(?<text>\"\"\"(?s:.*?)(?:\"\"\"|\\z)|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+){0,1000}+\"?"
            + "|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+){0,1000}+'?)"
            + "|(?<annotation>@[A-Za-z_]\\w*)"
            + "|(?<number>\\b(?:0[xXbB][\\da-fA-F_]+|"
            + "\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][-+]?\\d+)?)[lLfFdD]?\\b)"
            + "|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)");

    private JavaHighlighter() {}

    /** HTML of the source: escaped, with a span of class k, t, s, n, c or a around each coloured token. */
    static String html(String source) {
        StringBuilder html = new StringBuilder();
        Matcher matcher = TOKEN.matcher(source);
        int end = 0;
        while (matcher.find()) {
            html.append(HtmlExport.escape(source.substring(end, matcher.start())));
            end = matcher.end();
            String token = HtmlExport.escape(matcher.group());
            String kind = kind(matcher);
            html.append(kind.isEmpty() ? token : "<span class=\"" + kind + "\">" + token + "</span>");
        }
        return html.append(HtmlExport.escape(source.substring(end))).toString();
    }

    private static String kind(Matcher matcher) {
        if (matcher.group("comment") != null) {
            return "c";
        } else if (matcher.group("text") != null) {
            return "s";
        } else if (matcher.group("annotation") != null) {
            return "a";
        } else if (matcher.group("number") != null) {
            return "n";
        }
        String word = matcher.group("word");
        if (KEYWORDS.contains(word)) {
            return "k";
        }
        boolean type = Character.isUpperCase(word.charAt(0)) && word.chars().anyMatch(Character::isLowerCase);
        return type ? "t" : "";
    }
}
