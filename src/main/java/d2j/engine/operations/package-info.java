/**
 * Operations on arrays, one at a time, as eager code and SameDiff graphs run them: faster on oneDNN, or right where
 * ND4J 1.0.0-M2.1 is wrong. ND4J reaches them through calls that are woven into it, at three doors:
 * {@link d2j.engine.operations.Operations} for operations by name, {@link d2j.engine.operations.ArrayProduct} for
 * {@code mmul}, {@link d2j.engine.operations.ArrayShortcuts} for the commonest methods of small arrays, which ND4J's
 * executioner makes slow. {@link d2j.engine.operations.ShapeInformation} makes new arrays cheap.
 *
 * <p>Rules for a new one: it implements {@code Operation}, declares in its {@code Signature} every array that it reads
 * and writes, and is entered in the table of {@code Operations}. Numbers of arrays, shapes, types, orders, offsets,
 * workspaces and overlaps are compared with the declaration in one place before it runs; whatever does not fit goes to
 * ND4J, and so the message is ND4J's. The test of random calls fails until it has a case for the newcomer.
 *
 * <p>{@link d2j.engine.operations.ValueSet} lets SameDiff look arrays up without reading all their numbers.
 */
package d2j.engine.operations;
