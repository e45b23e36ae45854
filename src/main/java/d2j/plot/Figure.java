package d2j.plot;

import d2j.jupyter.display.Display;
import d2j.jupyter.display.Displayable;
import d2j.jupyter.display.MimeBundle;
import d2j.jupyter.display.Notebook;
import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture for a notebook: a PNG at twice the resolution of the page, on an opaque card that reads well on light and
 * on dark pages, with a text alternative for those who cannot see it. The same figure always gives the same bytes.
 *
 * <p>A figure shows itself when it is the last expression of a cell; {@link #show()} shows it anywhere else.
 */
public abstract class Figure implements Displayable {

    private static final int MAX_SIDE = 4000;

    static {
        // Servers have no screen; where the user has set the property, that choice stays.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private final String title;
    private int width;
    private int height;
    private String description;
    /** Lines kept for the title, so that the panels of a row begin at one height. */
    private int titleLines;

    Figure(String title) {
        this.title = title == null ? "" : title.strip();
    }

    /** The title above the figure; empty for none. */
    public final String title() {
        return title;
    }

    /**
     * Sets the size on the page.
     *
     * @param width in CSS pixels, from 80 to 4000
     * @param height in CSS pixels, from 60 to 4000
     * @return this figure
     */
    public Figure size(int width, int height) {
        if (width < 80 || width > MAX_SIDE || height < 60 || height > MAX_SIDE) {
            throw new IllegalArgumentException("a figure must be 80 to " + MAX_SIDE + " pixels wide and 60 to "
                    + MAX_SIDE
                    + " high, but " + width + " x " + height + " was asked for");
        }
        this.width = width;
        this.height = height;
        return this;
    }

    /**
     * Says in words what the figure shows; without it a sentence is made of the title, the axes and the series.
     *
     * @return this figure
     */
    public Figure describe(String alternativeText) {
        this.description = alternativeText;
        return this;
    }

    /** What the figure shows, in words. */
    public String alternativeText() {
        return description != null && !description.isBlank() ? description.strip() : sentence();
    }

    /** Why no figure can be drawn on this machine, with what to install; empty where all is well. */
    public static Optional<String> fontProblem() {
        return Fonts.problem();
    }

    /**
     * The figure as a PNG file's content, two pixels for each CSS pixel.
     *
     * @throws IllegalArgumentException if what the figure shows contradicts itself, or is too large for a figure
     * @throws IllegalStateException if this machine has no fonts; the message says what to install
     */
    public byte[] png() {
        return PalettePng.encode(image(), fewestColours());
    }

    /** Shows the figure in the notebook. */
    public Display show() {
        return Notebook.display(this);
    }

    /**
     * Writes the PNG to a file; missing folders are made.
     *
     * @return the file
     */
    public Path save(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.write(file, png());
        } catch (IOException e) {
            throw new UncheckedIOException("the figure could not be written to " + file, e);
        }
    }

    @Override
    public MimeBundle toMimeBundle() {
        Dimension size = dimension();
        return MimeBundle.png(png(), size.width, size.height, alternativeText());
    }

    @Override
    public String toString() {
        return alternativeText();
    }

    /** The size in CSS pixels: what was set, or what suits the content. */
    final Dimension dimension() {
        Fonts.problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        if (hasSize()) {
            return new Dimension(width, height);
        }
        Dimension natural = naturalSize();
        if (natural.width > MAX_SIDE || natural.height > MAX_SIDE) {
            throw new IllegalArgumentException(called("the figure") + " would be " + natural.width + " x "
                    + natural.height + " pixels large, but at most " + MAX_SIDE + " x " + MAX_SIDE
                    + " are possible: show less of it, or have it shrunk by size(width, height)");
        }
        return natural;
    }

    final boolean hasSize() {
        return width > 0;
    }

    Dimension naturalSize() {
        return new Dimension(Theme.WIDTH, Theme.HEIGHT);
    }

    final BufferedImage image() {
        Dimension size = dimension();
        int scale = Theme.RESOLUTION;
        BufferedImage image = new BufferedImage(size.width * scale, size.height * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(scale, scale);
            Theme.quality(g);
            g.setColor(Theme.CARD);
            g.fill(new Rectangle2D.Double(0, 0, size.width, size.height));
            paint(g, size.width, size.height);
            g.setColor(Theme.BORDER);
            g.setStroke(new BasicStroke(1));
            g.draw(new Rectangle2D.Double(0.5, 0.5, size.width - 1.0, size.height - 1.0));
        } finally {
            g.dispose();
        }
        return image;
    }

    /** How few colours the picture may be reduced to where it would be large otherwise. */
    int fewestColours() {
        return 16;
    }

    final void reserveTitleLines(int lines) {
        titleLines = lines;
    }

    /** Paints the content into a card of the given size in CSS pixels. */
    abstract void paint(Graphics2D g, int width, int height);

    /** A text alternative made of what the figure holds. */
    abstract String sentence();

    /** Axes and title around data, without axes yet. */
    final Frame frame(String xLabel, String yLabel) {
        Frame frame = new Frame();
        frame.title = title;
        frame.reservedTitleLines = titleLines;
        frame.xLabel = xLabel;
        frame.yLabel = yLabel;
        return frame;
    }

    /** The figure's kind and title, to begin a sentence with. */
    final String called(String kind) {
        return title.isEmpty() ? kind : kind + " '" + title + "'";
    }
}
