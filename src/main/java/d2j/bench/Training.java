package d2j.bench;

/** A model with its data, ready to be trained step by step. */
public interface Training extends AutoCloseable {

    /** The number of trainable parameters. */
    long parameters();

    /** One training step on the batch: forward, backward, update. */
    void step();

    /** The loss of the last step; not a number if there is none. */
    double loss();

    /**
     * Trains for a while, at least one step.
     *
     * @param seconds when they have passed, no further step begins
     */
    default Turn run(double seconds) {
        long begun = System.nanoTime();
        long enough = (long) (seconds * 1e9);
        long steps = 0;
        long elapsed;
        do {
            step();
            steps++;
            elapsed = System.nanoTime() - begun;
        } while (elapsed < enough);
        return new Turn(steps, elapsed / 1e9);
    }

    /** Lets go of the model. */
    @Override
    default void close() {}

    /** Steps done, and the seconds that they took. */
    record Turn(long steps, double seconds) {}
}
