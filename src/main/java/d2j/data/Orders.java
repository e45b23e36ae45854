package d2j.data;

import java.util.SplittableRandom;

/** Random orders of examples. */
final class Orders {

    private Orders() {}

    /** The numbers below {@code count} in an order of which all are equally likely. */
    static int[] random(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
