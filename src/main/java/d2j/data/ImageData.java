package d2j.data;

import java.util.Objects;

/**
 * Labelled images for training and for testing.
 *
 * @param train  the training images
 * @param test   the test images
 * @param origin what they are and where they are from, in words: real, or generated in their place
 * @param isReal false where the images were generated because the data set could not be had
 */
public record ImageData(LabelledImages train, LabelledImages test, String origin, boolean isReal) {
    public ImageData {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String toString() {
        return origin;
    }
}
