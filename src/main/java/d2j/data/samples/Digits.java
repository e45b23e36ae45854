package d2j.data.samples;

import java.awt.geom.AffineTransform;

/**
 * The ten digits as a pen would write them, each in one or more ways. The strokes are given here, so that the pictures
 * do not depend on the fonts of a machine.
 */
public final class Digits {
    /** In a box 10 wide and 16 high. */
    private static final String[][] STROKES = {
        {
            "curve 5,0 1.5,3 0,8 1.5,13 5,16 8.5,13 10,8 8.5,3 5,0",
            "curve 7,1 3,1.5 0.5,6 1,12 4,16 8,14.5 10,9 9,3 5.5,0.5"
        },
        {
            "curve 5,0 5,8 5,16",
            "curve 2,3.5 5.5,0 5.5,8 5.5,16",
            "curve 2,3.5 5.5,0 5.5,8 5.5,16; curve 2,16 5.5,16 9,16"
        },
        {
            "curve 0.5,3.5 3,0.3 7,0.3 9.5,3.5 8,8 4,12 0,16; curve 0,16 5,16 10,16",
            "curve 0.5,3 4,0 8.5,2 8.5,6 5,11 1,15 2.5,13.2 5.5,15 10,15.5"
        },
        {
            "curve 0.5,2 4,0 8,1.5 8.5,5 6.5,7.3 3.5,7.7; curve 3.5,7.7 7.5,8.3 10,11.5 8,15 4,16 0,14",
            "curve 1,0.3 5,0.3 9.5,0.3; curve 9.5,0.3 7,3.5 4.5,6.5; curve 4.5,6.5 8.5,7.5 10,11 8.5,15 4.5,16 0,14.5"
        },
        {
            "curve 6.5,0 3.5,5 0,11; curve 0,11 5,11 10,11; curve 7.5,5 7.3,10 7,16",
            "curve 1.5,0 1,4 1.2,7.5 4,8.5 8,7.5; curve 8.8,0 8.3,8 8,16"
        },
        {
            "curve 9,0.3 5,0.3 2,0.5; curve 2,0.5 1.5,4 1,7.2; curve 1,7.2 5,6 9,8 9.8,11.5 7.5,15.2 4,16 0,14.5",
            "curve 9.5,0 6,0.3 2.5,0; curve 2.5,0 1.8,3.5 1.5,7; curve 1.5,7 6,6.5 9,9.5 8.5,13.5 5,16 0.5,15"
        },
        {
            "curve 7.5,0 3.5,3.5 1,8.5 0.7,12.5 3,15.7 7,15.5 9.3,12.3 8,9 5,8 2,9.5 0.9,12",
            "curve 6,0 2.5,6 1,11 2.5,15.3 6,16 9,13.5 8.5,10 5.5,9 2.5,11 1.8,14"
        },
        {
            "curve 0,0.5 5,0.5 10,0.5; curve 10,0.5 7,6 4,16",
            "curve 0,1.5 5,0.5 9.5,0.3; curve 9.5,0.3 6.5,8 4.5,16; curve 3,8 6,8 9,8"
        },
        {
            "curve 8.5,2.2 5.5,0 2,1.5 2.2,5 5.5,7.7 9,11 8.5,14.8 5,16 1.5,14.5 1.5,11 5,7.7 8.3,5 8.5,2.2",
            "curve 5,7.5 2,5 2.2,1.8 5,0 8,1.8 8,5 5,7.5; curve 5,7.5 1,11 1.5,14.7 5,16 8.7,14.7 9.2,11 5,7.5"
        },
        {
            "curve 9,4 6.5,0.5 3,0.7 1,4 2.5,7.5 6,7.8 8.8,5 9,3; curve 9,3 8.7,9 7.5,16",
            "curve 8.5,3.5 6,0.3 2.5,1 1,4.5 3,7.7 6.5,7.3 8.6,4.5; curve 8.6,4.5 9,11 6.5,15.5 2.5,15.5"
        },
    };

    private Digits() {}

    /** Images of digits, 28 x 28 grey levels on black. */
    public static DrawnImages images() {
        return new DrawnImages(
                "digits",
                2,
                new DrawnImages.Look(28, false, 200, 256, 1.2, 3.6, 0.7, 0, 12),
                (label, random) -> {
                    AffineTransform place = DrawnImages.wobble(14, random, 0.8, 9, 0.09);
                    place.shear(-random.nextDouble(-0.1, 0.45), 0);
                    double height = random.nextDouble(17, 20.5);
                    double width = height * random.nextDouble(0.4, 0.75) * (label == 1 ? 0.6 : 1);
                    place.scale(width / 10, height / 16);
                    place.translate(-5, -8);
                    return place;
                },
                STROKES);
    }
}
