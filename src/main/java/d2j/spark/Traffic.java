package d2j.spark;

/**
 * The messages of a training that shared gradients.
 *
 * @param steps    that all executors made together
 * @param sent     messages that executors sent, each to the driver, which hands it on to all other executors
 * @param arrived  messages that reached the driver, and with it the result
 * @param late     those of them that did after the last step of all executors was done
 * @param received messages of others that executors had received by their last step, all executors together
 * @param bytes    of all messages that reached the driver
 */
public record Traffic(long steps, long sent, long arrived, long late, long received, long bytes) {

    static Traffic parse(String numbers) {
        long[] all = java.util.Arrays.stream(numbers.strip().split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Traffic(all[0], all[1], all[2], all[3], all[4], all[5]);
    }
}
