package d2j.vision.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.data.scenes.ShapeScenes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class AugmentationTest {

    private final SplittableRandom random = new SplittableRandom(1);

    /** One channel; a bright object of 2 x 3 pixels at row 1, column 2 of 6 x 8. */
    private static Scene scene(boolean withInstances) {
        float[] pixels = new float[48];
        int[] whose = new int[48];
        for (int y = 1; y < 3; y++) {
            for (int x = 2; x < 5; x++) {
                pixels[y * 8 + x] = 1;
                whose[y * 8 + x] = 1;
            }
        }
        List<LabelledBox> objects = List.of(new LabelledBox(0, new Box(2, 1, 5, 3)));
        INDArray array = Nd4j.createFromArray(pixels).reshape(1, 6, 8);
        return new Scene(
                "test",
                array,
                objects,
                withInstances ? Nd4j.createFromArray(whose).reshape(6, 8) : null);
    }

    private static Box box(Scene scene) {
        assertEquals(1, scene.objects().size());
        return scene.objects().get(0).box();
    }

    @Test
    void flipsPixelsBoxesAndMasks() {
        for (boolean instances : new boolean[] {false, true}) {
            Scene mirrored = Augmentation.flip(1).apply(scene(instances), random);
            assertEquals(new Box(3, 1, 6, 3), box(mirrored));
            assertEquals(1, mirrored.pixels().getDouble(0, 1, 5), 1e-6);
            assertEquals(0, mirrored.pixels().getDouble(0, 1, 2), 1e-6);
            Scene back = Augmentation.flip(1).apply(mirrored, random);
            assertEquals(scene(instances).pixels(), back.pixels());
            Scene down = Augmentation.flipUpsideDown(1).apply(scene(instances), random);
            assertEquals(new Box(2, 3, 5, 5), box(down));
        }
        assertEquals(
                scene(true).pixels(),
                Augmentation.flip(0).apply(scene(true), random).pixels());
    }

    @Test
    void aTurnByARightAngleIsExact() {
        float[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Scene square = new Scene(
                "square",
                Nd4j.createFromArray(pixels).reshape(1, 3, 3),
                List.of(new LabelledBox(0, new Box(0, 0, 1, 2))));
        Scene turned = Warp.turned(Math.PI / 2, 1.5, 1.5).apply(square);
        assertTrue(
                turned.pixels()
                        .equalsWithEps(
                                Nd4j.createFromArray(7f, 4f, 1f, 8f, 5f, 2f, 9f, 6f, 3f)
                                        .reshape(1, 3, 3),
                                1e-4),
                turned.pixels().toString());
        assertEquals(1, box(turned).iou(new Box(1, 0, 3, 1)), 1e-6);
    }

    /** Whatever is drawn: the box around a moved mask lies within the moved box, which turning makes larger. */
    @Test
    void boxesAndMasksMoveTogether() {
        Augmentation change =
                Augmentation.rotate(15).then(Augmentation.translate(5)).then(Augmentation.crop(0.5, 1.5, 0.8, 1.25));
        for (Scene scene : ShapeScenes.of(12, 1, 48, 3).train()) {
            for (int seed = 0; seed < 4; seed++) {
                Scene tight = change.apply(scene, new SplittableRandom(seed));
                Scene loose = change.apply(
                        new Scene(scene.name(), scene.pixels(), scene.objects()), new SplittableRandom(seed));
                assertEquals(tight.pixels(), loose.pixels());
                for (int k = 0; k < tight.objects().size(); k++) {
                    Box found = tight.objects().get(k).box();
                    assertTrue(tight.mask(k).sumNumber().doubleValue() > 0);
                    for (LabelledBox object : loose.objects()) {
                        double inside = found.intersection(object.box()) / found.area();
                        assertTrue(inside <= 1 + 1e-9);
                    }
                }
                assertTrue(tight.objects().size() >= loose.objects().size());
            }
        }
    }

    @Test
    void movesByWholePixels() {
        for (int seed = 0; seed < 20; seed++) {
            Scene moved = Augmentation.translate(2).apply(scene(true), new SplittableRandom(seed));
            double sum = moved.pixels().sumNumber().doubleValue();
            assertEquals(sum, moved.objects().isEmpty() ? 0 : box(moved).area(), 1e-4);
        }
    }

    @Test
    void objectsThatLeaveAreDropped() {
        Scene away = new Warp(1, 0, 4, 0, 1, 0).apply(scene(false));
        assertEquals(List.of(), away.objects());
        Scene cut = new Warp(1, 0, 3, 0, 1, 0).apply(scene(false));
        assertEquals(new Box(0, 1, 2, 3), box(cut));
    }

    @Test
    void coloursStayWithinBounds() {
        Scene scene = ShapeScenes.of(1, 1, 32, 1).train().get(0);
        Augmentation paint = Augmentation.colour(0.4, 0.4, 0.4, 0.5)
                .then(Augmentation.noise(0.1))
                .then(Augmentation.cutout(8));
        Scene painted = paint.apply(scene, random);
        assertTrue(painted.pixels().minNumber().doubleValue() >= 0);
        assertTrue(painted.pixels().maxNumber().doubleValue() <= 1);
        assertNotEquals(scene.pixels(), painted.pixels());
        assertEquals(scene.objects(), painted.objects());
        Scene same = Augmentation.colour(0, 0, 0, 0).apply(scene, random);
        assertTrue(same.pixels().equalsWithEps(scene.pixels(), 2e-3));
    }

    @Test
    void batches() {
        INDArray batch = Nd4j.rand(DataType.FLOAT, 3, 3, 8, 8);
        INDArray kept = batch.dup();
        INDArray changed = Augmentation.flip(1).images(batch, random);
        assertEquals(kept, batch);
        assertEquals(batch.getDouble(2, 1, 4, 0), changed.getDouble(2, 1, 4, 7), 1e-6);
    }

    @Test
    void mixup() {
        DataSet batch = new org.nd4j.linalg.dataset.DataSet(
                Nd4j.eye(6).castTo(DataType.FLOAT), Nd4j.eye(6).castTo(DataType.FLOAT));
        double share = Mixup.blend(batch, 0.4, random);
        assertEquals(batch.getFeatures(), batch.getLabels());
        assertTrue(batch.getLabels().sum(1).equalsWithEps(Nd4j.ones(6), 1e-5));
        assertTrue(batch.getLabels().getDouble(0, 0) >= share - 1e-6);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 20_000; i++) {
            double value = Mixup.beta(0.4, random);
            sum += value;
            squares += (value - 0.5) * (value - 0.5);
        }
        assertEquals(0.5, sum / 20_000, 0.01);
        // The variance of Beta(a, a) is 1 / (4 (2 a + 1)).
        assertEquals(1 / (4 * 1.8), squares / 20_000, 0.005);
        assertThrows(IllegalArgumentException.class, () -> Mixup.beta(0, random));
    }

    @Test
    void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> Augmentation.flip(1.5));
        assertThrows(IllegalArgumentException.class, () -> Augmentation.crop(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Augmentation.crop(0.5, 0.4, 1, 1));
    }
}
