package d2j.train;

/**
 * The mean intersection over union, for segmentation: of each class the pixels rightly called by its name, divided by
 * those that bear it in the labels or the prediction; the mean over the classes that occur.
 */
public final class MeanIoU extends ClassCounts {

    /** Named "mean IoU". */
    public MeanIoU() {
        super("mean IoU");
    }

    @Override
    double ofClass(double right, double said, double truth) {
        return right / (said + truth - right);
    }
}
