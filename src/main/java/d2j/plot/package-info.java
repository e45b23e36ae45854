/**
 * Figures for chapters: one small API over XChart with one theme.
 *
 * <p>{@link d2j.plot.Plot}, {@link d2j.plot.Bars}, {@link d2j.plot.Histogram}, {@link d2j.plot.HeatMap}, {@link
 * d2j.plot.ImageGrid} and {@link d2j.plot.Diagram} are built by chained calls and show themselves as a cell's last
 * expression; {@link d2j.plot.FigureRow} puts some side by side, and {@link d2j.plot.LiveCurve} grows while a model
 * trains.
 *
 * <p>A new kind of mark in a plot is one new file: a class that extends {@code Mark} (what it needs of the axes, how it
 * is painted, what it covers, its legend entry), added by one method of {@code Plot}. {@code Frame} draws everything
 * around the data, {@code Axis} maps values and chooses ticks in decimal arithmetic, {@code Legend} finds its place.
 */
package d2j.plot;
