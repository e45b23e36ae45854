package d2j.engine.recurrent;

/**
 * The weights of a recurrent layer, those of all gates side by side: {@code gates} is 1 in a plain layer, 3 in a GRU, 4
 * in an LSTM. The bias is not among them, since a backward pass needs none.
 *
 * @param input     multiplied with the inputs, {@code [features, gates · size]}
 * @param recurrent multiplied with the state of the step before, {@code [size, gates · size]}
 */
public record RecurrentWeights(Matrix input, Matrix recurrent) {}
