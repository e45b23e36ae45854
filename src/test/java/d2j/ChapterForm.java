package d2j;

import d2j.notebook.Cell;
import d2j.notebook.NotebookFile;
import d2j.notebook.Parameters;
import d2j.notebook.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a chapter, as far as a program can see it; CONTRIBUTING.md says what it is and why. A chapter that grows
 * past these limits has two subjects, or too much of one.
 */
final class ChapterForm {

    private static final int LONGEST_CELL = 40;
    private static final int VISIBLE_LINES = 250;
    private static final int FEWEST_WORDS = 800;
    private static final int MOST_WORDS = 2500;
    private static final List<Pattern> NOT_PROSE = List.of(
            Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1 *$"),
            Pattern.compile("(`+)[^`]+\\1"),
            Pattern.compile("(?s)\\$\\$.*?\\$\\$"),
            Pattern.compile("(?<!\\\\)\\$[^$]+?(?<!\\\\)\\$"),
            Pattern.compile("(?m)^ *\\|.*$"),
            Pattern.compile("</?[a-z][^>]*>"),
            Pattern.compile("(?<=\\])\\([^)\\s]*\\)"));
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-'’.,][\\p{L}\\p{N}]+)*");
    private static final Pattern EXERCISE = Pattern.compile("(?m)^\\d+\\. ");
    private static final Pattern DETAILS = Pattern.compile("(?s)<details>\\s*<summary>(.*?)</summary>(.*?)</details>");
    private static final Pattern NO_CHINESE = Pattern.compile("\\P{IsHan}*");

    private final List<String> problems = new ArrayList<>();
    private final NotebookFile notebook;
    private final List<Cell> cells;
    private final String markdown;

    private ChapterForm(NotebookFile notebook) {
        this.notebook = notebook;
        cells = notebook.cells();
        markdown = cells.stream().filter(Cell::isMarkdown).map(Cell::source).collect(Collectors.joining("\n\n"));
    }

    /** What is wrong with a chapter's form, each in a line that says where. */
    static List<String> problems(NotebookFile notebook) {
        ChapterForm form = new ChapterForm(notebook);
        form.opening();
        form.imports();
        form.code();
        form.checks();
        form.ending();
        return form.problems;
    }

    /** Lines that a reader sees: neither blank nor imports. */
    static List<String> visibleLines(Cell cell) {
        return cell.source()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import "))
                .toList();
    }

    /** The words of a chapter's prose, exercises, answers and references included. */
    static int words(NotebookFile notebook) {
        return notebook.cells().stream()
                .filter(Cell::isMarkdown)
                .mapToInt(cell -> words(cell.source()).size())
                .sum();
    }

    /** The words of Markdown without code, formulas, tables, tags and the addresses of links. */
    static List<String> words(String markdown) {
        String text = markdown;
        for (Pattern pattern : NOT_PROSE) {
            text = pattern.matcher(text).replaceAll(" ");
        }
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    private void opening() {
        String first = cells.isEmpty() ? "" : cells.get(0).source();
        for (String part : List.of("**You will be able to**", "**Prerequisites:**", "**In the textbooks:**")) {
            require(first.contains(part), "the first cell lacks " + part);
        }
        List<Term> terms = Term.of(notebook);
        require(!terms.isEmpty(), "there is no table | Term | Chinese |");
        for (Term term : terms) {
            require(
                    !term.english().isBlank()
                            && !NO_CHINESE.matcher(term.chinese()).matches(),
                    "the term \"" + term.english() + "\" lacks its Chinese, or the other way round");
        }
        int words = words(notebook);
        require(
                words >= FEWEST_WORDS && words <= MOST_WORDS,
                words + " words of prose, not " + FEWEST_WORDS + " to " + MOST_WORDS);
        for (Parameters.Parameter parameter : Parameters.of(notebook).all()) {
            require(
                    !parameter.name().startsWith("EXPECTED"),
                    "the parameter " + parameter.name() + " belongs into the check that uses it");
        }
    }

    private void imports() {
        List<Cell> importing = cells.stream()
                .filter(cell -> cell.isCode() && cell.source().lines().anyMatch(line -> line.startsWith("import ")))
                .toList();
        require(importing.size() == 1, importing.size() + " cells import something, not one");
        for (Cell cell : importing) {
            require(isCollapsed(cell), "the cell of imports is not collapsed (metadata jupyter.source_hidden)");
        }
    }

    private static boolean isCollapsed(Cell cell) {
        return cell.metadata().has("jupyter")
                && cell.metadata().getAsJsonObject("jupyter").has("source_hidden")
                && cell.metadata()
                        .getAsJsonObject("jupyter")
                        .get("source_hidden")
                        .getAsBoolean();
    }

    private void code() {
        int visible = 0;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            if (!cell.isCode() || isCollapsed(cell)) {
                continue;
            }
            String where = "cell " + (i + 1);
            int lines = visibleLines(cell).size();
            require(lines <= LONGEST_CELL, where + " has " + lines + " lines, more than " + LONGEST_CELL);
            if (cell.hasTag("check")) {
                continue;
            }
            visible += lines;
            if (!cell.hasTag(Parameters.TAG)) {
                require(i > 0 && cells.get(i - 1).isMarkdown(), where + " comes without a word before it");
            }
        }
        require(visible <= VISIBLE_LINES, visible + " lines of visible code, more than " + VISIBLE_LINES);
    }

    private void checks() {
        long checks = cells.stream().filter(cell -> cell.hasTag("check")).count();
        require(checks >= 2 && checks <= 6, checks + " cells of checks, not 2 to 6");
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).hasTag("check")) {
                require(
                        cells.get(i).source().contains("Check."),
                        "cell " + (i + 1) + " is tagged check and checks nothing");
            }
        }
    }

    private void ending() {
        String exercises = section("Exercises");
        require(exercises.contains("**Open task.**"), "there is no **Open task.** after the exercises");
        String questions = DETAILS.matcher(exercises).replaceAll("");
        int asked = count(EXERCISE, questions);
        require(asked >= 4 && asked <= 6, asked + " exercises, not 4 to 6");
        List<String> summaries = new ArrayList<>();
        Matcher details = DETAILS.matcher(markdown);
        while (details.find()) {
            summaries.add(details.group(1).strip());
            if (details.group(1).strip().equals("Answers")) {
                int answered = count(EXERCISE, details.group(2));
                require(answered == asked, asked + " exercises and " + answered + " answers");
            }
        }
        List<String> others = new ArrayList<>(summaries);
        require(others.remove("Answers"), "there is no block <details><summary>Answers</summary>");
        others.removeIf(summary -> summary.matches("(An error|Errors) in other notes"));
        require(others.isEmpty(), "collapsed blocks besides the answers and the errors in other notes: " + others);
    }

    private String section(String heading) {
        return Arrays.stream(markdown.split("(?m)^## "))
                .filter(section -> section.startsWith(heading))
                .findFirst()
                .orElse("");
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            problems.add(problem);
        }
    }
}
