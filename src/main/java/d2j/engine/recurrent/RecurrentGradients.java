package d2j.engine.recurrent;

/**
 * Where a backward pass writes a loss's gradients; {@code gates} is as in {@link RecurrentWeights}.
 *
 * @param weights   with respect to the input weights, transposed, {@code [gates · size, features]}
 * @param recurrent with respect to the recurrent weights, transposed, {@code [gates · size, size]}
 * @param bias      as the bias
 * @param inputs    {@code [time · batch, features]}, or null when nobody needs them
 */
public record RecurrentGradients(Matrix weights, Matrix recurrent, Matrix bias, Matrix inputs) {}
