package d2j.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.Digits;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import d2j.data.store.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {
    @TempDir
    Path folder;

    private DatasetStore store(Catalog.RemoteFile... files) {
        return new DatasetStore(TestData.catalog("toys", files), folder.resolve("data"), folder.resolve("cache"), true);
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Test
    void refusesImagesAndLabelsThatDoNotMatch() throws IOException {
        byte[] images = IdxTest.idx(new byte[3 * 784], 3, 28, 28);
        byte[] labels = IdxTest.idx(new byte[] {0, 1}, 2);
        byte[] wrong = IdxTest.idx(new byte[] {0, 1, 7}, 3);
        Catalog.RemoteFile[] files = {
            TestData.file("train-images-idx3-ubyte.gz", images), TestData.file("train-labels-idx1-ubyte.gz", labels),
            TestData.file("t10k-images-idx3-ubyte.gz", images), TestData.file("t10k-labels-idx1-ubyte.gz", labels),
        };
        for (Catalog.RemoteFile file : files) {
            write("data/toys/" + file.name(), file.name().contains("images") ? images : labels);
        }
        DatasetException e = assertThrows(
                DatasetException.class, () -> ImageLoader.load(store(files), "toys", Digits.images(), 10, 10));
        assertTrue(
                e.getMessage().contains("has 3 images, but") && e.getMessage().contains("has 2 labels"),
                e.getMessage());
        files[1] = TestData.file("train-labels-idx1-ubyte.gz", wrong);
        write("data/toys/train-labels-idx1-ubyte.gz", wrong);
        e = assertThrows(DatasetException.class, () -> ImageLoader.load(store(files), "toys", Digits.images(), 10, 10));
        assertTrue(e.getMessage().contains("image 2 has class 7, but there are 2 classes"), e.getMessage());
    }
}
