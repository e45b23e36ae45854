package d2j.engine.recurrent;

/**
 * Native memory that a pass may use as it likes; its content does not outlast the pass. Whoever calls provides it,
 * since it comes from a workspace.
 *
 * @param steps {@code [time · batch, gates · size]}, for all steps
 * @param step  {@code [batch, gates · size]}, for one step after another
 */
public record WorkingMemory(Matrix steps, Matrix step) {}
