package d2j.data;

import d2j.data.store.DatasetException;
import d2j.data.store.Gzip;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of MNIST, plain or compressed with gzip.
 *
 * <p>The format: two zero bytes, the type of the elements, the number of dimensions, each dimension as a four-byte
 * big-endian integer, then the elements in C order (Y. LeCun, C. Cortes, C. Burges, "The MNIST database", 1998).
 */
public final class Idx {
    private static final int UNSIGNED_BYTE = 0x08;
    /** Deflate cannot compress more than this, so a header that claims more lies. */
    private static final long GREATEST_RATIO = 1032;

    private final int[] dimensions;
    private final byte[] elements;

    /**
     * An array of those dimensions.
     *
     * @param elements the elements in C order; not copied
     * @throws IllegalArgumentException if there are not as many as the dimensions say
     */
    public Idx(byte[] elements, int... dimensions) {
        if (product(dimensions, 0) != elements.length) {
            throw new IllegalArgumentException(
                    elements.length + " elements do not fill " + Arrays.toString(dimensions));
        }
        this.dimensions = dimensions.clone();
        this.elements = elements;
    }

    /** The whole array. See {@link #read(Path, int, int)}. */
    public static Idx read(Path file, int dimensions) {
        return read(file, dimensions, Integer.MAX_VALUE);
    }

    /**
     * The first items of an array; the rest of the file is not read.
     *
     * @param file       an IDX file, plain or gzip (told by its content, not its name)
     * @param dimensions the number of dimensions that it must have: 1 for labels, 3 for images
     * @param mostItems  how many items of the first dimension to read at most
     * @throws DatasetException if the file is missing, cut short, damaged or no IDX file of unsigned bytes with so many
     *     dimensions, or if it holds more than it announces
     */
    public static Idx read(Path file, int dimensions, int mostItems) {
        if (mostItems < 0) {
            throw new IllegalArgumentException("cannot read " + mostItems + " items");
        }
        try (InputStream in = Gzip.open(file)) {
            return read(in, file, dimensions, mostItems);
        } catch (EOFException e) {
            throw damaged(file, "ends too early", e);
        } catch (ZipException e) {
            throw damaged(file, "is damaged (" + e.getMessage() + ")", e);
        } catch (NoSuchFileException e) {
            throw new DatasetException("there is no file " + file, e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Idx read(InputStream in, Path file, int dimensions, int mostItems) throws IOException {
        byte[] magic = exactly(in, 4);
        if (magic[0] != 0 || magic[1] != 0) {
            throw damaged(
                    file,
                    String.format("is no IDX file: it begins with %02x %02x instead of 00 00", magic[0], magic[1]),
                    null);
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw damaged(file, "has elements of type " + typeName(magic[2]) + " instead of unsigned bytes", null);
        }
        if (magic[3] != dimensions) {
            throw damaged(file, "has " + (magic[3] & 0xff) + " dimensions instead of " + dimensions, null);
        }
        byte[] sizes = exactly(in, 4 * dimensions);
        int[] shape = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = (sizes[4 * i] & 0xff) << 24
                    | (sizes[4 * i + 1] & 0xff) << 16
                    | (sizes[4 * i + 2] & 0xff) << 8
                    | sizes[4 * i + 3] & 0xff;
        }
        long announced = product(shape, 0);
        long header = 4 + 4L * dimensions;
        long length = Files.size(file);
        long possible = in instanceof GZIPInputStream ? length * GREATEST_RATIO : length;
        if (announced < 0 || announced + header > possible) {
            throw damaged(
                    file,
                    "announces " + Arrays.toString(shape)
                            + " elements, more than it can hold: it is cut short or no IDX file",
                    null);
        }
        boolean whole = mostItems >= shape[0];
        shape[0] = Math.min(mostItems, shape[0]);
        long wanted = product(shape, 0);
        if (wanted > Integer.MAX_VALUE - 8) {
            throw damaged(file, "announces " + Arrays.toString(shape) + " elements, too many for one array", null);
        }
        byte[] elements = exactly(in, (int) wanted);
        // Reading on to the end makes gzip compare its checksum, too.
        if (whole && in.read() >= 0) {
            throw damaged(file, "goes on after the " + wanted + " elements that it announces", null);
        }
        return new Idx(elements, shape);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = in.readNBytes(bytes, 0, length);
        if (read < length) {
            throw new EOFException(read + " of " + length + " bytes");
        }
        return bytes;
    }

    private static DatasetException damaged(Path file, String what, IOException cause) {
        return new DatasetException(file + " " + what + "; delete it and fetch the data set again", cause);
    }

    private static String typeName(byte type) {
        return switch (type) {
            case 0x09 -> "signed byte";
            case 0x0B -> "short";
            case 0x0C -> "int";
            case 0x0D -> "float";
            case 0x0E -> "double";
            default -> String.format("0x%02x (which does not exist)", type);
        };
    }

    private static long product(int[] dimensions, int from) {
        long product = 1;
        for (int i = from; i < dimensions.length; i++) {
            if (dimensions[i] < 0 || product > Long.MAX_VALUE / Integer.MAX_VALUE) {
                return -1;
            }
            product *= dimensions[i];
        }
        return product;
    }

    /** Writes the array as an IDX file, not compressed. */
    public void write(OutputStream out) throws IOException {
        byte[] header = new byte[4 + 4 * dimensions.length];
        header[2] = UNSIGNED_BYTE;
        header[3] = (byte) dimensions.length;
        for (int i = 0; i < dimensions.length; i++) {
            for (int shift = 24, at = 4 + 4 * i; shift >= 0; shift -= 8) {
                header[at++] = (byte) (dimensions[i] >>> shift);
            }
        }
        out.write(header);
        out.write(elements);
    }

    /** The length of each dimension. */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /** The number of items: the length of the first dimension. */
    public int items() {
        return dimensions[0];
    }

    /** The elements in C order; the array itself, not a copy. */
    public byte[] elements() {
        return elements;
    }
}
