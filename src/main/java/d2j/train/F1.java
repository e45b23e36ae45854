package d2j.train;

/**
 * The F1 score: the harmonic mean of precision (how much of what was called a class is of it) and recall (how much of
 * the class was found). {@code new F1()} is the mean over the classes (macro), {@code new F1(2)} that of class 2.
 */
public final class F1 extends ClassCounts {

    private final int ofClass;

    /** The mean over the classes that occur, named "F1". */
    public F1() {
        super("F1");
        ofClass = -1;
    }

    /**
     * Of one class, named "F1 of class 2".
     *
     * @param ofClass its number, from 0
     */
    public F1(int ofClass) {
        super("F1 of class " + ofClass);
        if (ofClass < 0) {
            throw new IllegalArgumentException("there is no class " + ofClass);
        }
        this.ofClass = ofClass;
    }

    @Override
    double ofClass(double right, double said, double truth) {
        return 2 * right / (said + truth);
    }

    @Override
    public double value() {
        double[] all = perClass();
        if (ofClass >= 0 && all.length > 0 && ofClass >= all.length) {
            throw new IllegalArgumentException("there is no class " + ofClass + " of " + all.length);
        }
        return ofClass < 0 ? super.value() : all.length == 0 ? Double.NaN : all[ofClass];
    }
}
