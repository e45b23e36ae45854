package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture described in a few lines, which is drawn a little differently each time. A line is one of
 *
 * <pre>{@code
 * top = 4~1, half = 7~1.2            numbers, chosen anew for each picture: 3 to 5, 5.8 to 8.2
 * fill 0,top half,top+1.3 half,24    a closed shape with these corners, in the picture's shade, perhaps with a pattern
 * |fill 2,top half,top+1.3 half,24   the same and its mirror image on the other side of x = 0, in one outline
 * blob ..., line ..., curve ...      a closed smooth shape; an open polygon; a smooth curve
 * |line ..., |curve ...              the same twice, mirrored
 * oval 0,12 3~1,2                    an ellipse: its centre, its half axes
 * 30% line:dark:w1.5 -5,16 5,16      only in 30 of 100 pictures; darker than the shade; 1.5 wide
 * }</pre>
 *
 * A coordinate is a sum of numbers and names, each perhaps multiplied by a number and shaken: {@code half*0.5+2~1}.
 * Tones are {@code dark}, {@code light}, {@code other} (either of both) and {@code cut} (the background).
 */
final class Sketch {
    private static final Pattern TERM =
            Pattern.compile("([+-]?)([a-z]+|\\d*\\.?\\d+)(?:\\*(\\d*\\.?\\d+))?(?:~(\\d*\\.?\\d+))?");

    /** A number that is chosen when a picture is drawn. */
    private record Amount(List<Term> terms) {
        private record Term(double factor, String name, double number, double shake) {}

        static Amount of(String text) {
            List<Term> terms = new ArrayList<>();
            Matcher matcher = TERM.matcher(text.strip());
            int end = 0;
            while (end < text.strip().length() && matcher.find(end) && matcher.start() == end) {
                double factor = (matcher.group(1).equals("-") ? -1 : 1)
                        * (matcher.group(3) == null ? 1 : Double.parseDouble(matcher.group(3)));
                boolean name = Character.isLetter(matcher.group(2).charAt(0));
                terms.add(new Term(
                        factor,
                        name ? matcher.group(2) : null,
                        name ? 0 : Double.parseDouble(matcher.group(2)),
                        matcher.group(4) == null ? 0 : Double.parseDouble(matcher.group(4))));
                end = matcher.end();
            }
            if (terms.isEmpty() || end < text.strip().length()) {
                throw new IllegalArgumentException("no number of a sketch: " + text);
            }
            return new Amount(terms);
        }

        double value(Map<String, Double> numbers, RandomGenerator random) {
            double sum = 0;
            for (Term term : terms) {
                double base = term.name() == null ? term.number() : numbers.get(term.name());
                sum += term.factor() * base + (term.shake() == 0 ? 0 : random.nextDouble(-term.shake(), term.shake()));
            }
            return sum;
        }
    }

    /** Numbers to choose, or a mark to draw. */
    private record Line(
            Map<String, Amount> numbers,
            double chance,
            boolean mirrored,
            String kind,
            List<String> options,
            List<Amount[]> points) {}

    /** What is drawn with: the picture's own colours and habits. */
    record Pen(
            Graphics2D graphics, AffineTransform frame, Color shade, double width, double unsteady, Texture texture) {}

    /** Draws patterns and folds on a shape that has just been filled. */
    interface Texture {
        void draw(Graphics2D graphics, Shape shape, Color shade, RandomGenerator random);
    }

    private final List<Line> lines = new ArrayList<>();

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException if a line is none, or names a number that no line before it gives
     */
    static Sketch of(String text) {
        Sketch sketch = new Sketch();
        Map<String, Amount> known = new HashMap<>();
        for (String line : text.split("[\\n;]")) {
            if (!line.isBlank()) {
                Line read = line.contains("=") ? numbers(line) : mark(line.strip());
                known.putAll(read.numbers());
                sketch.lines.add(read);
                read.points().forEach(point -> List.of(point)
                        .forEach(amount -> amount.terms().forEach(term -> {
                            if (term.name() != null && !known.containsKey(term.name())) {
                                throw new IllegalArgumentException("a sketch without a number " + term.name());
                            }
                        })));
            }
        }
        return sketch;
    }

    private static Line numbers(String line) {
        Map<String, Amount> numbers = new LinkedHashMap<>();
        for (String part : line.split(",")) {
            String[] sides = part.split("=", 2);
            numbers.put(sides[0].strip(), Amount.of(sides[1]));
        }
        return new Line(numbers, 1, false, "", List.of(), List.of());
    }

    private static Line mark(String line) {
        String[] words = line.split("\\s+");
        int first = words[0].endsWith("%") ? 1 : 0;
        double chance = first == 0 ? 1 : Double.parseDouble(words[0].substring(0, words[0].length() - 1)) / 100;
        boolean mirrored = words[first].startsWith("|");
        List<String> kind = List.of(words[first].substring(mirrored ? 1 : 0).split(":"));
        List<Amount[]> points = new ArrayList<>();
        for (int i = first + 1; i < words.length; i++) {
            String[] point = words[i].split(",");
            if (point.length != 2) {
                throw new IllegalArgumentException("no point of a sketch: " + words[i]);
            }
            points.add(new Amount[] {Amount.of(point[0]), Amount.of(point[1])});
        }
        if (!List.of("fill", "blob", "line", "curve", "oval").contains(kind.get(0)) || points.size() < 2) {
            throw new IllegalArgumentException("no line of a sketch: " + line);
        }
        return new Line(Map.of(), chance, mirrored, kind.get(0), kind.subList(1, kind.size()), points);
    }

    void draw(Pen pen, RandomGenerator random) {
        Map<String, Double> numbers = new HashMap<>();
        for (Line line : lines) {
            line.numbers().forEach((name, amount) -> numbers.put(name, amount.value(numbers, random)));
            if (!line.kind().isEmpty() && (line.chance() == 1 || random.nextDouble() < line.chance())) {
                draw(line, points(line, numbers, pen.unsteady(), random), pen, random);
            }
        }
    }

    private static double[][] points(Line line, Map<String, Double> numbers, double unsteady, RandomGenerator random) {
        double[][] points = new double[line.points().size()][2];
        for (int i = 0; i < points.length; i++) {
            for (int axis = 0; axis < 2; axis++) {
                points[i][axis] = line.points().get(i)[axis].value(numbers, random)
                        + (unsteady == 0 ? 0 : unsteady * DrawnImages.normal(random));
            }
        }
        return points;
    }

    private void draw(Line line, double[][] points, Pen pen, RandomGenerator random) {
        boolean closed = line.kind().equals("fill") || line.kind().equals("blob");
        boolean smooth = line.kind().equals("blob") || line.kind().equals("curve");
        if (line.kind().equals("oval")) {
            double[] centre = points[0];
            double[] half = points[1];
            for (int side = 1; side >= (line.mirrored() ? -1 : 1); side -= 2) {
                paint(
                        line,
                        pen,
                        true,
                        random,
                        new Ellipse2D.Double(
                                side * centre[0] - half[0], centre[1] - half[1], 2 * half[0], 2 * half[1]));
            }
        } else if (line.mirrored() && closed) {
            double[][] both = new double[2 * points.length][];
            for (int i = 0; i < points.length; i++) {
                both[i] = points[i];
                both[2 * points.length - 1 - i] = new double[] {-points[i][0], points[i][1]};
            }
            paint(line, pen, true, random, path(both, true, smooth));
        } else {
            paint(line, pen, closed, random, path(points, closed, smooth));
            if (line.mirrored()) {
                for (double[] point : points) {
                    point[0] = -point[0];
                }
                paint(line, pen, false, random, path(points, false, smooth));
            }
        }
    }

    private static void paint(Line line, Pen pen, boolean fill, RandomGenerator random, Shape shape) {
        Shape placed = pen.frame().createTransformedShape(shape);
        boolean plain = true;
        double width = pen.width();
        Color colour = pen.shade();
        for (String option : line.options()) {
            plain = false;
            switch (option) {
                case "dark" -> colour = DrawnImages.shaded(pen.shade(), -random.nextInt(40, 80));
                case "light" -> colour = DrawnImages.shaded(pen.shade(), random.nextInt(40, 80));
                case "other" ->
                    colour = DrawnImages.shaded(pen.shade(), (random.nextBoolean() ? 1 : -1) * random.nextInt(50, 90));
                case "cut" -> colour = pen.graphics().getBackground();
                default -> width = Double.parseDouble(option.substring(1));
            }
        }
        pen.graphics().setColor(colour);
        if (!fill) {
            pen.graphics().setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            pen.graphics().draw(placed);
            return;
        }
        pen.graphics().fill(placed);
        if (plain) {
            pen.texture().draw(pen.graphics(), placed, pen.shade(), random);
        }
    }

    /** Straight, or a smooth curve (E. Catmull, R. Rom, "A class of local interpolating splines", 1974). */
    private static Path2D path(double[][] points, boolean closed, boolean smooth) {
        Path2D path = new Path2D.Double();
        int n = points.length;
        path.moveTo(points[0][0], points[0][1]);
        for (int i = 0; i < (closed ? n : n - 1); i++) {
            double[] before = points[closed ? (i + n - 1) % n : Math.max(0, i - 1)];
            double[] from = points[i];
            double[] to = points[(i + 1) % n];
            double[] after = points[closed ? (i + 2) % n : Math.min(n - 1, i + 2)];
            if (smooth) {
                path.curveTo(
                        from[0] + (to[0] - before[0]) / 6,
                        from[1] + (to[1] - before[1]) / 6,
                        to[0] - (after[0] - from[0]) / 6,
                        to[1] - (after[1] - from[1]) / 6,
                        to[0],
                        to[1]);
            } else {
                path.lineTo(to[0], to[1]);
            }
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }
}
