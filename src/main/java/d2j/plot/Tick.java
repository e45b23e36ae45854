package d2j.plot;

/** A tick at a value of its axis; a minor tick has no label. */
record Tick(double value, TickLabel label) {

    boolean isMajor() {
        return label != null;
    }
}
