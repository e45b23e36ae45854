package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything about the data: title, axes with their ticks and labels, grid, legend; and the room that is left for the
 * data.
 *
 * <p>XChart's own axes and legend are not used, since they clip long labels at the border, put ticks at data points
 * instead of round numbers, and lay the legend over the data.
 */
final class Frame {

    private static final double TICK_LENGTH = 4;
    private static final double LABEL_GAP = 7;
    private static final double MAX_CATEGORY_WIDTH = 120;
    private static final double CATEGORY_ANGLE = Math.toRadians(38);

    String title = "";
    /** At least so many lines are kept for the title. */
    int reservedTitleLines;

    String xLabel = "";
    String yLabel = "";
    Axis x;
    Axis y;
    boolean xGrid = true;
    boolean yGrid = true;
    /** Pixels kept free at the right of the data, for a colour bar. */
    double right;
    /**
     * Width of a unit of x over width of a unit of y, where it is fixed: height over width of the data's area; 0 where
     * it is free.
     */
    double aspect;

    final Legend legend = new Legend();
    /** What labels keep away from, in pixels: points, and the labels before them. */
    final List<Rectangle2D> covered = new ArrayList<>();

    private double width;
    private double height;
    private List<String> titleLines;
    private List<String> xLabelLines;
    private List<String> yLabelLines;
    private List<Tick> xTicks;
    private List<Tick> yTicks;
    private boolean turned;
    private Rectangle2D.Double plot;
    private double room;

    /** Where the data lies, in pixels: asked for after a layout to find a free corner for the legend. */
    interface Occupied {
        /** The points that the legend must not cover, as alternating x and y. */
        double[] points();
    }

    Rectangle2D.Double plot() {
        return plot;
    }

    /** The height that was there for the data before a fixed aspect took some of it away. */
    double room() {
        return room;
    }

    double px(double value) {
        return plot.x + plot.width * x.at(value);
    }

    double py(double value) {
        return plot.y + plot.height * (1 - y.at(value));
    }

    void layout(double width, double height, Occupied occupied) {
        this.width = width;
        this.height = height;
        legend.clearPlace();
        arrange(0);
        if (legend.isEmpty() || legend.inside && legend.placeInside(plot, occupied.points())) {
            return;
        }
        double legendHeight = legend.flow(width);
        arrange(legendHeight);
        legend.placeAbove(plot.y - legendHeight - offsetHeight(), width, legendHeight);
    }

    static List<String> titleLines(String title, double width) {
        return title.isBlank() ? List.of() : Text.wrap(Theme.TITLE, title, width - 2 * Theme.PADDING, 2);
    }

    private double offsetHeight() {
        return y.factorExponent() != 0 ? Text.ascent(Theme.TICK) + 6 : 0;
    }

    private void arrange(double legendHeight) {
        titleLines = titleLines(title, width);
        int titleRows = Math.max(reservedTitleLines, titleLines.size());
        double top = Theme.PADDING + titleRows * Text.lineHeight(Theme.TITLE) + (titleRows == 0 ? 4 : 8) + legendHeight;
        double left = 60;
        double bottom = 40;
        double rightMargin = Theme.PADDING + right;
        for (int pass = 0; pass < 3; pass++) {
            double plotWidth = Math.max(40, width - left - rightMargin);
            double plotHeight = Math.max(30, height - top - bottom);
            yTicks = y.ticks(yTickCount(plotHeight));
            chooseXTicks(plotWidth);
            xLabelLines = xLabel.isBlank() ? List.of() : Text.wrap(Theme.LABEL, xLabel, plotWidth, 2);
            yLabelLines = yLabel.isBlank() ? List.of() : Text.wrap(Theme.LABEL, yLabel, plotHeight, 2);
            double tickWidth = 0;
            for (Tick tick : yTicks) {
                tickWidth = Math.max(tickWidth, tick.isMajor() ? Text.width(Theme.TICK, shown(tick.label())) : 0);
            }
            left = Theme.PADDING
                    + yLabelLines.size() * Text.lineHeight(Theme.LABEL)
                    + (yLabelLines.isEmpty() ? 0 : 5)
                    + tickWidth
                    + LABEL_GAP;
            bottom = Theme.PADDING
                    + xLabelLines.size() * Text.lineHeight(Theme.LABEL)
                    + (xLabelLines.isEmpty() ? 0 : 4)
                    + xTicksHeight()
                    + LABEL_GAP;
            // The outermost labels are centred on their ticks and may reach beyond the axis.
            double overflowLeft = 0;
            double overflowRight = 0;
            for (Tick tick : xTicks) {
                if (!tick.isMajor()) {
                    continue;
                }
                double labelWidth = Text.width(Theme.TICK, shown(tick.label()));
                double at = x.at(tick.value()) * plotWidth;
                if (turned) {
                    overflowLeft = Math.max(overflowLeft, labelWidth * Math.cos(CATEGORY_ANGLE) - at);
                } else {
                    overflowLeft = Math.max(overflowLeft, labelWidth / 2 - at);
                    overflowRight = Math.max(overflowRight, at + labelWidth / 2 - plotWidth);
                }
            }
            left = Math.max(left, Theme.PADDING + overflowLeft);
            rightMargin = Theme.PADDING + right + Math.max(4, overflowRight);
            if (x.factorExponent() != 0) {
                bottom = Math.max(bottom, Theme.PADDING + xTicksHeight() + LABEL_GAP + Text.lineHeight(Theme.TICK));
            }
        }
        top += offsetHeight();
        double plotWidth = Math.floor(Math.max(40, width - left - rightMargin));
        double plotHeight = Math.floor(Math.max(30, height - top - bottom));
        double plotLeft = Math.ceil(left);
        double plotTop = Math.ceil(top);
        room = plotHeight;
        if (aspect > 0) {
            if (plotHeight / plotWidth > aspect) {
                double smaller = Math.floor(plotWidth * aspect);
                plotTop += Math.floor((plotHeight - smaller) / 2);
                plotHeight = smaller;
            } else {
                double smaller = Math.floor(plotHeight / aspect);
                plotLeft += Math.floor((plotWidth - smaller) / 2);
                plotWidth = smaller;
            }
            yTicks = y.ticks(yTickCount(plotHeight));
            chooseXTicks(plotWidth);
        }
        plot = new Rectangle2D.Double(plotLeft, plotTop, plotWidth, plotHeight);
    }

    private int yTickCount(double plotHeight) {
        return (int) (y.isCategorical() ? plotHeight / 13 : Math.min(8, Math.max(2, plotHeight / 28)));
    }

    private static TickLabel shown(TickLabel label) {
        return label.exponent().isEmpty()
                ? TickLabel.of(Text.shorten(Theme.TICK, label.text(), MAX_CATEGORY_WIDTH))
                : label;
    }

    private void chooseXTicks(double plotWidth) {
        turned = false;
        if (x.isCategorical()) {
            xTicks = x.ticks(Integer.MAX_VALUE);
            double slot = plotWidth / xTicks.size();
            double widest = widest(xTicks);
            // Short names, such as numbers, are rather left out than turned.
            turned = widest + 6 > slot && widest > 30;
            double needed = turned ? 15 : widest + (widest + 6 > slot ? 12 : 4);
            if (needed > slot) {
                xTicks = x.ticks((int) Math.max(1, plotWidth / needed));
            }
            return;
        }
        for (int count = 10; count >= 2; count--) {
            xTicks = x.ticks(count);
            if (fits(plotWidth)) {
                return;
            }
        }
    }

    private boolean fits(double plotWidth) {
        double end = Double.NEGATIVE_INFINITY;
        int majors = 0;
        for (Tick tick : xTicks) {
            if (tick.isMajor()) {
                double half = Text.width(Theme.TICK, tick.label()) / 2;
                double at = x.at(tick.value()) * plotWidth;
                if (at - half < end + 14) {
                    return false;
                }
                end = at + half;
                majors++;
            }
        }
        return majors * 30 <= plotWidth + 30;
    }

    private static double widest(List<Tick> ticks) {
        return ticks.stream()
                .filter(Tick::isMajor)
                .mapToDouble(tick -> Text.width(Theme.TICK, shown(tick.label())))
                .max()
                .orElse(0);
    }

    private double xTicksHeight() {
        if (xTicks.stream()
                .noneMatch(tick -> tick.isMajor() && !tick.label().text().isEmpty())) {
            return 0;
        }
        if (turned) {
            return widest(xTicks) * Math.sin(CATEGORY_ANGLE) + Text.ascent(Theme.TICK) * Math.cos(CATEGORY_ANGLE);
        }
        boolean raised = xTicks.stream()
                .anyMatch(tick -> tick.isMajor() && !tick.label().exponent().isEmpty());
        return Text.ascent(Theme.TICK) + (raised ? 5 : 2);
    }

    /** The height that the turned names of categories take. */
    double turnedHeight() {
        return turned ? xTicksHeight() : 0;
    }

    void paintBack(Graphics2D g) {
        g.setColor(Theme.TEXT);
        int before = Math.max(0, reservedTitleLines - titleLines.size());
        double baseline = Theme.PADDING + (before + 1) * Text.lineHeight(Theme.TITLE) - Text.descent(Theme.TITLE);
        for (String line : titleLines) {
            double half = Text.width(Theme.TITLE, line) / 2;
            double centre = Math.min(plot.x + plot.width / 2, width - Theme.PADDING - half);
            Text.draw(g, Theme.TITLE, line, Math.max(centre, Theme.PADDING + half), baseline, 0.5);
            baseline += Text.lineHeight(Theme.TITLE);
        }
        g.setStroke(new BasicStroke(1));
        if (xGrid) {
            for (Tick tick : xTicks) {
                grid(g, tick, true);
            }
        }
        if (yGrid) {
            for (Tick tick : yTicks) {
                grid(g, tick, false);
            }
        }
    }

    private void grid(Graphics2D g, Tick tick, boolean vertical) {
        g.setColor(tick.isMajor() ? Theme.GRID : Theme.MINOR_GRID);
        if (vertical) {
            double at = sharp(px(tick.value()));
            g.draw(new Line2D.Double(at, plot.y, at, plot.y + plot.height));
        } else {
            double at = sharp(py(tick.value()));
            g.draw(new Line2D.Double(plot.x, at, plot.x + plot.width, at));
        }
    }

    /** The nearest position where a line one CSS pixel wide covers whole pixels of the doubled image. */
    static double sharp(double at) {
        return Math.round(at * Theme.RESOLUTION) / (double) Theme.RESOLUTION;
    }

    void paintFront(Graphics2D g) {
        double bottom = plot.y + plot.height;
        g.setColor(Theme.AXIS);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(plot.x, plot.y, plot.x, bottom));
        g.draw(new Line2D.Double(plot.x, bottom, plot.x + plot.width, bottom));
        paintXTicks(g, bottom);
        paintYTicks(g);
        g.setColor(Theme.SOFT_TEXT);
        double baseline = bottom
                + LABEL_GAP
                + xTicksHeight()
                + (xTicksHeight() > 0 ? 4 : 0)
                + Text.lineHeight(Theme.LABEL)
                - Text.descent(Theme.LABEL);
        for (String line : xLabelLines) {
            Text.draw(g, Theme.LABEL, line, plot.x + plot.width / 2, baseline, 0.5);
            baseline += Text.lineHeight(Theme.LABEL);
        }
        double tickWidth = widest(yTicks);
        double at = plot.x
                - LABEL_GAP
                - tickWidth
                - 5
                - Text.descent(Theme.LABEL)
                - (yLabelLines.size() - 1) * Text.lineHeight(Theme.LABEL);
        for (String line : yLabelLines) {
            Text.drawTurned(g, Theme.LABEL, line, at, plot.y + plot.height / 2, 0.5, -Math.PI / 2);
            at += Text.lineHeight(Theme.LABEL);
        }
        legend.paint(g, plot, width);
    }

    private void paintXTicks(Graphics2D g, double bottom) {
        double labelTop = bottom + LABEL_GAP;
        boolean raised = xTicks.stream()
                .anyMatch(tick -> tick.isMajor() && !tick.label().exponent().isEmpty());
        double baseline = labelTop + Text.ascent(Theme.TICK) + (raised ? 4 : 1);
        for (Tick tick : xTicks) {
            double at = px(tick.value());
            if (!x.isCategorical()) {
                tickMark(g, sharp(at), bottom, 0, tick.isMajor() ? TICK_LENGTH : TICK_LENGTH / 2);
            }
            if (!tick.isMajor()) {
                continue;
            }
            g.setColor(Theme.SOFT_TEXT);
            TickLabel label = shown(tick.label());
            if (turned) {
                double ascent = Text.ascent(Theme.TICK);
                Text.drawTurned(
                        g,
                        Theme.TICK,
                        label.text(),
                        at + ascent * Math.sin(CATEGORY_ANGLE) * 0.7,
                        labelTop + ascent * Math.cos(CATEGORY_ANGLE),
                        1,
                        -CATEGORY_ANGLE);
            } else {
                Text.draw(g, Theme.TICK, label, at, baseline, 0.5);
            }
        }
        if (x.factorExponent() != 0) {
            g.setColor(Theme.SOFT_TEXT);
            Text.draw(
                    g,
                    Theme.TICK,
                    TickLabel.power("×", x.factorExponent()),
                    plot.x + plot.width,
                    baseline + Text.lineHeight(Theme.TICK),
                    1);
        }
    }

    private void paintYTicks(Graphics2D g) {
        for (Tick tick : yTicks) {
            double at = py(tick.value());
            if (!y.isCategorical()) {
                double length = tick.isMajor() ? TICK_LENGTH : TICK_LENGTH / 2;
                tickMark(g, plot.x - length, sharp(at), length, 0);
            }
            if (tick.isMajor()) {
                g.setColor(Theme.SOFT_TEXT);
                Text.draw(g, Theme.TICK, shown(tick.label()), plot.x - LABEL_GAP, at + Text.ascent(Theme.TICK) / 2, 1);
            }
        }
        if (y.factorExponent() != 0) {
            g.setColor(Theme.SOFT_TEXT);
            Text.draw(g, Theme.TICK, TickLabel.power("×", y.factorExponent()), plot.x, plot.y - 7, 0);
        }
    }

    private static void tickMark(Graphics2D g, double x, double y, double dx, double dy) {
        g.setColor(Theme.AXIS);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(x, y, x + dx, y + dy));
    }
}
