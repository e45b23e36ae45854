package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The notebook model: Jupyter's own formatting, and the form in which notebooks are committed. */
class NotebookFileTest {

    private static final String NOISY =
            """
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "java", "version": "17.0.1",
              "codemirror_mode": "java"}, "kernelspec": {"name": "java", "display_name": "IJava", "language": "java"},
              "mine": {"kept": [1.50, true, null]}},
             "cells": [
              {"cell_type": "markdown", "id": "same", "metadata": {"slideshow": {"slide_type": ""}},
               "source": "# Größe π\\r\\n\\n"},
              {"cell_type": "code", "id": "same", "execution_count": 7, "metadata": {"collapsed": true, "tags": [],
                "ExecuteTime": {"end_time": "now"}, "jupyter": {"outputs_hidden": true}, "mine": 1},
               "source": ["int x = 1;\\n", "x"], "outputs": [
                {"output_type": "stream", "name": "stdout", "text": "step 1\\rstep 2"},
                {"output_type": "stream", "name": "stderr", "text": ""},
                {"output_type": "stream", "name": "stdout", "text": ["\\rstep 3\\n", "do\\bone\\n"]},
                {"output_type": "execute_result", "execution_count": 7, "metadata": {}, "data": {"text/plain": "1"},
                 "transient": {"display_id": "abc"}}]},
              {"cell_type": "code", "id": "not valid!", "execution_count": 9, "metadata": {},
               "source": "int x = 1;\\nx",
               "outputs": []},
              {"cell_type": "code", "execution_count": 3, "metadata": {}, "source": "int x = 1;\\nx", "outputs": []}]}
            """;

    private static NotebookFile noisy() throws IOException {
        return NotebookFile.parse(NOISY, "noisy.ipynb");
    }

    @Test
    void normalisingRemovesTheNoiseOfExecution() throws IOException {
        NotebookFile notebook = noisy();
        notebook.normalise();
        List<Cell> cells = notebook.cells();
        assertEquals("# Größe π", cells.get(0).source());
        assertEquals("{\"mine\":1}", cells.get(1).metadata().toString());
        assertEquals(2, cells.get(1).outputs().size());
        assertEquals(
                "step 3\ndone\n",
                NotebookFormat.text(cells.get(1).outputs().get(0).get("text")));
        assertFalse(cells.get(1).outputs().get(1).has("transient"));
        assertEquals(1, cells.get(1).outputs().get(1).get("execution_count").getAsInt());
        assertEquals(3, cells.get(3).json().get("execution_count").getAsInt());
        assertEquals(
                "d2j-java",
                notebook.metadata().getAsJsonObject("kernelspec").get("name").getAsString());
        assertFalse(notebook.metadata().getAsJsonObject("language_info").has("version"));
    }

    @Test
    void fieldsThatAreNotKnownStay() throws IOException {
        NotebookFile notebook = noisy();
        notebook.normalise();
        assertEquals(
                "{\"kept\":[1.50,true,null]}", notebook.metadata().get("mine").toString());
    }

    @Test
    void identitiesAreValidUniqueAndStable() throws IOException {
        NotebookFile notebook = noisy();
        notebook.normalise();
        List<String> ids = notebook.cells().stream().map(Cell::id).toList();
        assertEquals("same", ids.get(0));
        assertEquals(4, ids.stream().distinct().count());
        ids.forEach(id -> assertTrue(id.matches("[a-zA-Z0-9_-]{1,64}"), id));
        NotebookFile again = noisy();
        again.normalise();
        assertEquals(ids, again.cells().stream().map(Cell::id).toList());
    }

    @Test
    void normalisingTwiceChangesNothingMore() throws IOException {
        NotebookFile notebook = noisy();
        notebook.normalise();
        String once = notebook.text();
        NotebookFile again = NotebookFile.parse(once, "again");
        again.normalise();
        assertEquals(once, again.text());
        notebook.normalise();
        assertEquals(once, notebook.text());
    }

    @Test
    void theTextIsFormattedAsJupyterDoesIt() throws IOException {
        NotebookFile notebook = NotebookFile.parse(
                "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":["
                        + "{\"source\":\"a\\nπ \\u2028\\u001b[0m\\\"<\",\"metadata\":{},\"id\":\"a\","
                        + "\"cell_type\":\"markdown\"}]}",
                "x");
        assertEquals(
                """
                {
                 "cells": [
                  {
                   "cell_type": "markdown",
                   "id": "a",
                   "metadata": {},
                   "source": [
                    "a\\n",
                    "π \u2028",
                    "\\u001b[0m\\"<"
                   ]
                  }
                 ],
                 "metadata": {},
                 "nbformat": 4,
                 "nbformat_minor": 5
                }
                """,
                notebook.text());
    }

    @Test
    void aTerminalOverwritesWhatStandsBehindACarriageReturn() {
        assertEquals("abc\n", NotebookFormat.asTerminalShows("abc\r\n"));
        assertEquals("xbc", NotebookFormat.asTerminalShows("abc\rx"));
        assertEquals("100%\ndone", NotebookFormat.asTerminalShows(" 10%\r100%  \ndone"));
        assertEquals("", NotebookFormat.asTerminalShows("\r"));
    }

    @Test
    void aBrokenFileIsNamedWithItsLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("broken.ipynb");
        Files.writeString(file, "{\n \"cells\": [\n  {\"cell_type\": \"code\",,}\n ]\n}\n");
        NotebookException exception = assertThrows(NotebookException.class, () -> NotebookFile.read(file));
        assertTrue(exception.getMessage().contains("broken.ipynb, line 3"), exception.getMessage());
        assertTrue(exception.getMessage().contains("git checkout"), exception.getMessage());
    }

    @Test
    void theMarksOfAMergeAreRecognised() {
        NotebookException exception = assertThrows(
                NotebookException.class,
                () -> NotebookFile.parse(
                        "{\n<<<<<<< HEAD\n \"a\": 1\n=======\n \"a\": 2\n>>>>>>> other\n}\n", "merged.ipynb"));
        assertTrue(exception.getMessage().contains("unresolved merge"), exception.getMessage());
    }

    @Test
    void jsonThatIsNoNotebookIsRefused() {
        assertThrows(NotebookException.class, () -> NotebookFile.parse("[1, 2]", "list"));
        assertThrows(NotebookException.class, () -> NotebookFile.parse("", "empty"));
        assertThrows(NotebookException.class, () -> NotebookFile.parse("{\"cells\": [{}]}", "cell"));
        assertThrows(NotebookException.class, () -> NotebookFile.parse("{\"cells\": []} x", "more"));
    }

    @Test
    void aNotebookThatWasNeverExecutedHasNoCounts() throws IOException {
        NotebookFile notebook = TestNotebooks.notebook().code("int x = 1;").build();
        assertTrue(notebook.cells().get(0).json().get("execution_count").isJsonNull());
    }

    @Test
    void theNotedTimeChangesOnlyIfItNoLongerFits() throws IOException {
        NotebookFile notebook = TestNotebooks.notebook().code("int x = 1;").build();
        notebook.time(8);
        assertEquals("10 s", notebook.time());
        notebook.time(14);
        assertEquals("10 s", notebook.time());
        notebook.time(70);
        assertEquals("2 min", notebook.time());
        notebook.time(45);
        assertEquals("2 min", notebook.time());
        notebook.time(20);
        assertEquals("20 s", notebook.time());
    }

    private static final String HEAD = "{'nbformat': 4, 'nbformat_minor': 5, 'metadata': {}, 'cells': [";
    private static final String CODE = "{'cell_type': 'code', 'metadata': {}, 'source': 'x', ";

    private static String refusal(String json) {
        String text = json.replace('\'', '"');
        return assertThrows(NotebookException.class, () -> NotebookFile.parse(text, "my.ipynb"))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'outputs': [{'text': ['x']}] | cell 1, output 1 has no \"output_type\"",
                "'outputs': [{'output_type': 'stream', 'text': 'x'}] | cell 1, output 1 has no \"name\"",
                "'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': {}}]"
                        + " | output 1: \"text\" is an object",
                "'outputs': [{'output_type': 'error', 'traceback': [1]}] | in \"traceback\" there is a number",
                "'outputs': [{'output_type': 'display_data', 'data': []}]"
                        + " | output 1: \"data\" is a list, not an object",
                "'outputs': [{'output_type': 'display_data', 'data': {'image/png': 1}}] | \"image/png\" is a number",
                "'outputs': [{'output_type': 'dance'}] | output 1 is of the unknown type \"dance\"",
                "'outputs': [null] | cell 1, output 1 has no \"output_type\"",
                "'outputs': {} | cell 1: \"outputs\" is an object, not a list",
                "'id': null | cell 1: \"id\" is null, not a text",
                "'metadata': {'tags': [null]} | cell 1, metadata: in \"tags\" there is null where a text belongs",
                "'metadata': [] | cell 1: \"metadata\" is a list, not an object",
                "'source': [{}] | cell 1: in \"source\" there is an object where a text belongs",
                "'source': null | cell 1: \"source\" is null, not a text or a list of lines",
                "'execution_count': '1' | cell 1: \"execution_count\" is a text, not a number or null",
                "'cell_type': 'poem' | cell 1 is of the type \"poem\""
            })
    void aFieldOfTheWrongKindIsNamedWithFileAndCell(String field, String message) {
        String refusal = refusal(HEAD + CODE + field + "}]}");
        assertTrue(refusal.startsWith("my.ipynb: "), refusal);
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void metadataOfTheWrongKindIsNamed() {
        assertTrue(refusal("{'nbformat': 4, 'metadata': {'d2j': {'smoke': {'N': [1]}}}, 'cells': []}")
                .contains("\"N\" is a list, not a value"));
        assertTrue(refusal("{'nbformat': 4, 'metadata': {'d2j': {'title': 3}}, 'cells': []}")
                .contains("\"title\" is a number"));
        assertTrue(refusal("{'nbformat': 4, 'metadata': null, 'cells': []}").contains("\"metadata\" is null"));
    }

    @Test
    void otherFormatsAreRefusedAndNotConverted() {
        assertTrue(refusal("{'nbformat': 3, 'metadata': {}, 'worksheets': [{'cells': []}]}")
                .contains("my.ipynb is a notebook of format 3; this program works with format 4 only"));
        assertTrue(refusal("{'nbformat': 5, 'metadata': {}, 'cells': []}").contains("format 5"));
        assertTrue(refusal("{'nbformat': '4', 'metadata': {}, 'cells': []}").contains("save it"));
        assertTrue(refusal("{'cells': []}").contains("it has no \"nbformat\""));
    }

    @Test
    void notebooksOfOtherLanguagesAreRefused() throws IOException {
        String python =
                "{'nbformat': 4, 'metadata': {'kernelspec': {'name': 'python3', 'language': 'python'}}, 'cells': []}";
        assertTrue(refusal(python)
                .contains("my.ipynb is a notebook in the language python (kernel python3); this program runs and "
                        + "normalises Java notebooks only"));
        assertTrue(refusal("{'nbformat': 4, 'metadata': {'language_info': {'name': 'javascript'}}, 'cells': []}")
                .contains("javascript"));
        assertTrue(refusal("{'nbformat': 4, 'metadata': {'kernelspec': {'name': 'ir'}}, 'cells': []}")
                .contains("ir"));
        for (String kernel : List.of("java", "jjava", "rapaio-jupyter-kernel", "d2j-java")) {
            NotebookFile.parse(
                    "{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"name\": \"" + kernel + "\"}}, \"cells\": []}",
                    kernel);
        }
    }

    @Test
    void numbersThatOnlyPythonKnowsAreKept() throws IOException {
        String text =
                """
                {
                 "cells": [],
                 "metadata": {
                  "NaN": "NaN, Infinity \\" -Infinity",
                  "mine": [
                   NaN,
                   -Infinity,
                   Infinity,
                   -1.50
                  ]
                 },
                 "nbformat": 4,
                 "nbformat_minor": 5
                }
                """;
        assertEquals(text, NotebookFile.parse(text, "x").text());
        assertTrue(refusal("{'nbformat': 4, 'cells': [], 'x': Nan}").contains("not valid JSON"));
        assertTrue(refusal("{'nbformat': 4, 'cells': [], NaN: 1}").contains("my.ipynb"));
    }

    @Test
    void halfACharacterIsKept(@TempDir Path folder) throws IOException {
        String text = "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":[{\"cell_type\":\"markdown\","
                + "\"id\":\"a\",\"metadata\":{},\"source\":[\"\\ud83d \\ud83d\\ude00 \\ude00\"]}]}";
        NotebookFile notebook = NotebookFile.parse(text, "x");
        Path file = folder.resolve("x.ipynb");
        notebook.write(file);
        assertTrue(Files.readString(file).contains("\"\\ud83d \uD83D\uDE00 \\ude00\""), Files.readString(file));
        assertEquals(notebook.text(), NotebookFile.read(file).text());
        assertTrue(HtmlExport.page(notebook, null, List.of()).contains("\uD83D\uDE00"));
    }

    @Test
    void whatIsNoTextOrTooLargeIsNamed(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin.ipynb"), new byte[] {'"', (byte) 0xE4, '"'});
        assertTrue(assertThrows(NotebookException.class, () -> NotebookFile.isNormal(latin))
                .getMessage()
                .endsWith("latin.ipynb is not UTF-8 text, so it is not a notebook"));
        Path large = Files.write(folder.resolve("large.ipynb"), new byte[3_000_000]);
        String message = assertThrows(NotebookException.class, () -> NotebookReader.text(large, 2_000_000))
                .getMessage();
        assertTrue(message.contains("large.ipynb has 3 MB, more than the 2 MB"), message);
        assertTrue(message.contains("Clear Outputs"), message);
        assertTrue(assertThrows(NotebookException.class, () -> NotebookFile.parse(" ", "empty.ipynb"))
                .getMessage()
                .contains("the file is empty"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        assertEquals(
                0,
                NotebookFile.parse("\uFEFF{\"nbformat\": 4, \"cells\": []}", "x")
                        .cells()
                        .size());
    }

    @Test
    void aNewerMinorFormatStays() throws IOException {
        NotebookFile notebook = NotebookFile.parse("{\"nbformat\": 4, \"nbformat_minor\": 9, \"cells\": []}", "x");
        notebook.normalise();
        assertEquals(9, notebook.json().get("nbformat_minor").getAsInt());
    }
}
