package d2j.optim;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that rises once and falls to zero once, over the whole training (L. N. Smith and N. Topin,
 * "Super-convergence: very fast training of neural networks using large learning rates", 2018). A step or epoch has the
 * rate of its middle, so that none has a rate of zero; after the last one the rate is zero.
 *
 * @param type   whether iterations or epochs are counted
 * @param start  the rate at the beginning
 * @param peak   the largest rate
 * @param length the iterations or epochs of the whole training
 * @param rise   the share of them in which the rate rises, in a straight line
 * @param cosine whether it falls along half a cosine, and not in a straight line
 */
public record OneCycle(
        @JsonProperty("type") ScheduleType type,
        @JsonProperty("start") double start,
        @JsonProperty("peak") double peak,
        @JsonProperty("length") int length,
        @JsonProperty("rise") double rise,
        @JsonProperty("cosine") boolean cosine)
        implements ISchedule {
    private static final long serialVersionUID = 1L;

    /**
     * As described.
     *
     * @throws IllegalArgumentException if rates are not numbers above 0, or there is no length, or nothing but a rise
     */
    @JsonCreator
    public OneCycle {
        if (!(start >= 0 && peak > 0) || Double.isInfinite(start + peak) || length < 1 || !(rise > 0 && rise < 1)) {
            throw new IllegalArgumentException("One cycle takes rates of at least 0, a length of at least 1 and a rise "
                    + "that is a share of it, not " + start + ", " + peak + ", " + length + " and " + rise);
        }
    }

    /** From zero to the peak in a fifth of the training, and back in the rest, both in straight lines. */
    public static OneCycle linear(ScheduleType type, double peak, int length) {
        return new OneCycle(type, 0, peak, length, 0.2, false);
    }

    /** From a twenty-fifth of the peak to the peak in a quarter of the training, and to zero along half a cosine. */
    public static OneCycle cosine(ScheduleType type, double peak, int length) {
        return new OneCycle(type, peak / 25, peak, length, 0.25, true);
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double place = Math.min(1, ((type == ScheduleType.EPOCH ? epoch : iteration) + 0.5) / length);
        if (place < rise) {
            return start + (peak - start) * place / rise;
        }
        double fallen = (place - rise) / (1 - rise);
        return cosine ? peak * (1 + Math.cos(Math.PI * fallen)) / 2 : peak * (1 - fallen);
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
