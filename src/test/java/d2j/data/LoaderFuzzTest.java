package d2j.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.TableSamples;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.Mutations;
import d2j.data.store.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are read or refused with their names; nothing else happens. {@code -Dd2j.fuzz=100} tries more. */
@Timeout(600)
class LoaderFuzzTest {
    @TempDir
    Path folder;

    private interface Reading {
        void of(Path file);
    }

    /** Returns how many were read. */
    private int tries(byte[] good, int cases, long seed, Reading reading) throws IOException {
        Path file = folder.resolve("file");
        Mutations mutations = new Mutations(seed);
        int read = 0;
        for (int i = 0; i < Mutations.cases(cases); i++) {
            byte[] bad = mutations.of(good);
            Files.write(file, i % 3 == 0 ? TestData.gzip(bad) : bad);
            try {
                reading.of(file);
                read++;
            } catch (DatasetException e) {
                assertTrue(
                        e.getMessage().startsWith(file.toString())
                                && e.getMessage().length() < 2_000,
                        "case " + i + ": " + e.getMessage());
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", case " + i + ", " + bad.length + " bytes", e);
            }
        }
        return read;
    }

    @Test
    void idx() throws IOException {
        byte[] images = IdxTest.idx(TestData.random(7 * 5 * 3, 1), 7, 5, 3);
        int read = tries(images, 600, 1, file -> Idx.read(file, 3));
        assertTrue(read > 30 && read < Mutations.cases(600), "read " + read);
        tries(TestData.gzip(images), 600, 2, file -> Idx.read(file, 3, 4));
        tries(IdxTest.idx(TestData.random(20, 1), 20), 200, 3, file -> Idx.read(file, 1));
    }

    @Test
    void tables() throws IOException {
        List<Catalog.Column> columns = Catalog.standard().entry("airfoil").columns();
        byte[] rows = TableSamples.airfoil(1)
                .lines()
                .limit(8)
                .reduce("", (a, b) -> a + b + "\n")
                .getBytes();
        int read = tries(rows, 400, 4, file -> TableReader.read(file, "a", columns, false, '\t'));
        assertTrue(read > 5, "read " + read);
        List<Catalog.Column> described = List.of(
                new Catalog.Column("id", "integer", null, ""),
                new Catalog.Column("street", "text", null, ""),
                new Catalog.Column("area", "real", null, ""));
        byte[] table =
                "id,street,area\n1,\"a, \"\"b\"\"\",2.5\n2,NA,NA\n3,\u00fc,-1e-3\n".getBytes(StandardCharsets.UTF_8);
        tries(table, 800, 5, file -> TableReader.read(file, "a", described, true, ','));
    }
}
