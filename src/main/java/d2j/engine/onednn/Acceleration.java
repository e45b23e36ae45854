package d2j.engine.onednn;

/**
 * The engine's on/off switch. Whatever stands in for something of DL4J or ND4J asks here whether it is to do the work;
 * {@code d2j.engine.Engine} turns it on when what reaches into the libraries is in place.
 */
public final class Acceleration {

    private static volatile boolean wanted;

    private Acceleration() {}

    /**
     * Turns the engine on or off: arrays, SameDiff graphs and updaters at once, networks for those that are initialised
     * from now on; the others stay as they are.
     */
    public static void enable(boolean enable) {
        wanted = enable;
    }

    /** True when oneDNN is to do the work, and exists for this platform. */
    public static boolean isOn() {
        return wanted && OneDnn.available();
    }
}
