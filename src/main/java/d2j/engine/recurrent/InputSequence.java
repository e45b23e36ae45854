package d2j.engine.recurrent;

/**
 * What a recurrent layer reads.
 *
 * @param x     {@code [time · batch, features]}, time-major
 * @param mask  {@code [batch, time]}, or null: where it is 0, the step ends with zero state
 * @param batch the number of examples, without which {@code x} does not tell how many steps there are
 */
public record InputSequence(Matrix x, float[][] mask, int batch) {}
