package d2j.plot;

/** What stands beside a tick: a text, and an exponent that is raised after it (empty for none). */
record TickLabel(String text, String exponent) {

    static TickLabel of(String text) {
        return new TickLabel(text, "");
    }

    static TickLabel power(String before, int exponent) {
        return new TickLabel(before + "10", Numbers.minus(Integer.toString(exponent)));
    }
}
