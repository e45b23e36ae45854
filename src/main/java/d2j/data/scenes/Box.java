package d2j.data.scenes;

/**
 * A rectangle in an image, given by its edges: x to the right, y downward, the image's corner at the top left is 0, 0.
 * The unit is the caller's: pixels, or shares of the image's width and height.
 *
 * <p>File formats say it otherwise, and {@code of...} and {@code to...} convert: Pascal VOC counts pixels from 1 and
 * names the first and the last that belong to the box; COCO gives a corner and the size; YOLO the centre and the size,
 * as shares of the image.
 */
public record Box(double left, double top, double right, double bottom) {

    /**
     * Checks the edges.
     *
     * @throws IllegalArgumentException if an edge is no number, or two are the wrong way round
     */
    public Box {
        if (!(left <= right && top <= bottom && Double.isFinite(right - left) && Double.isFinite(bottom - top))) {
            throw new IllegalArgumentException(
                    "no box: left " + left + ", top " + top + ", right " + right + ", bottom " + bottom);
        }
    }

    /** A box by its centre and size. */
    public static Box ofCentre(double x, double y, double width, double height) {
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    /** A box in pixels from the numbers of its first and last pixels, counted from 1. */
    public static Box ofVoc(int xmin, int ymin, int xmax, int ymax) {
        return new Box(xmin - 1, ymin - 1, xmax, ymax);
    }

    /** The numbers {@code xmin, ymin, xmax, ymax} of the first and last pixels, from 1; edges are rounded. */
    public int[] toVoc() {
        return new int[] {
            (int) Math.round(left) + 1, (int) Math.round(top) + 1, (int) Math.round(right), (int) Math.round(bottom)
        };
    }

    /** A box from its corner at the top left and its size. */
    public static Box ofCoco(double x, double y, double width, double height) {
        return new Box(x, y, x + width, y + height);
    }

    /** The corner at the top left and the size: {@code x, y, width, height}. */
    public double[] toCoco() {
        return new double[] {left, top, width(), height()};
    }

    /** A box in pixels from its centre and size in shares of the image. */
    public static Box ofYolo(double x, double y, double width, double height, int imageWidth, int imageHeight) {
        return ofCentre(x * imageWidth, y * imageHeight, width * imageWidth, height * imageHeight);
    }

    /** Of a box in pixels the centre and the size in shares of the image: {@code x, y, width, height}. */
    public double[] toYolo(int imageWidth, int imageHeight) {
        return new double[] {
            centreX() / imageWidth, centreY() / imageHeight, width() / imageWidth, height() / imageHeight
        };
    }

    /** From the left edge to the right one. */
    public double width() {
        return right - left;
    }

    /** From the top edge to the bottom one. */
    public double height() {
        return bottom - top;
    }

    /** Width by height. */
    public double area() {
        return width() * height();
    }

    /** Midway between left and right. */
    public double centreX() {
        return (left + right) / 2;
    }

    /** Midway between top and bottom. */
    public double centreY() {
        return (top + bottom) / 2;
    }

    /** The area that both boxes cover. */
    public double intersection(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /** Intersection over union: the area that both cover by the area that either covers; 0 for two without area. */
    public double iou(Box other) {
        double both = intersection(other);
        return both == 0 ? 0 : both / (area() + other.area() - both);
    }

    /** The part inside an image of this size; a box outside it loses its area. */
    public Box clipped(double imageWidth, double imageHeight) {
        return new Box(
                Math.max(0, Math.min(left, imageWidth)),
                Math.max(0, Math.min(top, imageHeight)),
                Math.max(0, Math.min(right, imageWidth)),
                Math.max(0, Math.min(bottom, imageHeight)));
    }

    /** All x by one factor and all y by another: from pixels to shares, or to those of another size. */
    public Box scaled(double x, double y) {
        return new Box(left * x, top * y, right * x, bottom * y);
    }
}
