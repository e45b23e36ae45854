package d2j.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps LaTeX out of Markdown's reach, as Jupyter does: formulas between dollar signs, and LaTeX environments, are
 * replaced by marks before Markdown is read and put back into its HTML. Code is left alone.
 */
final class FormulaGuard {

    private static final char OPEN = '\ue000';
    private static final char CLOSE = '\ue001';
    private static final Pattern MARK = Pattern.compile(OPEN + "(\\d+)" + CLOSE);
    private static final Pattern FENCE =
            Pattern.compile("(?m)^ {0,3}(`{3,}|~{3,})[^\\n]*\\n(?s:.*?)(?:^ {0,3}\\1[`~]*" + "[ \\t]*$|\\z)");
    private static final Pattern PIECE = Pattern.compile("(?<code>(?<!`)(?<ticks>`+)(?!`)(?s:.*?[^`])\\k<ticks>(?!`))"
            + "|(?<escaped>\\\\[\\\\$])"
            + "|(?<display>\\$\\$(?s:.+?)\\$\\$)"
            + "|(?<environment>\\\\begin\\{(?<name>[a-zA-Z]+\\*?)\\}(?s:.+?)\\\\end\\{\\k<name>\\})"
            + "|(?<inline>\\$(?:[^$\\\\\\n]++|\\\\.|\\n(?!\\s*\\n)){1,1000}?\\$)");

    private final List<String> formulas = new ArrayList<>();

    /** The Markdown with marks for formulas. */
    String hide(String markdown) {
        StringBuilder hidden = new StringBuilder();
        Matcher fences = FENCE.matcher(markdown);
        int end = 0;
        while (fences.find()) {
            hidden.append(hideFormulas(markdown.substring(end, fences.start()))).append(fences.group());
            end = fences.end();
        }
        return hidden.append(hideFormulas(markdown.substring(end))).toString();
    }

    private String hideFormulas(String markdown) {
        StringBuilder hidden = new StringBuilder();
        Matcher piece = PIECE.matcher(markdown);
        while (piece.find()) {
            String text = piece.group();
            if (piece.group("code") != null || piece.group("escaped") != null) {
                piece.appendReplacement(hidden, Matcher.quoteReplacement(text));
                continue;
            }
            boolean inline = piece.group("inline") != null;
            int border = piece.group("environment") != null ? 0 : inline ? 1 : 2;
            String tex = text.substring(border, text.length() - border);
            String kind = inline ? "math" : "math display";
            formulas.add("<span class=\"" + kind + "\">" + HtmlExport.escape(tex) + "</span>");
            piece.appendReplacement(hidden, OPEN + Integer.toString(formulas.size() - 1) + CLOSE);
        }
        return piece.appendTail(hidden).toString();
    }

    /** The HTML with the formulas in place of the marks. */
    String restore(String html) {
        return MARK.matcher(html)
                .replaceAll(mark -> Matcher.quoteReplacement(formulas.get(Integer.parseInt(mark.group(1)))));
    }

    /** The text without the marks. */
    String remove(String text) {
        return MARK.matcher(text).replaceAll("");
    }

    boolean foundAny() {
        return !formulas.isEmpty();
    }
}
