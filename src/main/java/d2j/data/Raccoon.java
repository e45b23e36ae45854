package d2j.data;

import d2j.data.samples.DrawnScenes;
import d2j.data.scenes.Box;
import d2j.data.scenes.ImageFile;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.data.scenes.Scenes;
import d2j.data.scenes.ShapeScenes;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * 200 photographs of raccoons with a box around each animal, in the format of Pascal VOC (Dat Tran, 2017). Four of them
 * are there twice; the second ones are left out. Every fifth is held out for tests.
 *
 * <p>Where the photographs are not here and cannot be downloaded, drawn raccoons stand in for them; the line that is
 * printed says so.
 */
public final class Raccoon {

    static final String NAME = "raccoon";

    static final String ARCHIVE = "raccoon.zip";

    private static final int PHOTOS = 200;

    /** One photograph in so many is for tests. */
    private static final int HELD_OUT = 5;

    private Raccoon() {}

    /**
     * All photographs, each squeezed into a square. Prints one line that says what they are and where they are from.
     *
     * @param side height and width in pixels
     * @throws DatasetException if the files are damaged
     */
    public static Scenes load(int side) {
        return load(DatasetStore.standard(), side, PHOTOS);
    }

    /**
     * The first photographs only.
     *
     * @param photos how many at most, for training and tests together
     */
    public static Scenes load(int side, int photos) {
        return load(DatasetStore.standard(), side, photos);
    }

    static Scenes load(DatasetStore store, int side, int photos) {
        if (side < 1 || photos < HELD_OUT) {
            throw new IllegalArgumentException(
                    "at least 1 pixel and " + HELD_OUT + " photographs, not " + side + " and " + photos);
        }
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        List<Scene> all = answer.found().isPresent()
                ? real(store.unpacked(answer.found().get(), ARCHIVE).resolve(NAME), entry.classes(), side, photos)
                : ShapeScenes.draw(DrawnScenes.raccoons(), Math.min(photos, PHOTOS), side, 1);
        List<Scene> train = part(all, false);
        List<Scene> test = part(all, true);
        String sizes = String.format(Locale.ROOT, "%,d + %,d ", train.size(), test.size());
        String origin = Origin.of(entry, answer, sizes + "photographs", sizes + "drawn pictures");
        System.out.println(origin);
        return new Scenes(train, test, entry.classes(), origin, answer.found().isPresent());
    }

    private static List<Scene> part(List<Scene> all, boolean test) {
        return IntStream.range(0, all.size())
                .filter(i -> (i % HELD_OUT == HELD_OUT - 1) == test)
                .mapToObj(all::get)
                .toList();
    }

    private static List<Scene> real(Path folder, List<String> classes, int side, int most) {
        List<Path> files = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int i = 1; i <= PHOTOS && files.size() < most; i++) {
            Path file = folder.resolve("images").resolve("raccoon-" + i + ".jpg");
            try {
                if (seen.add(Arrays.hashCode(Files.readAllBytes(file)))) {
                    files.add(file);
                }
            } catch (IOException e) {
                throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        Scene[] scenes = new Scene[files.size()];
        IntStream.range(0, scenes.length).parallel().forEach(i -> {
            String name = files.get(i).getFileName().toString().replace(".jpg", "");
            scenes[i] = read(files.get(i), folder.resolve("annotations").resolve(name + ".xml"), classes, side);
        });
        return List.of(scenes);
    }

    private static Scene read(Path photo, Path annotation, List<String> classes, int side) {
        VocAnnotation said = VocAnnotation.read(annotation, classes);
        BufferedImage image = ImageFile.read(photo);
        if (image.getWidth() != said.width() || image.getHeight() != said.height()) {
            throw new DatasetException(photo + " has " + image.getWidth() + " x " + image.getHeight() + " pixels, but "
                    + annotation + " is about one of " + said.width() + " x " + said.height());
        }
        List<LabelledBox> objects = new ArrayList<>();
        for (LabelledBox object : said.objects()) {
            Box box = object.box().scaled(side / (double) said.width(), side / (double) said.height());
            objects.add(object.at(box));
        }
        return new Scene(
                photo.getFileName().toString(), ImageFile.pixels(ImageFile.resized(image, side, side)), objects);
    }
}
