package d2j.data.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one thread of one process at a time work in a folder. */
final class FolderLock {
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private FolderLock() {}

    /**
     * Runs the work while no other thread or process works in the folder, which exists.
     *
     * @throws DatasetException if the folder cannot be written to
     */
    static <T> T with(Path folder, Supplier<T> work) {
        ReentrantLock lock = LOCKS.computeIfAbsent(folder.toAbsolutePath().normalize(), path -> new ReentrantLock());
        lock.lock();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ours = lock(channel)) {
            return work.get();
        } catch (IOException e) {
            throw new DatasetException("cannot work in " + folder + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (IOException e) {
            // Some network file systems have no locks. Files are moved to their places whole, so at worst the work is
            // done twice.
            return null;
        }
    }
}
