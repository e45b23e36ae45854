/**
 * Generates samples that stand in for data sets that cannot be had: the same shapes, classes and columns, drawn from a
 * seed. Knows neither loaders nor files.
 */
package d2j.data.samples;
