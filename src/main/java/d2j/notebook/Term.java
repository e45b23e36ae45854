package d2j.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A technical term that a chapter introduces: a row of its table {@code | Term | Chinese |}. The Chinese is that of the
 * Chinese edition of <i>Dive into Deep Learning</i>, later variants in brackets.
 *
 * @param english in lower case, unless it is a name
 * @param chinese such as {@code 权重衰减（权重衰退）}
 */
public record Term(String english, String chinese) {

    private static final Pattern TABLE = Pattern.compile(
            "(?m)^\\| *Term *\\| *Chinese *\\|[ \\t]*\\n\\|[-: |]+\\|[ \\t]*\\n((?:\\|.*(?:\\n|\\z))*)");

    /** The terms of a chapter, in its order; rows that are no pair have an empty half. */
    public static List<Term> of(NotebookFile notebook) {
        List<Term> terms = new ArrayList<>();
        for (Cell cell : notebook.cells()) {
            Matcher table = TABLE.matcher(cell.isMarkdown() ? cell.source() : "");
            while (table.find()) {
                table.group(1).lines().forEach(row -> terms.add(parse(row)));
            }
        }
        return terms;
    }

    private static Term parse(String row) {
        String[] columns = row.strip().replaceFirst("^\\|", "").split("\\|", -1);
        return new Term(columns[0].strip(), columns.length > 1 ? columns[1].strip() : "");
    }
}
