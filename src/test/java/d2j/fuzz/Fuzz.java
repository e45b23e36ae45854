package d2j.fuzz;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Tries many damaged inputs within a time limit: no exception may come out of a trial, and none may hang.
 *
 * <pre>{@code
 * Fuzz.run("IDX reader", damage -> {
 *     byte[] bytes = damage.bytes(valid);
 *     try {
 *         read(bytes);
 *     } catch (DatasetException expected) {
 *         assertTrue(expected.getMessage().contains("name.idx"));
 *     }
 * });
 * }</pre>
 *
 * <p>Each round has a seed of its own, so that a failure is repeated by {@code -Dd2j.fuzz.seed=SEED} alone, which the
 * message names. {@code -Dd2j.fuzz.seconds=60} makes each call last a minute; the default is two seconds, or the number
 * of rounds that a call asks for.
 */
public final class Fuzz {

    private static final long FIRST_SEED = 1;
    private static final double USUAL_SECONDS = 2;
    private static final double SECONDS =
            Double.parseDouble(System.getProperty("d2j.fuzz.seconds", Double.toString(USUAL_SECONDS)));
    /** Some rounds are always run, whatever else the machine is doing. */
    private static final int LEAST_ROUNDS = 30;
    /** Far beyond what any round takes, even on a machine that is busy with other things. */
    private static final double HANG_SECONDS = 60;

    /** One round: damages something, hands it over, and checks what comes of it. */
    @FunctionalInterface
    public interface Trial {

        /** Fails by an exception or an assertion. */
        void run(Damage damage) throws Exception;
    }

    private final String name;
    private final Trial trial;
    private final double hangSeconds;
    private volatile long seed;
    private volatile long begun;
    private volatile int rounds;
    private volatile boolean stop;
    private volatile Throwable failure;

    private Fuzz(String name, Trial trial, double hangSeconds) {
        this.name = name;
        this.trial = trial;
        this.hangSeconds = hangSeconds;
    }

    /**
     * Runs a trial again and again.
     *
     * @param name what is tried, for messages
     * @return the number of rounds
     * @throws AssertionError if a round failed or hung; the message names its seed
     */
    public static int run(String name, Trial trial) {
        return run(name, LEAST_ROUNDS, SECONDS, trial);
    }

    /**
     * Runs a trial so many times; for longer only where {@code -Dd2j.fuzz.seconds} says so.
     *
     * @return the number of rounds
     */
    public static int run(String name, int rounds, Trial trial) {
        return run(name, rounds, isLonger() ? SECONDS : 0, trial);
    }

    /** How many cases to try where they are no rounds: the usual number, or more as {@code d2j.fuzz.seconds} is. */
    public static int cases(int usual) {
        return isLonger() ? (int) Math.ceil(usual * SECONDS / USUAL_SECONDS) : usual;
    }

    private static boolean isLonger() {
        return SECONDS > USUAL_SECONDS;
    }

    private static int run(String name, int leastRounds, double seconds, Trial trial) {
        String only = System.getProperty("d2j.fuzz.seed");
        Fuzz fuzz = new Fuzz(name, trial, HANG_SECONDS);
        return only == null ? fuzz.run(FIRST_SEED, leastRounds, seconds) : fuzz.run(Long.parseLong(only), 1, 0);
    }

    static int run(String name, Trial trial, int leastRounds, double seconds, double hangSeconds) {
        return new Fuzz(name, trial, hangSeconds).run(FIRST_SEED, leastRounds, seconds);
    }

    private int run(long firstSeed, int leastRounds, double seconds) {
        begun = System.nanoTime();
        Thread worker = new Thread(() -> work(firstSeed, leastRounds, seconds), "d2j-fuzz");
        worker.setDaemon(true);
        worker.start();
        try {
            while (worker.isAlive()) {
                worker.join(100);
                if (worker.isAlive() && System.nanoTime() - begun > hangSeconds * 1e9) {
                    stop = true;
                    throw new AssertionError(place() + " has not ended after " + hangSeconds + " s; it is at\n"
                            + Arrays.stream(worker.getStackTrace())
                                    .limit(30)
                                    .map(frame -> "    at " + frame)
                                    .collect(Collectors.joining("\n")));
                }
            }
        } catch (InterruptedException e) {
            stop = true;
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError(place() + " failed: " + failure, failure);
        }
        return rounds;
    }

    private void work(long firstSeed, int leastRounds, double seconds) {
        long first = System.nanoTime();
        for (seed = firstSeed; !stop; seed++) {
            begun = System.nanoTime();
            if (rounds >= leastRounds && begun - first > seconds * 1e9) {
                return;
            }
            try {
                trial.run(new Damage(seed));
            } catch (Throwable e) {
                // A round may fail by anything, a StackOverflowError included.
                failure = e;
                return;
            }
            rounds++;
        }
    }

    private String place() {
        return name + ": round " + (rounds + 1) + " (-Dd2j.fuzz.seed=" + seed + ")";
    }
}
