package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.net.URI;
import org.junit.jupiter.api.Test;

class CatalogTest {
    @Test
    void describesEveryDataSetInFull() {
        for (Catalog.Entry entry : Catalog.standard().entries()) {
            String name = entry.name();
            assertFalse(
                    entry.title().isBlank()
                            || entry.description().isBlank()
                            || entry.sample().isBlank(),
                    name);
            assertFalse(entry.licence().isBlank() || entry.homepage().isBlank(), name);
            assertTrue(entry.citation().matches(".*(19|20)\\d\\d\\."), name);
            assertFalse(entry.columns().isEmpty(), name);
            for (Catalog.RemoteFile file : entry.files()) {
                assertTrue(file.sha256() == null || file.sha256().matches("[0-9a-f]{64}"), file.name());
                assertTrue(file.md5() == null || file.md5().matches("[0-9a-f]{32}"), file.name());
                boolean known = !entry.notes().contains("not available for download");
                assertTrue(known ? file.urls().size() >= 2 : file.urls().isEmpty(), file.name());
                for (String url : file.urls()) {
                    assertDoesNotThrow(() -> URI.create(url).toURL());
                }
            }
        }
    }

    @Test
    void knowsTheColumns() {
        assertEquals(81, Catalog.standard().entry("house-prices").columns().size());
        assertEquals(6, Catalog.standard().entry("airfoil").columns().size());
        assertEquals(10, Catalog.standard().entry("fashion-mnist").classes().size());
    }

    @Test
    void listsTheNamesWhereOneIsWrong() {
        DatasetException e =
                assertThrows(DatasetException.class, () -> Catalog.standard().entry("imagenet"));
        assertTrue(e.getMessage().contains("\"imagenet\"") && e.getMessage().contains("fashion-mnist"), e.getMessage());
    }

    @Test
    void refusesWhatIsNoCatalogue() {
        for (String json : new String[] {
            "",
            "[]",
            "{",
            "{\"format\": 2, \"datasets\": []}",
            "{\"format\": 1, \"datasets\": [{\"name\": \"a\"}]}",
            "{\"format\": 1, \"datasets\": [{\"name\": \"../a\", \"folders\": [\"a\"]}]}",
            "{\"format\": 1, \"datasets\": [{\"name\": \"a\", \"folders\": [\"a\"],"
                    + " \"files\": [{\"name\": \"../../x\", \"size\": 1}]}]}",
        }) {
            assertThrows(DatasetException.class, () -> Catalog.read(new StringReader(json)), json);
        }
    }

    @Test
    void refusesAnEmptyElementInAList() {
        String entry = "{\"format\": 1, \"datasets\": [{\"name\": \"a\", \"folders\": [\"a\"], \"files\": [%s"
                + "{\"name\": \"a.gz\", \"size\": 1, \"urls\": [%s]}]}%s]}";
        assertEquals(
                1,
                Catalog.read(new StringReader(entry.formatted("", "", "")))
                        .entries()
                        .size());
        for (String json : new String[] {
            entry.formatted("null, ", "", ""), entry.formatted("", "null", ""), entry.formatted("", "", ", null")
        }) {
            DatasetException e = assertThrows(DatasetException.class, () -> Catalog.read(new StringReader(json)), json);
            assertTrue(e.getMessage().contains("an empty element"), e.getMessage());
        }
    }
}
