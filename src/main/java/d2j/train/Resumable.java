package d2j.train;

/** A model whose steps depend on how many went before, and that can go on where another one stopped. */
interface Resumable extends Trainable {

    /** The steps and epochs so far. */
    int[] counters();

    void setCounters(int iteration, int epoch);
}
