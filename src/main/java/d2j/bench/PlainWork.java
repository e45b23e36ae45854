package d2j.bench;

/** Work that trains nothing, and so has neither parameters nor a loss. */
record PlainWork(Runnable work) implements Training {

    @Override
    public long parameters() {
        return 0;
    }

    @Override
    public void step() {
        work.run();
    }

    @Override
    public double loss() {
        return Double.NaN;
    }
}
