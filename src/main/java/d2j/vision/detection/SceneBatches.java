package d2j.vision.detection;

import d2j.data.scenes.Scene;
import d2j.vision.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Mini-batches of scenes whose labels are made when they are needed, after augmentation has moved the boxes. */
public final class SceneBatches {

    private SceneBatches() {}

    /** The images of scenes of one size, {@code [scenes, channels, height, width]}. */
    public static INDArray images(List<Scene> scenes) {
        return Nd4j.stack(0, scenes.stream().map(Scene::pixels).toArray(INDArray[]::new));
    }

    /**
     * Batches in a new random order in each epoch; what is left over after the last full batch waits for another epoch,
     * but a single smaller batch is used.
     *
     * @param size     scenes of a batch
     * @param change   is applied to each scene anew in each epoch
     * @param seed     of order and changes
     * @param labelled makes images and labels of the scenes of one batch
     */
    public static Iterable<MultiDataSet> of(
            List<Scene> scenes,
            int size,
            Augmentation change,
            long seed,
            Function<List<Scene>, ? extends MultiDataSet> labelled) {
        if (scenes.isEmpty() || size < 1) {
            throw new IllegalArgumentException(scenes.size() + " scenes make no batches of " + size);
        }
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            List<Scene> order = new ArrayList<>(scenes);
            Collections.shuffle(order, new Random(random.nextLong()));
            return IntStream.range(0, Math.max(1, order.size() / size))
                    .<MultiDataSet>mapToObj(
                            i -> labelled.apply(order.subList(i * size, Math.min(order.size(), (i + 1) * size)).stream()
                                    .map(scene -> change.apply(scene, random))
                                    .toList()))
                    .iterator();
        };
    }
}
