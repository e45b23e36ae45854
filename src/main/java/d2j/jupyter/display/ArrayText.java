package d2j.jupyter.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The plain text of an {@code INDArray}: a line with shape and type, then the values in brackets, all of one width so
 * that columns align. Large arrays show the ends of each axis around an ellipsis.
 */
final class ArrayText {
    private static final int ALL_SHOWN = 200;
    private static final int EDGE = 4;
    private static final int LINE_WIDTH = 100;

    private final INDArray array;
    private final long[] shape;
    private final boolean elided;
    private final String format;
    private final int width;

    private ArrayText(INDArray array) {
        this.array = array;
        this.shape = array.shape();
        this.elided = array.length() > ALL_SHOWN;
        List<Double> values = new ArrayList<>();
        collect(0, new long[shape.length], values);
        this.format = format(values, array.dataType());
        this.width =
                values.stream().mapToInt(value -> text(value).length()).max().orElse(0);
    }

    static String of(INDArray array) {
        String head = "shape " + Arrays.toString(array.shape()) + ", " + array.dataType();
        if (array.isEmpty() || array.length() == 0) {
            return head + "\n[]";
        }
        if (array.dataType() == DataType.UTF8 || array.dataType() == DataType.COMPRESSED) {
            return head + "\n" + array;
        }
        ArrayText text = new ArrayText(array);
        StringBuilder out = new StringBuilder(head).append('\n');
        text.append(0, new long[text.shape.length], out);
        return out.toString();
    }

    /** Positions shown along an axis; -1 stands for the ellipsis. */
    private long[] shown(int axis) {
        long size = shape[axis];
        if (!elided || size <= 2 * EDGE) {
            long[] all = new long[(int) size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        long[] ends = new long[2 * EDGE + 1];
        Arrays.setAll(ends, i -> i < EDGE ? i : i == EDGE ? -1 : size - ends.length + i);
        return ends;
    }

    private void collect(int axis, long[] position, List<Double> values) {
        if (axis == shape.length) {
            values.add(value(position));
            return;
        }
        for (long i : shown(axis)) {
            if (i >= 0) {
                position[axis] = i;
                collect(axis + 1, position, values);
            }
        }
    }

    private double value(long[] position) {
        return shape.length == 0 ? array.getDouble(0) : array.getDouble(position);
    }

    private static String format(List<Double> values, DataType type) {
        if (type == DataType.BOOL) {
            return "bool";
        }
        if (type.isIntType()) {
            return "%.0f";
        }
        double[] sizes = values.stream()
                .mapToDouble(Math::abs)
                .filter(v -> Double.isFinite(v) && v != 0)
                .toArray();
        double largest = Arrays.stream(sizes).max().orElse(0);
        double smallest = Arrays.stream(sizes).min().orElse(1);
        if (largest < 1e7 && Arrays.stream(sizes).allMatch(v -> v == Math.rint(v))) {
            return "%.1f";
        }
        // As long as no value needs more than nine digits, and none of them all would show as 0.0000.
        return largest < 1e5 && (smallest >= 1e-4 || largest >= 1e-2) ? "%.4f" : "%.4e";
    }

    private String text(double value) {
        if (format.equals("bool")) {
            return value != 0 ? "true" : "false";
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        String text = String.format(Locale.ROOT, format, value);
        return text.matches("-0\\.?0*") ? text.substring(1) : text;
    }

    private void append(int axis, long[] position, StringBuilder out) {
        if (axis == shape.length) {
            String text = text(value(position));
            out.append(" ".repeat(width - text.length())).append(text);
            return;
        }
        boolean innermost = axis == shape.length - 1;
        String indent = " ".repeat(axis + 1);
        out.append('[');
        int lineStart = out.lastIndexOf("\n");
        boolean first = true;
        for (long i : shown(axis)) {
            if (!first) {
                out.append(',');
                if (!innermost) {
                    out.append("\n".repeat(shape.length - axis - 1)).append(indent);
                } else if (out.length() - lineStart + width + 2 > LINE_WIDTH) {
                    lineStart = out.length();
                    out.append('\n').append(indent);
                } else {
                    out.append(' ');
                }
            }
            first = false;
            if (i < 0) {
                out.append('…');
            } else {
                position[axis] = i;
                append(axis + 1, position, out);
            }
        }
        out.append(']');
    }
}
