package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.NotebookFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./d2j normalise} converts nothing without a word, and one broken notebook does not hide the others. */
class NormaliseCommandTest {

    @TempDir
    private Path folder;

    private Path foreign;
    private String python;
    private Path java;

    @BeforeEach
    void write() throws IOException {
        python = "{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"name\": \"python3\", \"language\": \"python\"}}, "
                + "\"cells\": []}";
        foreign = Files.writeString(folder.resolve("a-python.ipynb"), python);
        java = Files.writeString(
                folder.resolve("b-java.ipynb"),
                "{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"name\": \"jjava\", \"language\": \"java\"}}, "
                        + "\"cells\": []}");
    }

    private static String normalise(int status, Path... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "normalise";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 1] = files[i].toString();
        }
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(status, Main.execute(arguments));
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aForeignNotebookStaysAndTheOthersAreNormalised() throws IOException {
        String said = normalise(1, foreign, java);
        assertTrue(said.contains("a-python.ipynb is a notebook in the language python (kernel python3)"), said);
        assertTrue(said.contains("b-java.ipynb (its kernel jjava was replaced by d2j-java)"), said);
        assertEquals(python, Files.readString(foreign));
        assertTrue(NotebookFile.isNormal(java));
        assertTrue(normalise(0, java).contains("are normal"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkedNotebookIsWrittenWhereItLies() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.ipynb"), java);
        normalise(0, link);
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(NotebookFile.isNormal(java));
    }
}
