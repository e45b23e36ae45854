package d2j.bench;

import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.vision.detection.AveragePrecision;
import d2j.vision.detection.Detection;
import d2j.vision.detection.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What comes after a detector's network. */
final class DetectionWork {

    private static final int BOXES = 10_000;
    private static final int IMAGES = 500;
    private static final int CLASSES = 20;

    private DetectionWork() {}

    static Training create(Workload workload) {
        Random random = new Random(1);
        return new PlainWork(workload == Workload.SUPPRESSION ? suppression(random) : averagePrecision(random));
    }

    private static Runnable suppression(Random random) {
        float[] edges = new float[4 * BOXES];
        float[] scores = new float[BOXES];
        for (int i = 0; i < BOXES; i++) {
            for (int axis = 0; axis < 2; axis++) {
                edges[4 * i + axis] = 1000 * random.nextFloat();
                edges[4 * i + axis + 2] = edges[4 * i + axis] + 20 + 80 * random.nextFloat();
            }
            scores[i] = random.nextFloat();
        }
        INDArray boxes = Nd4j.createFromArray(edges).reshape(BOXES, 4);
        INDArray sureness = Nd4j.createFromArray(scores);
        return () -> Suppression.hard(boxes, sureness, 0.5);
    }

    /** Eight objects in each image, and twenty detections near them. */
    private static Runnable averagePrecision(Random random) {
        List<List<LabelledBox>> objects = new ArrayList<>();
        List<List<Detection>> found = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            List<LabelledBox> there = new ArrayList<>();
            List<Detection> said = new ArrayList<>();
            for (int k = 0; k < 8; k++) {
                there.add(new LabelledBox(
                        random.nextInt(CLASSES),
                        Box.ofCoco(200 * random.nextDouble(), 200 * random.nextDouble(), 60, 60)));
            }
            for (int k = 0; k < BOXES / IMAGES; k++) {
                LabelledBox near = there.get(k % there.size());
                double left = near.box().left() + 30 * random.nextDouble();
                double top = near.box().top() + 30 * random.nextDouble();
                said.add(new Detection(near.label(), random.nextDouble(), Box.ofCoco(left, top, 60, 60)));
            }
            objects.add(there);
            found.add(said);
        }
        return () -> {
            AveragePrecision measured = new AveragePrecision(CLASSES);
            for (int image = 0; image < IMAGES; image++) {
                measured.add(found.get(image), objects.get(image));
            }
            measured.voc2012(0.5);
        };
    }
}
