/**
 * The differentiable functions that the layers of {@link d2j.nn} consist of, each with a hand-written backward pass.
 * They work on rows, {@code [rows, features]}, one row per token. With floats on a processor they run on oneDNN,
 * otherwise on ND4J's operations, which is also what gradient checks in double precision see.
 */
package d2j.nn.functions;
