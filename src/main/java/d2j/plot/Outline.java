package d2j.plot;

import d2j.data.scenes.Box;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A box around something in an image.
 *
 * @param box    in pixels of the image
 * @param label  written into its corner; empty for nothing
 * @param colour the number of a colour of the theme
 */
record Outline(Box box, String label, int colour) {

    /**
     * Draws it on a picture that is already there.
     *
     * @param picture where the picture is
     * @param factor  how large a pixel of the image is
     */
    void paint(Graphics2D g, Rectangle2D picture, double factor) {
        Shape clip = g.getClip();
        g.clip(picture);
        Box scaled = box.scaled(factor, factor);
        Rectangle2D frame = new Rectangle2D.Double(
                picture.getX() + scaled.left(), picture.getY() + scaled.top(), scaled.width(), scaled.height());
        // A light edge below, so that it shows on any ground.
        g.setColor(Theme.transparent(Color.WHITE, 0.75));
        g.setStroke(new BasicStroke(3.4f));
        g.draw(frame);
        g.setColor(Theme.series(colour));
        g.setStroke(new BasicStroke(1.8f));
        g.draw(frame);
        if (!label.isEmpty()) {
            Font font = Theme.NOTE.deriveFont(9f);
            double wide = Text.width(font, label) + 4;
            double high = Text.lineHeight(font);
            double x = Math.max(picture.getX(), Math.min(frame.getX(), picture.getMaxX() - wide));
            // On top of the box, or inside where there is no room above.
            double y = frame.getY() - high >= picture.getY()
                    ? frame.getY() - high
                    : Math.max(picture.getY(), frame.getY());
            g.fill(new Rectangle2D.Double(x, y, wide, high));
            g.setColor(Color.WHITE);
            Text.draw(g, font, label, x + 2, y + high - Text.descent(font), 0);
        }
        g.setClip(clip);
    }

    /** A copy of an image with a colour over those pixels where a mask, {@code [height, width]}, is not 0. */
    static BufferedImage tinted(BufferedImage image, INDArray mask, Color tint) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (mask.rank() != 2 || mask.size(0) != height || mask.size(1) != width) {
            throw new IllegalArgumentException("a mask of shape " + Arrays.toString(mask.shape())
                    + " does not fit an image of " + height + " x " + width);
        }
        BufferedImage tinted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double[] where = Values.numbers(mask);
        for (int i = 0; i < where.length; i++) {
            Color seen = new Color(image.getRGB(i % width, i / width));
            Color shown = where[i] == 0 ? seen : Theme.mix(seen, tint, 0.5);
            tinted.setRGB(i % width, i / width, shown.getRGB());
        }
        return tinted;
    }
}
