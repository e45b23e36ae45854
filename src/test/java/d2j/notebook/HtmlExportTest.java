package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of a notebook: complete in itself, and properly escaped. */
class HtmlExportTest {

    private static String page(TestNotebooks notebook, String... outputs) throws IOException {
        NotebookFile file = notebook.build();
        Cell last = file.cells().get(file.cells().size() - 1);
        if (outputs.length > 0) {
            last.outputs(Stream.of(outputs)
                    .map(text -> JsonParser.parseString(text).getAsJsonObject())
                    .toList());
        }
        return HtmlExport.page(file, null, List.of());
    }

    @Test
    void codeAndOutputsAreEscaped() throws IOException {
        String page = page(
                TestNotebooks.notebook().code("boolean b = 1 < 2 && \"<script>\".isEmpty(); // <b>"),
                "{'output_type': 'stream', 'name': 'stdout', 'text': 'a < b & <img src=x onerror=alert(1)>'}",
                "{'output_type': 'execute_result', 'metadata': {}, 'data': {'text/plain': '<i>plain</i>'}}",
                "{'output_type': 'error', 'ename': 'E', 'evalue': '<u>', 'traceback': ['\u001b[31m<u>red\u001b[0m']}",
                "{'output_type': 'display_data', 'data': {'image/png': 'AAAA', 'text/plain': 'x'}, "
                        + "'metadata': {'image/png': {'alt': 'a \\\"quoted\\\" <alt>', 'width': 300}}}");
        assertFalse(page.contains("<script>\".is"));
        assertTrue(page.contains("<span class=\"s\">&quot;&lt;script&gt;&quot;</span>"));
        assertTrue(page.contains("a &lt; b &amp; &lt;img src=x onerror=alert(1)&gt;"));
        assertTrue(page.contains("&lt;i&gt;plain&lt;/i&gt;"));
        assertTrue(page.contains("&lt;u&gt;red</pre>"));
        assertTrue(page.contains("alt=\"a &quot;quoted&quot; &lt;alt&gt;\" width=\"300\""));
    }

    @Test
    void htmlOutputsAndMarkdownStayAsTheyAre() throws IOException {
        String page = page(
                TestNotebooks.notebook()
                        .markdown("<details><summary>Answer</summary>\n\n**4**\n\n</details>")
                        .code("int x = 1;"),
                "{'output_type': 'display_data', 'metadata': {}, 'data': "
                        + "{'text/html': ['<table>\\n', '<tr><td>1</td></tr></table>'], 'text/plain': 'table'}}");
        assertTrue(page.contains("<details><summary>Answer</summary>\n<p><strong>4</strong></p>\n</details>"));
        assertTrue(page.contains("<table>\n<tr><td>1</td></tr></table>"));
    }

    @Test
    void formulasAreKeptFromMarkdown() throws IOException {
        String page = page(
                TestNotebooks.notebook()
                        .markdown(
                                """
                With $a_1 * b_1 * c < d$ and \\$5, `$code$`:

                $$
                x_{i} = \\frac{1}{2} \\\\ y
                $$

                ```
                $ fence $
                ```

                \\begin{align} a &= b \\end{align}"""));
        assertTrue(page.contains("<span class=\"math\">a_1 * b_1 * c &lt; d</span>"), page);
        assertTrue(page.contains("<span class=\"math display\">\nx_{i} = \\frac{1}{2} \\\\ y\n</span>"));
        assertTrue(page.contains("<span class=\"math display\">\\begin{align} a &amp;= b \\end{align}</span>"));
        assertTrue(page.contains("and $5, <code>$code$</code>"));
        assertTrue(page.contains("$ fence $"));
        assertTrue(page.contains("katex.render"));
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String page = page(TestNotebooks.notebook()
                .markdown("# Title\n\n## A part $x$\n\n$y$")
                .code("int x = 1;"));
        assertFalse(page.contains("src=\"http"));
        assertFalse(page.contains("<link"));
        assertTrue(page.contains("<a href=\"#a-part\">A part <span class=\"math\">x</span></a>"));
        assertTrue(page.contains("<title>A test</title>"));
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertEquals(page.indexOf("</html>"), page.lastIndexOf("</html>"));
    }

    @Test
    void aPageWithoutFormulasIsSmall() throws IOException {
        assertTrue(page(TestNotebooks.notebook().markdown("# Title").code("int x = 1;"))
                        .length()
                < 10_000);
    }

    @Test
    void listingsInMarkdownAreColoured() throws IOException {
        String page = page(TestNotebooks.notebook().markdown("```java\nint x = 1 < 2;\n```"));
        assertTrue(page.contains("<span class=\"k\">int</span> x = <span class=\"n\">1</span> &lt;"), page);
    }

    @Test
    void markdownThatIsNestedTooDeeplyIsShownAsItIs() throws IOException {
        String page = page(TestNotebooks.notebook()
                .markdown("> ".repeat(3000) + "quoted")
                .markdown("[".repeat(30_000) + "a" + "](b)".repeat(30_000))
                .markdown("after"));
        assertTrue(page.contains("quoted"));
        assertTrue(page.contains("<p>after</p>"));
    }

    @Test
    void longTextsCostNoStack() throws IOException {
        String page = page(
                TestNotebooks.notebook()
                        .markdown("$" + "x + y^2 \\alpha ".repeat(5000) + "$")
                        .markdown("$" + "\\alpha".repeat(300) + "$")
                        .code("String s = \"" + "a\\n".repeat(20_000) + "\";"),
                "{'output_type': 'stream', 'name': 'stdout', 'text': '" + "a\\rb".repeat(50_000) + "'}");
        assertTrue(page.contains("<span class=\"math\">" + "\\alpha".repeat(300) + "</span>"));
        assertTrue(page.contains("<span class=\"s\">&quot;a\\n"));
    }
}
