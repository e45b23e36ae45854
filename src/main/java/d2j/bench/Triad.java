package d2j.bench;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Memory bandwidth as STREAM's triad measures it (McCalpin, 1995): {@code a[i] = b[i] + s c[i]} over arrays larger than
 * any cache, on a number of threads; two arrays are read and one is written.
 */
public final class Triad {

    private static final int LENGTH = 1 << 24;
    private static final int REPETITIONS = 8;

    private Triad() {}

    /** Prints 10⁹ bytes per second, the best of several repetitions. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(gigabytesPerSecond(Integer.parseInt(arguments[0]), LENGTH));
    }

    static double gigabytesPerSecond(int threads, int length) throws InterruptedException {
        float[] a = new float[length];
        float[] b = new float[length];
        float[] c = new float[length];
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
        double best = Double.MAX_VALUE;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            long begun = System.nanoTime();
            CountDownLatch done = new CountDownLatch(threads);
            for (int thread = 0; thread < threads; thread++) {
                int from = (int) ((long) length * thread / threads);
                int to = (int) ((long) length * (thread + 1) / threads);
                new Thread(() -> {
                            // Small pieces, so that the loop is compiled early.
                            for (int start = from; start < to; start += 1 << 14) {
                                triad(a, b, c, 3, start, Math.min(to, start + (1 << 14)));
                            }
                            done.countDown();
                        })
                        .start();
            }
            done.await();
            best = Math.min(best, (System.nanoTime() - begun) / 1e9);
        }
        if (a[length - 1] != 7) {
            throw new IllegalStateException("the triad computed " + a[length - 1] + " instead of 7");
        }
        return 3.0 * Float.BYTES * length / best / 1e9;
    }

    private static void triad(float[] a, float[] b, float[] c, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + factor * c[i];
        }
    }
}
