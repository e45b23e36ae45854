/**
 * Recurrent layers over whole sequences: one matrix product for the inputs of all time steps, one small product per
 * step for the state, and everything between them in plain Java loops that the compiler turns into vector instructions.
 * Sequences lie time-major in memory, {@code [time, batch, features]}, so that the rows of a step are together.
 */
package d2j.engine.recurrent;
