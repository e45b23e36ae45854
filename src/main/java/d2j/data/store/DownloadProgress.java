package d2j.data.store;

import java.io.PrintStream;
import java.util.Locale;

/** Is told how a download gets on. */
@FunctionalInterface
public interface DownloadProgress {
    /**
     * Some bytes of a file have come.
     *
     * @param file  the file's name
     * @param bytes how many there are by now, those of an earlier attempt included
     * @param total how many there will be, or -1 if the server does not say
     */
    void update(String file, long bytes, long total);

    /** Keeps silent. */
    static DownloadProgress none() {
        return (file, bytes, total) -> {};
    }

    /** Writes a line when a file begins, and while it lasts one every few seconds. */
    static DownloadProgress lines(PrintStream out) {
        return new DownloadProgress() {
            private static final long INTERVAL = 5_000_000_000L;
            private String current;
            private long shown;

            @Override
            public synchronized void update(String file, long bytes, long total) {
                long now = System.nanoTime();
                if (!file.equals(current)) {
                    current = file;
                    shown = now;
                    out.println("downloading " + file + (total < 0 ? "" : " (" + megabytes(total) + " MB)") + " ...");
                } else if (now - shown > INTERVAL) {
                    shown = now;
                    out.println("  " + megabytes(bytes) + (total < 0 ? "" : " of " + megabytes(total)) + " MB");
                }
            }
        };
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
