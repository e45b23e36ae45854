package d2j.data.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes in many ways, the same for the same seed. */
public final class Mutations {
    private static final byte[] INTERESTING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '\n', '"', ',', ' ', '.', '/', '-'
    };

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** How many cases to try: {@code usual}, or more where {@code -Dd2j.fuzz=FACTOR} says so. */
    public static int cases(int usual) {
        return usual * Integer.getInteger("d2j.fuzz", 1);
    }

    /** A copy with one to eight changes. */
    public byte[] of(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            changed = change(changed);
        }
        return changed;
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        // Headers are short and decide most, so half of the changes are made there.
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 64));
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(bytes, at, at + length, INTERESTING[random.nextInt(INTERESTING.length)]);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return spliced(bytes, at, new byte[0], at + length);
            }
            case 5 -> {
                return spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
            }
            default -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                return spliced(bytes, at, noise, at);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int to, byte[] between, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, to);
        out.writeBytes(between);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
