/**
 * Automatic differentiation as textbooks write it: {@link d2j.autograd.Tensor} records what is computed, and
 * {@code backward()} gives the gradients.
 *
 * <ul>
 *   <li>{@link d2j.autograd.Tensor}: arithmetic, products, reductions, shapes, indexing; {@code backward}.
 *   <li>{@link d2j.autograd.Functions}: what chapters import statically: activations, losses, layers.
 *   <li>{@link d2j.autograd.Optimiser}: any of ND4J's updaters on tensors.
 * </ul>
 *
 * <p>Every operation is a {@code Node} of a graph that is built while the forward pass runs. Its rule gives the
 * gradients of its inputs in terms of other tensor operations, so that gradients can be differentiated again. Values
 * are dense arrays in row order; {@code Compute} does the numbers, and knows nothing of gradients.
 *
 * <p>Memory: an array of ND4J lies outside Java's heap, where the garbage collector does not see how much there is.
 * What a gradient's rule computes on its way is freed as soon as the rule is done, and what a forward pass computed is
 * freed one step after its {@code backward()}, unless the reader took it out with {@code data()}: so a training loop
 * needs the memory of two steps, however long it runs.
 */
package d2j.autograd;
