package d2j.data.scenes;

import java.util.List;
import java.util.Objects;

/**
 * Pictures with objects, for training and for testing.
 *
 * @param train   those to learn from
 * @param test    those that are held out
 * @param classes the names of the classes in the order of their labels
 * @param origin  what they are and where they are from, in words
 * @param isReal  false where they were drawn
 */
public record Scenes(List<Scene> train, List<Scene> test, List<String> classes, String origin, boolean isReal) {
    public Scenes {
        train = List.copyOf(train);
        test = List.copyOf(test);
        classes = List.copyOf(classes);
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String toString() {
        return origin;
    }
}
