package d2j.vision.augmentation;

import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the pixels of a changed picture come from: the point x, y of the new one shows {@code xx x + xy y + x0},
 * {@code yx x + yy y + y0} of the old one. Colours between pixels are interpolated; outside the old picture is black.
 */
public record Warp(double xx, double xy, double x0, double yx, double yy, double y0) {

    /** Left for right. */
    public static Warp mirrored(double width) {
        return new Warp(-1, 0, width, 0, 1, 0);
    }

    /** Top for bottom. */
    public static Warp upsideDown(double height) {
        return new Warp(1, 0, 0, 0, -1, height);
    }

    /** Turned clockwise about a point, by an angle in radians. */
    public static Warp turned(double angle, double x, double y) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return new Warp(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
    }

    /** The changed picture. */
    public Scene apply(Scene scene) {
        int height = scene.height();
        int width = scene.width();
        float[] from = scene.pixels().dup('c').data().asFloat();
        int[] whose = scene.instances() == null
                ? null
                : scene.instances().dup('c').data().asInt();
        float[] to = new float[from.length];
        int[] newWhose = whose == null ? null : new int[whose.length];
        int channels = from.length / (width * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                // Pixels are squares; their middles lie at halves.
                double oldX = xx * (x + 0.5) + xy * (y + 0.5) + x0;
                double oldY = yx * (x + 0.5) + yy * (y + 0.5) + y0;
                int at = y * width + x;
                sample(from, to, at, oldX - 0.5, oldY - 0.5, channels, width, height);
                if (whose != null && oldX >= 0 && oldY >= 0 && oldX < width && oldY < height) {
                    newWhose[at] = whose[(int) oldY * width + (int) oldX];
                }
            }
        }
        INDArray pixels = Nd4j.createFromArray(to).reshape(channels, height, width);
        return whose == null
                ? new Scene(scene.name(), pixels, moved(scene))
                : withInstances(scene.name(), pixels, scene.objects(), newWhose);
    }

    private static void sample(
            float[] from, float[] to, int at, double x, double y, int channels, int width, int height) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int corner = 0; corner < 4; corner++) {
                int column = left + (corner & 1);
                int row = top + (corner >> 1);
                double weight = ((corner & 1) == 0 ? 1 - right : right) * (corner >> 1 == 0 ? 1 - below : below);
                if (weight > 0 && column >= 0 && row >= 0 && column < width && row < height) {
                    sum += weight * from[(channel * height + row) * width + column];
                }
            }
            to[(channel * height) * width + at] = (float) sum;
        }
    }

    /** The boxes around where the corners of the old ones went. */
    private List<LabelledBox> moved(Scene scene) {
        double determinant = xx * yy - xy * yx;
        List<LabelledBox> objects = new ArrayList<>();
        for (LabelledBox object : scene.objects()) {
            double left = Double.POSITIVE_INFINITY;
            double top = Double.POSITIVE_INFINITY;
            double right = Double.NEGATIVE_INFINITY;
            double bottom = Double.NEGATIVE_INFINITY;
            for (int corner = 0; corner < 4; corner++) {
                double x =
                        ((corner & 1) == 0 ? object.box().left() : object.box().right()) - x0;
                double y = (corner >> 1 == 0 ? object.box().top() : object.box().bottom()) - y0;
                double newX = (yy * x - xy * y) / determinant;
                double newY = (xx * y - yx * x) / determinant;
                left = Math.min(left, newX);
                right = Math.max(right, newX);
                top = Math.min(top, newY);
                bottom = Math.max(bottom, newY);
            }
            Box box = new Box(left, top, right, bottom);
            if (box.centreX() >= 0
                    && box.centreY() >= 0
                    && box.centreX() < scene.width()
                    && box.centreY() < scene.height()) {
                objects.add(object.at(box.clipped(scene.width(), scene.height())));
            }
        }
        return objects;
    }

    /** Boxes around what is left of each object; those of which nothing is left are gone, and the rest renumbered. */
    private static Scene withInstances(String name, INDArray pixels, List<LabelledBox> objects, int[] whose) {
        int width = (int) pixels.size(2);
        int[][] edges = new int[objects.size() + 1][];
        for (int i = 0; i < whose.length; i++) {
            int x = i % width;
            int y = i / width;
            int[] edge = edges[whose[i]];
            if (edge == null) {
                edges[whose[i]] = new int[] {x, y, x + 1, y + 1};
            } else {
                edge[0] = Math.min(edge[0], x);
                edge[2] = Math.max(edge[2], x + 1);
                edge[3] = y + 1;
            }
        }
        List<LabelledBox> left = new ArrayList<>();
        int[] number = new int[edges.length];
        for (int k = 1; k < edges.length; k++) {
            if (edges[k] != null) {
                left.add(objects.get(k - 1).at(new Box(edges[k][0], edges[k][1], edges[k][2], edges[k][3])));
                number[k] = left.size();
            }
        }
        for (int i = 0; i < whose.length; i++) {
            whose[i] = number[whose[i]];
        }
        return new Scene(name, pixels, left, Nd4j.createFromArray(whose).reshape(pixels.size(1), pixels.size(2)));
    }
}
