package d2j.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes an image as a PNG of at most 256 colours, a third of the size of a true-colour one. The colours are chosen by
 * median cut (Heckbert, "Color image quantization for frame buffer display", 1982), with each box represented by its
 * most frequent colour, so that the flat colours of a chart stay exactly what they are.
 */
final class PalettePng {

    /** What a figure should not exceed, with room for Base64's line of the notebook around it. */
    private static final int TARGET_BYTES = 57_000;
    /** ImageIO's qualities for zlib's levels 9 and 7; the best takes four times as long for a tenth fewer bytes. */
    private static final float BEST = 0;

    private static final float FAST = 0.23f;
    private static final int KEPT = 8;
    private static final int[] COLOURS = {256, 96, 48, 32, 16};

    private PalettePng() {}

    /**
     * The PNG of a TYPE_INT_RGB image; the same image gives the same bytes.
     *
     * @param fewest how few colours may be left to make the file small: few do for a chart, photographs need more
     */
    static byte[] encode(BufferedImage image, int fewest) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int[] sorted = pixels.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] &= 0xFFFFFF;
        }
        Arrays.sort(sorted);
        int distinct = 0;
        int[] colours = new int[Math.min(sorted.length, 1 << 16)];
        int[] counts = new int[colours.length];
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            if (distinct == colours.length) {
                colours = Arrays.copyOf(colours, distinct * 2);
                counts = Arrays.copyOf(counts, distinct * 2);
            }
            colours[distinct] = sorted[i];
            counts[distinct++] = end - i;
            i = end;
        }
        colours = Arrays.copyOf(colours, distinct);
        counts = Arrays.copyOf(counts, distinct);
        byte[] smallest = null;
        // Antialiased curves that fill the picture get fewer shades of their few colours, which nobody sees at twice
        // the resolution.
        for (int limit : COLOURS) {
            int[] palette = new int[Math.min(distinct, limit)];
            int[] indices = new int[distinct];
            medianCut(colours, counts, palette, indices);
            BufferedImage reduced = indexed(image, pixels, colours, palette, indices);
            byte[] png = write(reduced, FAST);
            if (png.length > TARGET_BYTES && png.length < TARGET_BYTES * 1.1) {
                png = write(reduced, BEST);
            }
            smallest = smallest == null || png.length < smallest.length ? png : smallest;
            if (png.length <= TARGET_BYTES || limit <= fewest) {
                break;
            }
        }
        return smallest;
    }

    private static BufferedImage indexed(
            BufferedImage image, int[] pixels, int[] colours, int[] palette, int[] indices) {
        IndexColorModel model = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage result =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        byte[] target = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        int lastColour = -1;
        byte lastIndex = 0;
        for (int i = 0; i < pixels.length; i++) {
            int colour = pixels[i] & 0xFFFFFF;
            if (colour != lastColour) {
                lastColour = colour;
                lastIndex = (byte) indices[Arrays.binarySearch(colours, colour)];
            }
            target[i] = lastIndex;
        }
        return result;
    }

    private static void medianCut(int[] colours, int[] counts, int[] palette, int[] indices) {
        if (colours.length <= palette.length) {
            for (int i = 0; i < colours.length; i++) {
                palette[i] = colours[i];
                indices[i] = i;
            }
            return;
        }
        List<int[]> boxes = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        // The card, its border, the grid and the series are to keep their colours exactly.
        int[] byCount = IntStream.range(0, colours.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -counts[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < KEPT; i++) {
            boxes.add(new int[] {byCount[i]});
            errors.add(0.0);
        }
        int[] others = Arrays.copyOfRange(byCount, KEPT, byCount.length);
        Arrays.sort(others);
        boxes.add(others);
        errors.add(error(others, colours, counts));
        while (boxes.size() < palette.length) {
            int worst = 0;
            for (int i = 1; i < boxes.size(); i++) {
                if (errors.get(i) > errors.get(worst)) {
                    worst = i;
                }
            }
            if (errors.get(worst) <= 0) {
                break;
            }
            int[][] halves = split(boxes.get(worst), colours, counts);
            boxes.set(worst, halves[0]);
            errors.set(worst, error(halves[0], colours, counts));
            boxes.add(halves[1]);
            errors.add(error(halves[1], colours, counts));
        }
        for (int box = 0; box < boxes.size(); box++) {
            palette[box] = colours[mostFrequent(boxes.get(box), counts)];
            for (int member : boxes.get(box)) {
                indices[member] = box;
            }
        }
    }

    /**
     * How much is lost when the box becomes its most frequent colour; counts are damped so that rare colours are heard
     * too.
     */
    private static double error(int[] box, int[] colours, int[] counts) {
        int centre = colours[mostFrequent(box, counts)];
        double error = 0;
        for (int member : box) {
            double distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                double difference = channel(colours[member], shift) - channel(centre, shift);
                distance += difference * difference;
            }
            error += distance * Math.sqrt(counts[member]);
        }
        return error;
    }

    private static int mostFrequent(int[] box, int[] counts) {
        int best = box[0];
        for (int member : box) {
            if (counts[member] > counts[best]) {
                best = member;
            }
        }
        return best;
    }

    /** Splits across the widest channel, between the members nearest and farthest from the most frequent colour. */
    private static int[][] split(int[] box, int[] colours, int[] counts) {
        int widest = 0;
        int range = -1;
        for (int shift = 0; shift <= 16; shift += 8) {
            int low = 255;
            int high = 0;
            for (int member : box) {
                low = Math.min(low, channel(colours[member], shift));
                high = Math.max(high, channel(colours[member], shift));
            }
            if (high - low > range) {
                range = high - low;
                widest = shift;
            }
        }
        int shift = widest;
        double total = 0;
        double mean = 0;
        for (int member : box) {
            double weight = Math.sqrt(counts[member]);
            total += weight;
            mean += weight * channel(colours[member], shift);
        }
        double cut = mean / total;
        int[] low = Arrays.stream(box)
                .filter(member -> channel(colours[member], shift) <= cut)
                .toArray();
        int[] high = Arrays.stream(box)
                .filter(member -> channel(colours[member], shift) > cut)
                .toArray();
        return new int[][] {low, high};
    }

    private static int channel(int colour, int shift) {
        return colour >> shift & 0xFF;
    }

    private static byte[] write(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a PNG to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
