/**
 * oneDNN primitives on the memory of ND4J arrays. The only package that knows oneDNN's classes, and the lowest of the
 * engine's: it knows none of the others.
 *
 * <ul>
 *   <li>{@link d2j.engine.onednn.OneDnn} loads the library and says where an array lies;
 *       {@link d2j.engine.onednn.Acceleration} is the engine's switch.
 *   <li>{@link d2j.engine.onednn.Primitive} is a compiled operation. Classes that are made for one shape and hold
 *       several: {@link d2j.engine.onednn.Convolution}, {@link d2j.engine.onednn.Pooling},
 *       {@link d2j.engine.onednn.BatchNormalization}, {@link d2j.engine.onednn.InnerProduct},
 *       {@link d2j.engine.onednn.RowNormalization}, {@link d2j.engine.onednn.ScaledDotProduct},
 *       {@link d2j.engine.onednn.Softmax}. Factories of one: {@link d2j.engine.onednn.MatrixProduct},
 *       {@link d2j.engine.onednn.Elementwise}, {@link d2j.engine.onednn.Combination},
 *       {@link d2j.engine.onednn.Reorder}. For shapes that change from call to call: {@link d2j.engine.onednn.Gemm},
 *       {@link d2j.engine.onednn.ColumnSums}.
 *   <li>{@link d2j.engine.onednn.Placement} and {@link d2j.engine.onednn.Magnitude} say what may be handed to them.
 * </ul>
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Arguments are raw addresses ({@link d2j.engine.onednn.Floats}), and nothing is checked here: callers have
 *       compared shapes, types, orders and workspaces, and keep the arrays alive.
 *   <li>NaN must not vanish. oneDNN's rectifier after another primitive and its softmax lose it, and pooling may; here
 *       {@code Softmax}, {@code InnerProduct} and {@code Elementwise} keep it, while whoever asks a {@code Convolution}
 *       for a rectifier looks with {@code Magnitude} first. Backward passes of rectifiers make NaN of zero times NaN,
 *       where DL4J has zero.
 *   <li>Small operations run in one thread ({@link d2j.engine.onednn.Threads}).
 *   <li>What holds native memory is {@link d2j.engine.onednn.NativeMemory}, and is kept in a
 *       {@link d2j.engine.onednn.RecentlyUsed} of a layer or a thread, so that memory stays flat.
 * </ul>
 */
package d2j.engine.onednn;
