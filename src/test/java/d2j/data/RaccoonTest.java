package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.scenes.Scene;
import d2j.data.scenes.Scenes;
import d2j.data.scenes.ShapeScenes;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import d2j.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaccoonTest {
    private static final List<String> CLASSES = List.of("raccoon", "cat");

    private static final String GOOD = "<annotation><size><width>60</width><height>40</height></size>"
            + "<object><name>cat</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>2</ymin>"
            + "<xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.xml"), text);
    }

    @Test
    void readsAnnotations() throws IOException {
        VocAnnotation said = VocAnnotation.read(file(GOOD), CLASSES);
        assertEquals(60, said.width());
        assertEquals(List.of(new LabelledBox(1, new Box(0, 1, 60, 40), true)), said.objects());
        assertFalse(VocAnnotation.read(file(GOOD.replace("<difficult>1</difficult>", "")), CLASSES)
                .objects()
                .get(0)
                .difficult());
    }

    @Test
    void refusesAnnotationsByName() throws IOException {
        for (String bad : List.of(
                "",
                "<annotation/>",
                GOOD.replace("cat", "dog"),
                GOOD.replace("<xmax>60", "<xmax>61"),
                GOOD.replace("<xmin>1<", "<xmin>0<"),
                GOOD.replace("<ymax>40", "<ymax>1"),
                GOOD.replace("<width>60", "<width>wide"),
                "<!DOCTYPE a [<!ENTITY b \"c\">]>" + GOOD,
                GOOD.substring(0, 100))) {
            Path file = file(bad);
            DatasetException e = assertThrows(DatasetException.class, () -> VocAnnotation.read(file, CLASSES));
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
    }

    @Test
    void damagedAnnotationsAreReadOrRefused() {
        Fuzz.run("annotation", 200, damage -> {
            Path file = folder.resolve("damaged");
            Files.write(file, damage.bytes(GOOD.getBytes(StandardCharsets.UTF_8)));
            try {
                VocAnnotation.read(file, CLASSES);
            } catch (DatasetException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            }
        });
    }

    @Test
    void drawsPicturesInTheirPlace() {
        DatasetStore store = new DatasetStore(Catalog.standard(), null, folder, true);
        Scenes drawn = Raccoon.load(store, 32, 25);
        assertFalse(drawn.isReal());
        assertEquals(20, drawn.train().size());
        assertEquals(5, drawn.test().size());
        assertTrue(drawn.origin().contains("drawn pictures in place of the real data"), drawn.origin());
        assertEquals(
                drawn.train().get(3).pixels(),
                Raccoon.load(store, 32, 25).train().get(3).pixels());
        assertThrows(IllegalArgumentException.class, () -> Raccoon.load(store, 0, 25));
    }

    @Test
    void drawnScenesKnowWhoseEachPixelIs() {
        Scenes scenes = ShapeScenes.of(40, 4, 48, 1);
        int[] counts = new int[3];
        for (Scene scene : scenes.train()) {
            assertTrue(scene.objects().size() >= 1 && scene.objects().size() <= 4, scene.toString());
            double ground = scene.instances()
                    .eq(0)
                    .castTo(scene.pixels().dataType())
                    .sumNumber()
                    .doubleValue();
            for (int k = 0; k < scene.objects().size(); k++) {
                double pixels = scene.mask(k).sumNumber().doubleValue();
                Box box = scene.objects().get(k).box();
                assertTrue(pixels > 0.3 * box.area() && pixels <= box.area(), scene + ": " + pixels + " of " + box);
                ground += pixels;
                counts[scene.objects().get(k).label()]++;
            }
            assertEquals(48 * 48, ground);
            assertTrue(scene.semantics().maxNumber().intValue() <= 3);
        }
        for (int count : counts) {
            assertTrue(count > 10, "classes come about equally often");
        }
        assertEquals(
                scenes.train().get(1).pixels(),
                ShapeScenes.of(2, 1, 48, 1).train().get(1).pixels());
        assertThrows(
                IllegalStateException.class,
                () -> new Scene("boxes", scenes.test().get(0).pixels(), List.of()).semantics());
    }
}
