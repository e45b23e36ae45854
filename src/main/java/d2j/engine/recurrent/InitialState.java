package d2j.engine.recurrent;

/**
 * The state before the first step. The products take it from native memory, what is done number by number from Java's.
 *
 * @param hidden {@code [batch, size]}, or null for zeros
 * @param values what the steps carry on, {@code [batch · size]} in row order, or null for zeros: an LSTM's memory
 *               cells; in a GRU, which has none, the numbers of {@code hidden}
 */
public record InitialState(Matrix hidden, float[] values) {}
