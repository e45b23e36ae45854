package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.store.DatasetException;
import d2j.data.store.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    Path folder;

    private final byte[] elements = TestData.random(10 * 4 * 3, 1);
    private final byte[] bytes = idx(elements, 10, 4, 3);

    static byte[] idx(byte[] elements, int... dimensions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new Idx(elements, dimensions).write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("array"), content);
    }

    private void refused(byte[] content, String reason) throws IOException {
        Path file = file(content);
        DatasetException e = assertThrows(DatasetException.class, () -> Idx.read(file, 3));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    @Test
    void readsPlainAndCompressed() throws IOException {
        for (byte[] content : new byte[][] {bytes, TestData.gzip(bytes)}) {
            Idx array = Idx.read(file(content), 3);
            assertArrayEquals(new int[] {10, 4, 3}, array.dimensions());
            assertArrayEquals(elements, array.elements());
        }
    }

    @Test
    void readsOnlyTheFirstItems() throws IOException {
        // Even where the rest is missing.
        byte[] gzip = TestData.gzip(bytes);
        Idx array = Idx.read(file(Arrays.copyOf(gzip, gzip.length - 40)), 3, 2);
        assertEquals(2, array.items());
        assertArrayEquals(Arrays.copyOf(elements, 24), array.elements());
        assertEquals(10, Idx.read(file(bytes), 3, 1_000).items());
    }

    @Test
    void refusesDamagedFiles() throws IOException {
        byte[] gzip = TestData.gzip(bytes);
        refused(Arrays.copyOf(gzip, gzip.length / 2), "ends too early");
        refused(Arrays.copyOf(gzip, gzip.length - 4), "ends too early");
        byte[] flipped = gzip.clone();
        flipped[gzip.length - 6] ^= 1;
        refused(flipped, "is damaged");
        refused(new byte[0], "ends too early");
        refused(Arrays.copyOf(bytes, 100), "more than it can hold: it is cut short");
        refused(Arrays.copyOf(bytes, 6), "ends too early");
        refused(Arrays.copyOf(bytes, bytes.length + 1), "goes on after the 120 elements");
    }

    @Test
    void refusesOtherContent() throws IOException {
        refused("<!DOCTYPE html><html></html>".getBytes(), "is no IDX file: it begins with 3c 21");
        byte[] floats = bytes.clone();
        floats[2] = 0x0D;
        refused(floats, "elements of type float instead of unsigned bytes");
        refused(idx(new byte[10], 10), "has 1 dimensions instead of 3");
        byte[] huge = bytes.clone();
        Arrays.fill(huge, 4, 8, (byte) 0x7f);
        refused(huge, "more than it can hold");
        refused(TestData.gzip(huge), "more than it can hold");
        byte[] negative = bytes.clone();
        negative[4] = (byte) 0xff;
        refused(negative, "more than it can hold");
    }

    @Test
    void namesAMissingFile() {
        DatasetException e = assertThrows(DatasetException.class, () -> Idx.read(folder.resolve("nothing"), 1));
        assertTrue(e.getMessage().startsWith("there is no file"), e.getMessage());
    }
}
