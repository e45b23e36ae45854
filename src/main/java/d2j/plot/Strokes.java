package d2j.plot;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;

/** Solid and dashed pens. */
final class Strokes {

    private Strokes() {}

    static BasicStroke of(double width, float[] dash) {
        if (dash == null) {
            return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /**
     * Cuts a polyline into the dashes of a pattern. XChart strokes each segment of a series by itself, so that a dashed
     * stroke would start afresh at every point and a curve of many points would come out solid.
     *
     * @param points alternating x and y in pixels; a NaN breaks the line
     * @return the dashes, each followed by a NaN point
     */
    static double[] cut(double[] points, float[] dash) {
        List<Double> out = new ArrayList<>();
        int part = 0;
        double left = dash[0];
        boolean pen = true;
        for (int i = 2; i < points.length; i += 2) {
            double x0 = points[i - 2];
            double y0 = points[i - 1];
            double x1 = points[i];
            double y1 = points[i + 1];
            double length = Math.hypot(x1 - x0, y1 - y0);
            if (Double.isNaN(length)) {
                end(out);
                part = 0;
                left = dash[0];
                pen = true;
                continue;
            }
            double done = 0;
            if (pen && (out.isEmpty() || Double.isNaN(out.get(out.size() - 1)))) {
                add(out, x0, y0);
            }
            while (length - done > left) {
                done += left;
                double share = done / length;
                double x = x0 + share * (x1 - x0);
                double y = y0 + share * (y1 - y0);
                // The end of a dash, or the start of the next one.
                add(out, x, y);
                if (pen) {
                    end(out);
                }
                pen = !pen;
                part = (part + 1) % dash.length;
                left = dash[part];
            }
            left -= length - done;
            if (pen) {
                add(out, x1, y1);
            }
        }
        double[] result = new double[out.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = out.get(i);
        }
        return result;
    }

    private static void add(List<Double> out, double x, double y) {
        out.add(x);
        out.add(y);
    }

    private static void end(List<Double> out) {
        if (!out.isEmpty() && !Double.isNaN(out.get(out.size() - 1))) {
            add(out, Double.NaN, Double.NaN);
        }
    }
}
