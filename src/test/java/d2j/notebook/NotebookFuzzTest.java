package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import d2j.fuzz.Damage;
import d2j.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged notebooks and parameters are read, or refused with the file's name; nothing else comes of them. */
class NotebookFuzzTest {

    private static final String NOTEBOOK =
            """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "d2j-java", "language": "java",
              "display_name": "Java (d2j)"}, "language_info": {"name": "java"}, "widgets": {},
              "d2j": {"title": "A chapter", "time": "1 min", "datasets": ["mnist"], "smoke": {"N": "1", "R": 0.5}}},
             "cells": [
              {"cell_type": "markdown", "id": "a", "metadata": {"slideshow": {"slide_type": ""}},
               "source": ["# Title $x_1$\\n", "- a [link](b) **c** `d` <b>\\n", "\\n", "|t|u|\\n", "|-|-|\\n", "|1|2|"],
               "attachments": {"p.png": {"image/png": "AAAA"}}},
              {"cell_type": "code", "id": "b", "execution_count": 1, "metadata": {"tags": ["parameters"],
                "jupyter": {"source_hidden": true}},
               "source": "int N = 10; double R = 1e-3;\\nString T = \\"a\\\\n\\";",
               "outputs": []},
              {"cell_type": "code", "id": "c", "execution_count": 2, "metadata": {}, "source": ["N + 1 // π"],
               "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["1\\r2\\n", "✓ a: 1\\n"]},
                {"output_type": "execute_result", "execution_count": 2, "data": {"text/plain": "11",
                  "application/json": {"a": [1]}}, "metadata": {}},
                {"output_type": "display_data", "data": {"image/png": "AAAA", "text/html": "<b>"},
                  "metadata": {"image/png": {"width": 10, "alt": "x"}}},
                {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\\u001b[31mat x\\u001b[0m"]}]},
              {"cell_type": "raw", "id": "d", "metadata": {}, "source": "raw"}]}
            """;
    private static final JsonElement JSON = JsonParser.parseString(NOTEBOOK);

    /** All that is done with a notebook outside a kernel. */
    private static void use(String text) throws IOException {
        NotebookFile notebook;
        try {
            notebook = NotebookFile.parse(text, "my.ipynb");
        } catch (NotebookException e) {
            assertTrue(e.getMessage().startsWith("my.ipynb"), e.getMessage());
            assertTrue(
                    e.getMessage().length() < 5000,
                    "a message of " + e.getMessage().length() + " characters");
            return;
        }
        HtmlExport.page(notebook, null, List.of());
        Chapter.loaders(notebook);
        Parameters parameters = Parameters.of(notebook);
        try {
            parameters.declarations(notebook.smokeParameters());
            NotebookRunner.withParameters(notebook, RunOptions.defaults().withSmoke(true));
        } catch (UsageException e) {
            assertFalse(e.getMessage().isBlank());
        }
        assertEquals(
                notebook.text(), NotebookFile.parse(notebook.text(), "again").text());
        notebook.normalise();
        String normal = notebook.text();
        NotebookFile again = NotebookFile.parse(normal, "again");
        again.normalise();
        assertEquals(normal, again.text());
    }

    @Test
    void theNotebookIsSound() throws IOException {
        use(NOTEBOOK);
        assertEquals(4, NotebookFile.parse(NOTEBOOK, "x").cells().size());
    }

    @Test
    void damagedStructure() {
        Fuzz.run("notebook structure", damage -> use(NotebookFormat.write(damage.json(JSON))));
    }

    @Test
    void damagedText() {
        Fuzz.run("notebook text", damage -> use(damage.text(NOTEBOOK)));
    }

    @Test
    void damagedBytes(@TempDir Path folder) {
        Path file = folder.resolve("my.ipynb");
        Fuzz.run("notebook bytes", damage -> {
            Files.write(file, damage.bytes(NOTEBOOK.getBytes(StandardCharsets.UTF_8)));
            try {
                NotebookFile.read(file);
                NotebookFile.isNormal(file);
            } catch (NotebookException e) {
                assertTrue(e.getMessage().contains("my.ipynb"), e.getMessage());
            }
        });
    }

    @Test
    void damagedParameters() {
        String cell = "import java.util.List;\nint N = 1_000, M = 2; double R = 1e-3; // a; comment\n"
                + "char C = ';'; String S = \"a \\\"b\\\" c\"; int[] A = {1, 2};\n"
                + "List<String> L = List.of(\"x\"); var V = 3;";
        List<String> values = List.of("1", "-2.5", "NaN", "\"text\"", "'x'", "{1, 2}", "List.of()", "N * 2", "1/3", "");
        Fuzz.run("parameters", damage -> declare(damage, cell, values));
    }

    private static void declare(Damage damage, String cell, List<String> values) {
        NotebookFile notebook = TestNotebooks.notebook()
                .code(damage.random().nextInt(4) == 0 ? cell : damage.text(cell), "parameters")
                .build();
        Parameters parameters = Parameters.of(notebook);
        String value = damage.oneOf(values);
        String given = damage.random().nextBoolean() ? value : damage.text(value);
        List<Parameters.Parameter> all = parameters.all();
        String name = all.isEmpty() ? "X" : damage.oneOf(all).name();
        try {
            String declaration = parameters.declarations(Map.of(name, given));
            assertTrue(declaration.contains(name) && declaration.endsWith(";"), declaration);
        } catch (UsageException e) {
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }
}
