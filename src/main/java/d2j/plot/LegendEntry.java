package d2j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** A name in the legend with a sample of how its series is drawn: any of line, marker and filled patch. */
record LegendEntry(String name, Color colour, double lineWidth, float[] dash, SeriesMarker marker, Color patch) {

    static final double SAMPLE_WIDTH = 28;

    static LegendEntry patch(String name, Color colour) {
        return new LegendEntry(name, colour, 0, null, null, colour);
    }

    LegendEntry called(String other) {
        return new LegendEntry(other, colour, lineWidth, dash, marker, patch);
    }

    /** The same entry with what another layer of the same name adds to it. */
    LegendEntry with(LegendEntry other) {
        return new LegendEntry(
                name,
                colour,
                Math.max(lineWidth, other.lineWidth),
                lineWidth > 0 ? dash : other.dash,
                marker != null ? marker : other.marker,
                patch != null ? patch : other.patch);
    }

    void paintSample(Graphics2D g, double x, double centre) {
        if (patch != null) {
            double height = lineWidth > 0 ? 11 : 9;
            g.setColor(patch);
            g.fill(new Rectangle2D.Double(x + 3, centre - height / 2, SAMPLE_WIDTH - 6, height));
        }
        if (lineWidth > 0) {
            g.setColor(colour);
            g.setStroke(Strokes.of(lineWidth, dash));
            g.draw(new Line2D.Double(x, centre, x + SAMPLE_WIDTH, centre));
        }
        if (marker != null) {
            g.setColor(colour);
            marker.paint(g, x + SAMPLE_WIDTH / 2, centre, 0);
        }
    }
}
