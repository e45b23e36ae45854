package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.store.DatasetException;
import d2j.data.store.TestData;
import d2j.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final List<String> CLASSES = List.of("cat", "dog");

    @TempDir
    Path folder;

    /** Records of these classes, with pixels of any value. */
    private static byte[] records(int... labels) {
        byte[] bytes = TestData.random(labels.length * 3073, labels.length);
        for (int i = 0; i < labels.length; i++) {
            bytes[i * 3073] = (byte) labels[i];
        }
        return bytes;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void readsRecordsOfSeveralFiles() throws IOException {
        byte[] first = records(1, 0, 1);
        List<Path> files = List.of(file("a", first), file("b", records(0, 1)));
        LabelledImages all = Cifar10.read(files, Integer.MAX_VALUE, CLASSES);
        assertEquals("5 images of 3 x 32 x 32 in 2 classes", all.toString());
        assertEquals(
                List.of(1, 0, 1, 0, 1),
                java.util.stream.IntStream.range(0, 5).mapToObj(all::label).toList());
        // Image 1, its green channel, row 2, column 3.
        assertEquals(
                (first[3073 + 1 + 1024 + 2 * 32 + 3] & 0xff) / 255.0,
                all.images().getDouble(1, 1, 2, 3),
                1e-6);
        assertEquals(4, Cifar10.read(files, 4, CLASSES).size());
        assertEquals(2, Cifar10.read(files, 2, CLASSES).size());
    }

    @Test
    void refusesWhatIsNoFileOfRecords() throws IOException {
        byte[] good = records(0, 1);
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(good, 3100), records(0, 2), records(255))) {
            Path file = file("bad", bad);
            DatasetException e = assertThrows(DatasetException.class, () -> Cifar10.read(List.of(file), 10, CLASSES));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
        Path missing = folder.resolve("missing");
        assertThrows(DatasetException.class, () -> Cifar10.read(List.of(missing), 10, CLASSES));
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        byte[] good = records(0, 1, 1);
        Fuzz.run("records", 200, damage -> {
            Path file = file("damaged", damage.bytes(good));
            try {
                Cifar10.read(List.of(file), 10, CLASSES);
            } catch (DatasetException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            }
        });
    }
}
