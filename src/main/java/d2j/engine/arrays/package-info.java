/**
 * Arithmetic on dense arrays in row order, without the ten to thirty microseconds that an operation of ND4J takes
 * before it computes anything: loops in Java for small arrays, oneDNN or ND4J's own library for large ones. Nothing
 * here knows of gradients.
 *
 * <p>Callers give arrays of one type (FLOAT or DOUBLE) and results of the right shape;
 * {@link d2j.engine.arrays.DenseArray} makes both.
 */
package d2j.engine.arrays;
