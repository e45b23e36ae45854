/**
 * Generates samples that stand in for data sets that cannot be had: the same shapes, classes and columns, drawn from a
 * seed. Knows neither loaders nor files.
 *
 * <p>One drawer each, fed with short descriptions: {@link d2j.data.samples.DrawnImages} for images, from a sketch of
 * each class ({@link d2j.data.samples.Digits}, {@link d2j.data.samples.Garments}), and {@link
 * d2j.data.samples.DrawnScenes} for several objects in one; {@code TableDrawer} for tables,
 * column by column ({@link d2j.data.samples.TableSamples}); {@link d2j.data.samples.Grammar} for sentences
 * ({@link d2j.data.samples.Sentences}, {@link d2j.data.samples.Articles}, in two languages {@link
 * d2j.data.samples.Translations}).
 */
package d2j.data.samples;
