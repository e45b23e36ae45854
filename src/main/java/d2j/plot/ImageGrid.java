package d2j.plot;

import d2j.data.scenes.Box;
import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images in rows, each with its caption below: browsing data, wrong predictions, filters; with boxes around and tints
 * over what is to be seen in them.
 *
 * <pre>{@code
 * ImageGrid grid = ImageGrid.titled("Fashion-MNIST").columns(8);
 * for (int i = 0; i < 16; i++) {
 *     grid.image(data.train().image(i), data.train().className(i));
 * }
 * }</pre>
 */
public final class ImageGrid extends Figure {

    private static final int GAP = 10;
    private static final double CAPTION_LINE = 14;
    private static final int MAX_WIDTH = 720;
    private static final double WIDEST_CAPTION = 128;

    private record Item(BufferedImage image, String caption, List<Outline> outlines) {}

    private final List<Item> items = new ArrayList<>();
    private int columns;
    private int scale;

    private ImageGrid(String title) {
        super(title);
    }

    /** A grid with a title; empty for none. */
    public static ImageGrid titled(String title) {
        return new ImageGrid(title);
    }

    /** Sets the number of images in a row; by default as many as suit the page. */
    public ImageGrid columns(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("the number of columns must be at least 1, but is " + columns);
        }
        this.columns = columns;
        return this;
    }

    /** Sets how many CSS pixels a pixel of an image is wide and high; by default so that images are about 64 wide. */
    public ImageGrid scale(int scale) {
        if (scale < 1 || scale > 64) {
            throw new IllegalArgumentException("the scale must be 1 to 64, but is " + scale);
        }
        this.scale = scale;
        return this;
    }

    /** Adds an image. */
    public ImageGrid image(BufferedImage image, String caption) {
        if (image == null) {
            throw new IllegalArgumentException("image " + items.size() + " is null");
        }
        items.add(new Item(image, caption == null ? "" : caption.strip(), new ArrayList<>()));
        return this;
    }

    /**
     * Draws a box around something in the image that was added last.
     *
     * @param box    in pixels of the image
     * @param label  what to write into its corner; empty for nothing
     * @param colour number of a colour, from 0, the same as of a plot's series
     */
    public ImageGrid box(Box box, String label, int colour) {
        last().outlines.add(new Outline(box, label, colour));
        return this;
    }

    /**
     * Tints part of the image that was added last.
     *
     * @param mask   {@code [height, width]}: what is not 0 gets the colour
     * @param colour number of a colour, from 0, the same as of a plot's series
     */
    public ImageGrid mask(INDArray mask, int colour) {
        items.set(
                items.size() - 1,
                new Item(Outline.tinted(last().image, mask, Theme.series(colour)), last().caption, last().outlines));
        return this;
    }

    private Item last() {
        if (items.isEmpty()) {
            throw new IllegalStateException(called("image grid") + " has no image yet to draw on");
        }
        return items.get(items.size() - 1);
    }

    /** Adds an image without a caption. */
    public ImageGrid image(BufferedImage image) {
        return image(image, "");
    }

    /**
     * Adds an image from an array of shape [height, width] or [1, height, width] (grey) or [3, height, width] (red,
     * green, blue). Values in [0, 1] are taken as they are; where some lie outside, the smallest becomes black and the
     * largest white.
     *
     * @throws IllegalArgumentException if the shape is another or a value is not finite
     */
    public ImageGrid image(INDArray pixels, String caption) {
        return image(picture(pixels, items.size()), caption);
    }

    /** Adds an image without a caption, of shape [height, width] or [channels, height, width]. */
    public ImageGrid image(INDArray pixels) {
        return image(pixels, "");
    }

    @Override
    public ImageGrid size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public ImageGrid describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    private static BufferedImage picture(INDArray pixels, int index) {
        if (pixels == null) {
            throw new IllegalArgumentException("image " + index + " is null");
        }
        long[] shape = pixels.shape();
        boolean flat = shape.length == 2;
        if (!flat && !(shape.length == 3 && (shape[0] == 1 || shape[0] == 3))) {
            throw new IllegalArgumentException("image " + index
                    + " must have the shape [height, width], [1, height, width] or "
                    + "[3, height, width], but its shape is " + Arrays.toString(shape));
        }
        int channels = flat ? 1 : (int) shape[0];
        int height = (int) shape[shape.length - 2];
        int width = (int) shape[shape.length - 1];
        double[] values = Values.numbers(pixels);
        if (values.length == 0) {
            throw new IllegalArgumentException("image " + index + " is empty: its shape is " + Arrays.toString(shape));
        }
        double min = 0;
        double max = 1;
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("image " + index + " has values that are NaN or infinite");
        }
        if (low < 0 || high > 1) {
            min = low;
            max = high > low ? high : low + Math.max(1, Math.abs(low));
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                double value = values[(channels == 3 ? c : 0) * plane + i];
                rgb = rgb << 8 | (int) Math.round(255 * Values.share(min, max, value));
            }
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    private int imageWidth() {
        return items.stream().mapToInt(it -> it.image.getWidth()).max().orElse(28);
    }

    private int imageHeight() {
        return items.stream().mapToInt(it -> it.image.getHeight()).max().orElse(28);
    }

    /** CSS pixels for a pixel of an image; below 1 for images larger than the page. */
    private double factor() {
        if (scale > 0) {
            return scale;
        }
        int width = imageWidth();
        int inARow = columns > 0 ? Math.min(columns, Math.max(1, items.size())) : 1;
        double room = (MAX_WIDTH - 2.0 * Theme.PADDING - (inARow - 1) * GAP) / inARow;
        double wanted = Math.min(room, columns > 0 && columns <= 3 ? 160 : 64);
        // Half pixels of the page are whole pixels of the doubled image, so that all pixels of an image come out
        // equally large.
        return wanted >= width / 2.0
                ? Math.max(0.5, Math.floor(wanted / width * Theme.RESOLUTION) / Theme.RESOLUTION)
                : wanted / width;
    }

    /** As wide as the images, or wider where captions would have to be cut. */
    private double cellWidth() {
        double width = imageWidth() * factor();
        int inARow = Math.min(columns, Math.max(1, items.size()));
        double room = columns == 0
                ? WIDEST_CAPTION
                : Math.min(WIDEST_CAPTION, (MAX_WIDTH - 2.0 * Theme.PADDING + GAP) / inARow - GAP);
        while (width < room && isCut(width, Theme.NOTE)) {
            width += 4;
        }
        return width;
    }

    private boolean isCut(double cellWidth, Font font) {
        return items.stream()
                .anyMatch(it -> !it.caption.isEmpty()
                        && captionLines(it, cellWidth, font).stream().anyMatch(line -> line.endsWith("…")));
    }

    /** Smaller than other text only where captions would have to be cut. */
    private Font captionFont() {
        return isCut(cellWidth(), Theme.NOTE) ? Theme.NOTE.deriveFont(9f) : Theme.NOTE;
    }

    private static List<String> captionLines(Item item, double cellWidth, Font font) {
        double width = cellWidth + GAP - 4;
        return item.caption
                .lines()
                .flatMap(line -> Text.wrap(font, line, width, 3).stream())
                .limit(4)
                .toList();
    }

    private int columnsShown() {
        int most = Math.max(1, items.size());
        if (columns > 0) {
            return Math.min(columns, most);
        }
        int fitting = (int) Math.max(1, (MAX_WIDTH - 2.0 * Theme.PADDING + GAP) / (cellWidth() + GAP));
        // Rows of nearly equal length: twelve images are better as six and six than as ten and two.
        int rows = (most + fitting - 1) / fitting;
        return (most + rows - 1) / rows;
    }

    private int rowsShown() {
        return (items.size() + columnsShown() - 1) / columnsShown();
    }

    private int captionLines() {
        return items.stream()
                .filter(it -> !it.caption.isEmpty())
                .mapToInt(it -> captionLines(it, cellWidth(), captionFont()).size())
                .max()
                .orElse(0);
    }

    private double rowHeight() {
        return imageHeight() * factor() + (captionLines() > 0 ? 4 + captionLines() * CAPTION_LINE : 0);
    }

    private double titleHeight(double width) {
        return title().isEmpty() ? 0 : titleLines(width).size() * Text.lineHeight(Theme.TITLE) + 8;
    }

    private List<String> titleLines(double width) {
        return Text.wrap(Theme.TITLE, title(), width - 2 * Theme.PADDING, 3);
    }

    @Override
    int fewestColours() {
        return 96;
    }

    @Override
    Dimension naturalSize() {
        requireImages();
        double width = columnsShown() * cellWidth() + (columnsShown() - 1) * GAP + 2 * Theme.PADDING;
        width = Math.max(
                width,
                title().isEmpty() ? 80 : Math.min(MAX_WIDTH, Text.width(Theme.TITLE, title()) + 2 * Theme.PADDING + 2));
        double height = titleHeight(width) + rowsShown() * rowHeight() + (rowsShown() - 1) * GAP + 2 * Theme.PADDING;
        return new Dimension((int) Math.ceil(width), (int) Math.ceil(height));
    }

    private void requireImages() {
        if (items.isEmpty()) {
            throw new IllegalStateException(called("image grid") + " has no images: call image(...) first");
        }
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        requireImages();
        double naturalWidth = columnsShown() * cellWidth() + (columnsShown() - 1) * GAP;
        double top = Theme.PADDING;
        if (!title().isEmpty()) {
            g.setColor(Theme.TEXT);
            double baseline = top + Text.lineHeight(Theme.TITLE) - Text.descent(Theme.TITLE);
            for (String line : titleLines(width)) {
                Text.draw(g, Theme.TITLE, line, width / 2.0, baseline, 0.5);
                baseline += Text.lineHeight(Theme.TITLE);
            }
            top += titleHeight(width);
        }
        double naturalHeight = rowsShown() * rowHeight() + (rowsShown() - 1) * GAP;
        double shrink = Math.min(
                1,
                Math.min((width - 2.0 * Theme.PADDING) / naturalWidth, (height - top - Theme.PADDING) / naturalHeight));
        double left = Frame.sharp((width - naturalWidth * shrink) / 2);
        AffineTransform saved = g.getTransform();
        g.translate(left, Frame.sharp(top));
        g.scale(shrink, shrink);
        for (int i = 0; i < items.size(); i++) {
            int column = i % columnsShown();
            int row = i / columnsShown();
            paintItem(g, items.get(i), column * (cellWidth() + GAP), row * (rowHeight() + GAP), shrink < 1);
        }
        g.setTransform(saved);
        Theme.quality(g);
    }

    private void paintItem(Graphics2D g, Item item, double x, double y, boolean smooth) {
        double factor = factor();
        double wide = item.image.getWidth() * factor;
        double high = item.image.getHeight() * factor;
        double left = Frame.sharp(x + (cellWidth() - wide) / 2);
        double top = Frame.sharp(y + (imageHeight() * factor - high) / 2);
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                factor >= 0.5 && !smooth
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        AffineTransform place = AffineTransform.getTranslateInstance(left, top);
        place.scale(factor, factor);
        g.drawImage(item.image, place, null);
        g.setColor(Theme.BORDER);
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(left - 0.5, top - 0.5, wide + 1, high + 1));
        Rectangle2D picture = new Rectangle2D.Double(left, top, wide, high);
        item.outlines.forEach(outline -> outline.paint(g, picture, factor));
        g.setColor(Theme.SOFT_TEXT);
        if (!item.caption.isEmpty()) {
            double baseline = y + imageHeight() * factor + 4 + CAPTION_LINE - 3;
            Font font = captionFont();
            for (String line : captionLines(item, cellWidth(), font)) {
                Text.draw(g, font, line, x + cellWidth() / 2, baseline, 0.5);
                baseline += CAPTION_LINE;
            }
        }
    }

    @Override
    String sentence() {
        StringBuilder text = new StringBuilder(called("Grid"))
                .append(title().isEmpty() ? " of " : ": ")
                .append(items.size())
                .append(items.size() == 1 ? " image" : " images");
        List<String> captions =
                items.stream().map(Item::caption).filter(it -> !it.isEmpty()).toList();
        if (!captions.isEmpty()) {
            text.append(": ")
                    .append(String.join(", ", captions.subList(0, Math.min(24, captions.size())))
                            .replace('\n', ' '));
            if (captions.size() > 24) {
                text.append(" and ").append(captions.size() - 24).append(" more");
            }
        }
        return text.append('.').toString();
    }
}
