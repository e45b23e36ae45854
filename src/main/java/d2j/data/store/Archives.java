package d2j.data.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Unpacks zip, tar, tar.gz and gz files that may be hostile: nothing is written outside the folder, links and devices
 * are refused, and sizes are limited.
 */
final class Archives {
    /**
     * What an archive may hold at most.
     *
     * @param bytes   the sum of all files
     * @param entries the number of files and folders
     * @param ratio   the sum of all files over the size of the archive
     */
    record Limits(long bytes, int entries, int ratio) {
        static final Limits STANDARD = new Limits(4L << 30, 200_000, 200);
        /** So little is no bomb, however well it was compressed. */
        private static final long HARMLESS = 1 << 24;

        private long most(long archiveSize) {
            return Math.min(bytes, Math.max(HARMLESS, archiveSize * ratio));
        }
    }

    private Archives() {}

    /**
     * Unpacks an archive into a new folder, which appears only when everything has been unpacked.
     *
     * @throws DatasetException if the folder exists, or the archive is damaged, too large or hostile; nothing is left
     *     behind
     */
    static void unpack(Path archive, Path folder, Limits limits) {
        if (Files.exists(folder)) {
            throw new DatasetException(folder + " exists already");
        }
        withWorkFolder(archive, folder.toAbsolutePath().getParent(), work -> {
            new Unpacking(archive, work, limits).run();
            Downloader.move(work, folder);
        });
    }

    /**
     * Takes one file out of a zip or tar archive.
     *
     * @param member the end of its path in the archive
     * @param target where to write it; replaced if it exists
     * @param size   how large it may be
     * @throws DatasetException if the archive is damaged, has no such file, or it is larger; nothing is left behind
     */
    static void extract(Path archive, String member, Path target, long size) {
        withWorkFolder(archive, target.toAbsolutePath().getParent(), work -> {
            Unpacking unpacking = new Unpacking(archive, work, new Limits(size, Limits.STANDARD.entries(), 10_000));
            unpacking.only = member;
            unpacking.run();
            Path file = work.resolve("member");
            if (!Files.exists(file)) {
                throw new DatasetException(archive + " has no file " + member);
            }
            Downloader.move(file, target);
        });
    }

    private interface Work {
        void in(Path folder) throws IOException;
    }

    /** Works in a folder that is gone afterwards, whatever happens, and says of any failure what to do. */
    private static void withWorkFolder(Path archive, Path parent, Work work) {
        Path folder = null;
        try {
            Files.createDirectories(parent);
            folder = Files.createTempDirectory(parent, ".unpacking-");
            work.in(folder);
        } catch (DatasetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(archive, e);
        } finally {
            if (folder != null) {
                deleteTree(folder);
            }
        }
    }

    private static DatasetException failure(Path archive, Exception e) {
        boolean damaged = !(e instanceof FileSystemException);
        return new DatasetException(
                archive
                        + (damaged ? " is damaged: " : " cannot be unpacked: ")
                        + e.getMessage()
                        + (damaged ? "; delete it and fetch the data set again" : ""),
                e);
    }

    private static final class Unpacking {
        /** The methods of compression that need no further library. */
        private static final Set<Integer> METHODS = Set.of(
                ZipMethod.STORED.getCode(),
                ZipMethod.UNSHRINKING.getCode(),
                ZipMethod.IMPLODING.getCode(),
                ZipMethod.DEFLATED.getCode(),
                ZipMethod.ENHANCED_DEFLATED.getCode(),
                ZipMethod.BZIP2.getCode());

        private final Path archive;
        private final Path folder;
        private final Limits limits;
        private final long most;
        private long written;
        private int entries;
        private int files;
        private String only;

        Unpacking(Path archive, Path folder, Limits limits) throws IOException {
            this.archive = archive;
            this.folder = folder;
            this.limits = limits;
            this.most = limits.most(Files.size(archive));
        }

        void run() throws IOException {
            String name = archive.getFileName().toString();
            switch (ArchiveKind.of(archive)) {
                case ZIP -> zip();
                case TAR -> tar();
                case GZIP -> {
                    try (InputStream in = Gzip.open(archive)) {
                        write(in, name.replaceFirst("(?i)\\.gz$", ""));
                    }
                }
                default -> throw new DatasetException(archive + " " + ArchiveKind.words(archive));
            }
            if (only == null && files == 0) {
                throw new DatasetException(archive + " is an archive without any files");
            }
        }

        private void zip() throws IOException {
            try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
                for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                    ZipArchiveEntry entry = all.nextElement();
                    if (entry.isUnixSymlink()) {
                        throw hostile(entry.getName(), "is a link");
                    }
                    if (!zip.canReadEntryData(entry) || !METHODS.contains(entry.getMethod())) {
                        throw new DatasetException(archive + " cannot be unpacked: its entry \""
                                + printable(entry.getName()) + "\" is "
                                + (entry.getGeneralPurposeBit().usesEncryption()
                                        ? "encrypted"
                                        : "compressed by method " + entry.getMethod()
                                                + ", which needs a program such as 7-Zip"));
                    }
                    if (entry.isDirectory()) {
                        makeFolder(entry.getName());
                    } else if (wanted(entry.getName())) {
                        try (InputStream in = zip.getInputStream(entry)) {
                            write(in, entry.getName());
                        }
                    }
                }
            }
        }

        private void tar() throws IOException {
            // Entries that are skipped are decompressed as well, so the whole stream counts.
            try (InputStream in = limited(Gzip.open(archive));
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isDirectory()) {
                        makeFolder(entry.getName());
                    } else if (!entry.isFile()
                            || entry.isSymbolicLink()
                            || entry.isLink()
                            || entry.isSparse()
                            || entry.isCharacterDevice()
                            || entry.isBlockDevice()
                            || entry.isFIFO()) {
                        throw hostile(entry.getName(), "is a link, a device or another special file");
                    } else if (wanted(entry.getName())) {
                        write(tar, entry.getName());
                    }
                }
            }
        }

        private InputStream limited(InputStream in) {
            long allowance = only == null ? most + (long) limits.entries() * 1024 : Long.MAX_VALUE;
            return new FilterInputStream(in) {
                private long left = allowance;

                @Override
                public int read() throws IOException {
                    int b = super.read();
                    count(b < 0 ? 0 : 1);
                    return b;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int n = super.read(buffer, offset, length);
                    count(Math.max(0, n));
                    return n;
                }

                private void count(int n) {
                    left -= n;
                    if (left < 0) {
                        throw tooLarge();
                    }
                }
            };
        }

        private boolean wanted(String name) {
            return only == null || name.equals(only) || name.endsWith("/" + only);
        }

        private Path place(String name) {
            if (++entries > limits.entries()) {
                throw new DatasetException(archive + " holds more than " + limits.entries() + " files");
            }
            if (name.isEmpty()
                    || name.startsWith("/")
                    || name.contains("\\")
                    || name.indexOf('\0') >= 0
                    || name.matches("[A-Za-z]:.*")) {
                throw hostile(name, "has no plain relative path");
            }
            for (String step : name.split("/")) {
                if (step.equals("..")) {
                    throw hostile(name, "climbs out of the folder");
                }
            }
            try {
                Path place = folder.resolve(name).normalize();
                if (!place.startsWith(folder)) {
                    throw hostile(name, "climbs out of the folder");
                }
                return place;
            } catch (InvalidPathException e) {
                throw hostile(name, "has no valid name");
            }
        }

        private void makeFolder(String name) throws IOException {
            Path place = place(name);
            if (only == null) {
                Files.createDirectories(place);
            }
        }

        private void write(InputStream in, String name) throws IOException {
            Path place = place(name);
            files++;
            if (only != null) {
                place = folder.resolve("member");
            }
            Files.createDirectories(place.getParent());
            try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    written += n;
                    if (written > most) {
                        throw tooLarge();
                    }
                    try {
                        out.write(buffer, 0, n);
                    } catch (IOException e) {
                        throw new FileSystemException(place.toString(), null, e.getMessage());
                    }
                }
            } catch (FileAlreadyExistsException e) {
                throw hostile(name, "is there twice");
            }
        }

        private DatasetException tooLarge() {
            return new DatasetException(
                    archive + " unpacks to more than " + most + " bytes, far more than expected; it was not unpacked");
        }

        private DatasetException hostile(String entry, String what) {
            return new DatasetException(
                    archive + " is not safe: its entry \"" + printable(entry) + "\" " + what + "; it was not unpacked");
        }

        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", "?");
        }
    }

    static void deleteTree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // Usually because it was moved to its place.
        }
    }
}
