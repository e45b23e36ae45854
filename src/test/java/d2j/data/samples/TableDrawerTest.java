package d2j.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableDrawerTest {
    private static TableDrawer flats() {
        return new TableDrawer()
                .shares(
                        """
                        town = Ulm:3 Bad_Aibling:1
                        heating = gas:1
                        """)
                .with("Id", row -> row.row() + 1)
                .with("rooms", row -> row.count(3, 1, 1, 6))
                .with("base", row -> row.text("town").equals("Ulm") ? 500 : 300)
                .with("rent", row -> (int) (row.number("base") + 200 * row.number("rooms")));
    }

    @Test
    void drawsColumnsThatDependOnOthers() {
        String text = flats().text(List.of("Id", "town", "rooms", "rent"), true, ';', 400, 1);
        List<String> lines = text.lines().toList();
        assertEquals("Id;town;rooms;rent", lines.get(0));
        assertEquals(401, lines.size());
        int ulm = 0;
        for (String line : lines.subList(1, 401)) {
            String[] cells = line.split(";");
            assertTrue(cells[2].matches("[1-6]"), line);
            ulm += cells[1].equals("Ulm") ? 1 : 0;
            int base = cells[1].equals("Ulm") ? 500 : 300;
            assertTrue(cells[1].matches("Ulm|Bad Aibling"), line);
            assertEquals(base + 200 * Integer.parseInt(cells[2]), Integer.parseInt(cells[3]), line);
        }
        assertEquals(300, ulm, 40);
    }

    @Test
    void aRowDependsOnSeedAndNumberAlone() {
        String many = flats().text(List.of("town", "rent"), false, ',', 50, 1);
        String few = flats().text(List.of("town", "rent"), false, ',', 20, 1);
        assertTrue(many.startsWith(few));
        assertTrue(!many.startsWith(flats().text(List.of("town", "rent"), false, ',', 20, 2)));
    }
}
