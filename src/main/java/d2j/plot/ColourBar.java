package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** The scale of colours at the right of a heat map. */
final class ColourBar {

    private static final double WIDTH = 14;
    private static final double GAP = 14;

    private final ColourMap colours;
    private final Axis.Linear axis;
    private final List<Tick> ticks;

    ColourBar(double[] scale, ColourMap colours) {
        this.colours = colours;
        axis = new Axis.Linear(scale[0], scale[1], false);
        ticks = axis.ticks(6);
    }

    /** The pixels that it needs at the right of the data. */
    double width() {
        double labels = ticks.stream()
                .mapToDouble(tick -> Text.width(Theme.TICK, tick.label()))
                .max()
                .orElse(0);
        if (axis.factorExponent() != 0) {
            labels = Math.max(labels, Text.width(Theme.TICK, TickLabel.power("×", axis.factorExponent())) - WIDTH);
        }
        return GAP + WIDTH + 8 + labels;
    }

    void paint(Graphics2D g, Rectangle2D.Double plot) {
        double x = plot.x + plot.width + GAP;
        int steps = (int) (plot.height * Theme.RESOLUTION);
        for (int i = 0; i < steps; i++) {
            g.setColor(colours.at(1 - (i + 0.5) / steps));
            g.fill(new Rectangle2D.Double(x, plot.y + i / (double) Theme.RESOLUTION, WIDTH, 1.0 / Theme.RESOLUTION));
        }
        g.setStroke(new BasicStroke(1));
        g.setColor(Theme.AXIS);
        g.draw(new Rectangle2D.Double(x, plot.y, WIDTH, plot.height));
        double right = x + WIDTH;
        for (Tick tick : ticks) {
            double y = plot.y + plot.height * (1 - axis.at(tick.value()));
            g.setColor(Theme.AXIS);
            g.draw(new Line2D.Double(right, Frame.sharp(y), right + 3, Frame.sharp(y)));
            g.setColor(Theme.SOFT_TEXT);
            Text.draw(g, Theme.TICK, tick.label(), right + 6, y + Text.ascent(Theme.TICK) / 2, 0);
        }
        if (axis.factorExponent() != 0) {
            Text.draw(g, Theme.TICK, TickLabel.power("×", axis.factorExponent()), x, plot.y - 7, 0);
        }
    }
}
