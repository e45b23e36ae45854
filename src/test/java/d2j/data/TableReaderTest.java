package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class TableReaderTest {
    private static final String TEXT = "id,street,area\n1,\u00c4u\u00dfere,2.5\n2,NA,NA\n";
    private static final List<Catalog.Column> COLUMNS = List.of(
            new Catalog.Column("id", "integer", null, ""),
            new Catalog.Column("street", "text", null, ""),
            new Catalog.Column("area", "real", null, ""));

    @TempDir
    Path folder;

    private Table read(byte[] content) throws IOException {
        return TableReader.read(Files.write(folder.resolve("a.csv"), content), "a", COLUMNS, true, ',');
    }

    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        String expected = read(TEXT.getBytes(StandardCharsets.UTF_8)).print();
        assertTrue(expected.contains("\u00c4u\u00dfere"), expected);
        for (String text : List.of(
                TEXT.replace("\n", "\r\n"),
                "\uFEFF" + TEXT,
                TEXT.replace(',', ';'),
                "\uFEFF" + TEXT.replace(',', ';').replace("\n", "\r\n"),
                TEXT.stripTrailing(),
                TEXT + "\n")) {
            assertEquals(expected, read(text.getBytes(StandardCharsets.UTF_8)).print());
        }
        assertEquals(
                expected,
                read(TestData.gzip(TEXT.getBytes(StandardCharsets.UTF_8))).print());
    }

    @Test
    void namesTheFileThatIsNoTable() throws IOException {
        for (String text : List.of(
                "", "\n", "id,street\n1,x\n", TEXT.replace("area", "aria"), TEXT.replace("2.5", "big"), "<html>\n")) {
            DatasetException e =
                    assertThrows(DatasetException.class, () -> read(text.getBytes(StandardCharsets.UTF_8)), text);
            assertTrue(e.getMessage().startsWith(folder.resolve("a.csv") + " "), e.getMessage());
        }
    }
}
