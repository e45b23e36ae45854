/**
 * Figures for chapters: one small API over XChart with one theme.
 *
 * <p>{@link d2j.plot.Plot}, {@link d2j.plot.Bars}, {@link d2j.plot.Histogram}, {@link d2j.plot.HeatMap} and {@link
 * d2j.plot.ImageGrid} are built by chained calls and show themselves as a cell's last expression; {@link
 * d2j.plot.FigureRow} puts some side by side, and {@link d2j.plot.LiveCurve} grows while a model trains.
 */
package d2j.plot;
