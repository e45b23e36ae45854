package d2j.data.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DrawnImagesTest {
    /** A new kind of images takes so many lines. */
    private static DrawnImages signs(boolean colour, double noise) {
        return new DrawnImages(
                "signs",
                1,
                new DrawnImages.Look(32, colour, 150, 250, 1, 2, 0.1, 0, noise),
                (label, random) -> DrawnImages.wobble(16, random, 1, 5, 0.1),
                new String[][] {
                    {"oval 0,0 10~1,10~1; line:other:w2 -6,0 6,0"},
                    {"|fill 0,-10 10,8; 50% line:dark 0,-4 0,2"},
                    {"r = 9~1; fill -r,-r r,-r r,r -r,r", "r = 9; blob -r,0 0,-r r,0 0,r"},
                });
    }

    @Test
    void drawsInColourAndGrey() {
        DrawnImages.Pictures colour = signs(true, 12).draw(30, 1);
        assertEquals(30 * 3 * 32 * 32, colour.pixels().length);
        int plane = 32 * 32;
        boolean differs = false;
        for (int p = 0; p < plane; p++) {
            differs |= Math.abs((colour.pixels()[p] & 0xff) - (colour.pixels()[p + plane] & 0xff)) > 40;
        }
        assertTrue(differs, "red and green");
        DrawnImages.Pictures grey = signs(false, 1e-9).draw(30, 1);
        assertEquals(30 * plane, grey.pixels().length);
        for (int i = 0; i < 30; i++) {
            assertEquals(0, grey.pixels()[i * plane], "the ground is black");
            assertTrue((grey.pixels()[i * plane + 12 * 32 + 16] & 0xff) >= 70, "the middle is drawn");
        }
        int[] counts = new int[3];
        for (byte label : grey.labels()) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {10, 10, 10}, counts);
    }

    @Test
    void cutsAndMirrors() {
        DrawnImages kind = new DrawnImages(
                "frames",
                1,
                new DrawnImages.Look(16, false, 200, 201, 1, 1.001, 0, 0, 1e-9),
                (label, random) -> DrawnImages.wobble(8, random, 0, 0, 0),
                new String[][] {{"|fill 6,-6 6,6; fill:cut -3,-3 3,-3 3,3 -3,3"}});
        byte[] pixels = kind.draw(1, 1).pixels();
        for (int y = 0; y < 16; y++) {
            byte[] row = Arrays.copyOfRange(pixels, 16 * y, 16 * y + 16);
            for (int x = 0; x < 16; x++) {
                boolean outer = x >= 2 && x < 14 && y >= 2 && y < 14;
                boolean inner = x >= 5 && x < 11 && y >= 5 && y < 11;
                assertEquals(outer && !inner ? 200 : 0, row[x] & 0xff, x + "," + y);
            }
        }
    }

    @Test
    void refusesWhatIsNoSketch() {
        for (String text : new String[] {
            "star 1,2 3,4",
            "line 1,2",
            "line 1,2 3",
            "line a,2 3,4",
            "r = ; line r,0 1,1",
            "line 1,2 3,4x!",
            "line 1,2 3,--4"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Sketch.of(text), text);
        }
    }
}
