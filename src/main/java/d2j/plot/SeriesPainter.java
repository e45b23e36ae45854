package d2j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Paints lines, markers and areas into the frame's data area with XChart, which sees pixels of that area as its
 * coordinates.
 */
final class SeriesPainter {

    /** How far markers and thick lines at the very edge may reach beyond the axes. */
    private static final int BLEED = 6;

    private final Frame frame;
    private final XYChart chart;
    private final Rectangle2D.Double area;

    SeriesPainter(Frame frame) {
        this.frame = frame;
        Rectangle2D.Double plot = frame.plot();
        area = new Rectangle2D.Double(plot.x - BLEED, plot.y - BLEED, plot.width + 2 * BLEED, plot.height + 2 * BLEED);
        chart = new XYChart((int) area.width, (int) area.height);
        XYStyler styler = chart.getStyler();
        styler.setChartPadding(0);
        styler.setPlotMargin(0);
        styler.setPlotContentSize(1);
        styler.setChartBackgroundColor(new Color(0, true));
        styler.setPlotBackgroundColor(new Color(0, true));
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesVisible(false);
        styler.setChartTitleVisible(false);
        styler.setLegendVisible(false);
        styler.setAxisTicksVisible(false);
        styler.setAxisTitlesVisible(false);
        styler.setXAxisMin(0.0);
        styler.setXAxisMax(area.width);
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(area.height);
    }

    /** The pixels of data points, as alternating x and y; NaN where a value is missing or has no place on the axis. */
    static double[] pixels(Frame frame, double[] x, double[] y) {
        double[] points = new double[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            double px = frame.px(x[i]);
            double py = frame.py(y[i]);
            boolean finite = Double.isFinite(px) && Double.isFinite(py);
            // Values far outside of a fixed range would overflow the rasteriser's numbers.
            points[2 * i] = finite ? Math.max(-1e5, Math.min(1e5, px)) : Double.NaN;
            points[2 * i + 1] = finite ? Math.max(-1e5, Math.min(1e5, py)) : Double.NaN;
        }
        return points;
    }

    void line(double[] points, Color colour, double width, float[] dash) {
        double[] drawn = dash == null ? points : Strokes.cut(points, dash);
        XYSeries series = add(drawn);
        if (series != null) {
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
            series.setLineStyle(dash == null ? Theme.line(width) : Strokes.of(width, null));
            series.setLineColor(colour);
            series.setMarker(SeriesMarkers.NONE);
        }
    }

    void markers(double[] points, Color colour, SeriesMarker marker) {
        XYSeries series = add(points);
        if (series != null) {
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            series.setLineStyle(SeriesLines.NONE);
            series.setMarker(marker);
            series.setMarkerColor(colour);
        }
    }

    /** Fills polygons; NaN points part them. */
    void area(double[] points, Color colour) {
        XYSeries series = add(points);
        if (series != null) {
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
            series.setLineStyle(SeriesLines.NONE);
            series.setMarker(SeriesMarkers.NONE);
            series.setFillColor(colour);
        }
    }

    private XYSeries add(double[] points) {
        int n = points.length / 2;
        if (n == 0) {
            return null;
        }
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            boolean gap = Double.isNaN(points[2 * i]);
            x[i] = gap ? 0 : points[2 * i] - area.x;
            y[i] = gap ? Double.NaN : area.height - (points[2 * i + 1] - area.y);
        }
        return chart.addSeries(Integer.toString(chart.getSeriesMap().size()), x, y);
    }

    /**
     * Paints what was added.
     *
     * @param clipX whether data lies beyond the x axis and is to be cut at its ends
     * @param clipY the same for the y axis
     */
    void paint(Graphics2D g, boolean clipX, boolean clipY) {
        if (chart.getSeriesMap().isEmpty()) {
            return;
        }
        AffineTransform transform = g.getTransform();
        Shape clip = g.getClip();
        Rectangle2D.Double plot = frame.plot();
        g.clip(new Rectangle2D.Double(
                clipX ? plot.x : area.x,
                clipY ? plot.y : area.y,
                clipX ? plot.width : area.width,
                clipY ? plot.height : area.height));
        g.translate(area.x, area.y);
        chart.paint(g, (int) area.width, (int) area.height);
        g.setTransform(transform);
        g.setClip(clip);
        Theme.quality(g);
    }
}
