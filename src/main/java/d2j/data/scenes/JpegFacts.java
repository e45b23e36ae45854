package d2j.data.scenes;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * What a JPEG file says of itself that Java's reader passes over.
 *
 * @param components  3 for colours of a screen, 1 for grey, 4 for print; 0 if it is no JPEG
 * @param transform   how Adobe's programs coded the colours: 2 for a luminance, two chrominances and black; -1 if they
 *                    did not write the file
 * @param orientation of EXIF: 1 is upright, 2 to 8 are mirrored and turned
 */
record JpegFacts(int components, int transform, int orientation) {

    private static final int ADOBE = 0xEE;
    private static final int EXIF = 0xE1;
    private static final int SCAN = 0xDA;

    /** Reads the segments before the picture itself; stops at the first that makes no sense. */
    static JpegFacts of(byte[] bytes) {
        int components = 0;
        int transform = -1;
        int orientation = 1;
        if (bytes.length > 4 && number(bytes, 0, 2, false) == 0xFFD8) {
            int at = 2;
            while (at + 4 <= bytes.length && (bytes[at] & 0xff) == 0xFF) {
                int marker = bytes[at + 1] & 0xff;
                int length = number(bytes, at + 2, 2, false);
                int end = at + 2 + length;
                if (marker == SCAN || length < 2 || end > bytes.length) {
                    break;
                }
                // Frames have the markers C0 to CF, but for three of other meaning.
                boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
                if (frame && length >= 8) {
                    components = bytes[at + 9] & 0xff;
                } else if (marker == ADOBE && length >= 14 && starts(bytes, at + 4, "Adobe")) {
                    transform = bytes[at + 15] & 0xff;
                } else if (marker == EXIF && starts(bytes, at + 4, "Exif\0\0")) {
                    orientation = orientation(bytes, at + 10, end);
                }
                at = end;
            }
        }
        return new JpegFacts(components, transform, orientation);
    }

    private static boolean starts(byte[] bytes, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The entry 0x0112 of the first directory; 1 if there is none that makes sense. */
    private static int orientation(byte[] bytes, int start, int end) {
        if (start + 8 > end) {
            return 1;
        }
        boolean little = bytes[start] == 'I';
        long directory = start + (number(bytes, start + 4, 4, little) & 0xffffffffL);
        if (directory + 2 > end) {
            return 1;
        }
        int entries = number(bytes, (int) directory, 2, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > end) {
                break;
            }
            if (number(bytes, (int) entry, 2, little) == 0x0112) {
                int value = number(bytes, (int) entry + 8, 2, little);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static int number(byte[] bytes, int at, int length, boolean little) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | bytes[little ? at + length - 1 - i : at + i] & 0xff;
        }
        return number;
    }

    /** Colours of print as those of a screen. Adobe's programs write how much light is left instead of ink. */
    BufferedImage forScreen(Raster raster) {
        BufferedImage image = new BufferedImage(raster.getWidth(), raster.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] four = new int[4];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                raster.getPixel(raster.getMinX() + x, raster.getMinY() + y, four);
                if (transform == 2) {
                    rgb(four);
                }
                int rgb = 0;
                for (int i = 0; i < 3; i++) {
                    int light = transform >= 0 ? four[i] : 255 - four[i];
                    int black = transform >= 0 ? four[3] : 255 - four[3];
                    rgb = rgb << 8 | Math.round(light * black / 255f);
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private static void rgb(int[] luminanceAndChrominances) {
        double y = luminanceAndChrominances[0];
        double blue = luminanceAndChrominances[1] - 128;
        double red = luminanceAndChrominances[2] - 128;
        luminanceAndChrominances[0] = level(y + 1.402 * red);
        luminanceAndChrominances[1] = level(y - 0.344136 * blue - 0.714136 * red);
        luminanceAndChrominances[2] = level(y + 1.772 * blue);
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** The picture as the camera's owner saw it. */
    BufferedImage upright(BufferedImage image) {
        if (orientation == 1) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        boolean turned = orientation >= 5;
        BufferedImage result =
                new BufferedImage(turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
        // Rows and columns are exchanged from 5 on; before that, 2 and 3 run from right to left, 3 and 4 from below.
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        for (int y = 0; y < result.getHeight(); y++) {
            for (int x = 0; x < result.getWidth(); x++) {
                int column = turned ? y : x;
                int row = turned ? x : y;
                result.setRGB(
                        x,
                        y,
                        image.getRGB(fromRight ? width - 1 - column : column, fromBelow ? height - 1 - row : row));
            }
        }
        return result;
    }
}
