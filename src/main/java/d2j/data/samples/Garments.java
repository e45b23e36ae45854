package d2j.data.samples;

import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;

/** The ten kinds of garments of Fashion-MNIST, each in many cuts, patterns and shades. */
public final class Garments {
    private static final String[][] CUTS = {
        {
            """
            top=4~1, bottom=23~2, half=6.8~1.2, arm=5~2.5
            |fill 2,top half,top+1.2 half+arm,top+2+arm*0.8~1 half+arm-2.5,top+4.5+arm*0.8~1 \
              half,top+8 half~0.8,bottom
            oval:cut 0,top 2.8~0.8,2.4~1.4
            30% oval:other 0,11~2 3~1,2~1
            """,
            """
            top=4~1, bottom=23~2, half=6.2~1
            |fill 2,top half,top+1.2 half-0.5,top+6 half~0.8,bottom
            oval:cut 0,top 2.8~0.8,2.8~1.4
            """
        },
        {
            """
            top=2~1, bottom=25.7~1.7, waist=4~1, fork=9.5~1.5, gap=1.5~1.3, leg=2.4~0.8
            |fill waist,top waist+0.6,fork gap+leg+0.5,bottom gap-0.2,bottom 0,fork
            50% line:dark -4,top+1.5 4,top+1.5
            """,
            """
            top=2~1, bottom=17~3, waist=4~1, fork=9~1.5
            |fill waist,top waist+1,fork waist+1.5,bottom 0.5,bottom 0,fork
            """
        },
        {
            """
            top=4.2~1.2, bottom=23.2~1.7, half=7.1~1.1, out=3~1.8
            |fill 2,top half,top+1.2 half+out*0.5+1.5,top+8 half+out,top+17~2.5 \
              half+out-3,top+17.5~2.5 half,top+7 half~1,bottom
            oval:cut 0,top 2.7~0.7,1.6~0.8
            60% line:dark:w0.8 -9,bottom-1.6 9,bottom-1.6
            25% fill -2.5,top-2 2.5,top-2 2.5,top+1 -2.5,top+1
            """
        },
        {
            """
            top=2.7~1.2, bottom=25.2~2.2, waist=3.8~1.2, at=9~2, hem=2.7~2.2, shoulder=4.2~1.2
            |fill 1,top shoulder,top waist,top+at waist+hem,bottom
            oval:cut 0,top 2.2~0.8,3~2
            30% |line:w2.6 shoulder-1,top+1.5 shoulder+2~1,top+6~1
            20% |line:w2.4 shoulder-1,top+1.5 shoulder+3~2,top+14~3
            35% line:dark:w1.2 -4,top+at 4,top+at
            """
        },
        {
            """
            top=3.2~1.2, bottom=26.2~1.6, half=6.9~1.1, out=2.8~1.6
            |fill 2,top half,top+1.2 half+out*0.5+1.6,top+9 half+out,top+18.5~2.5 \
              half+out-3.3,top+19~2.5 half,top+8 half+0.8~1.2,bottom
            oval:cut 0,top 2.2~0.7,3~1.6
            line:other:w1 0.6~0.6,top+2 -0.6~0.6,bottom
            50% |line:dark 2,16.6~1.5 5,16~1.5
            """
        },
        {
            """
            ground=21.5~2.5, heel=5~2.5, left=-11.5~1.5, right=11.5~1.5
            curve:w1.8 left,ground left+8,ground right-10,ground-heel*0.5 right,ground-heel
            line:w1.4 right-0.5,ground-heel right-1~0.7,ground+0.5
            80% curve:other:w1.5 left+3~2,ground-1 left+6~2,ground-7~3 left+10~2,ground-1-heel*0.2
            70% curve:w1.2 left+8~4,ground-1 left+11~3,ground-9~4 left+15~3,ground-2-heel*0.4
            60% line:w1.1 right,ground-heel right-0.5,ground-heel-7~3 right-6~2,ground-heel-7~3
            """,
            """
            ground=21.5~2.5, left=-11.5~1.5, right=11.5~1.5
            line:w1.7 left,ground right,ground-0.7~0.7
            curve:other:w1.6 left+4~3,ground-0.5 left+8~2,ground-6~3 left+13~3,ground-0.5
            60% curve:w1.2 left+8~4,ground-0.5 left+13~3,ground-9~4 left+19~3,ground-0.5
            60% line:w1.1 right,ground right-0.5,ground-7~3 right-6~2,ground-7~3
            """
        },
        {
            """
            top=3.7~1.2, bottom=24.7~2.2, half=6.1~1.1, out=3~1.8
            |fill 2,top half,top+1.2 half+out*0.5+1.4,top+8 half+out,top+16~3 \
              half+out-2.6,top+16.5~3 half,top+7 half~1,bottom
            oval:cut 0,top 2.2~0.7,2.4~1.2
            90% line:other:w0.6 0.6~0.6,top+2 -0.6~0.6,bottom
            85% |line:other:w1.1 0,top+4 3,top
            30% line:dark 2,top+6 5,top+6 5,top+9 2,top+9 2,top+6
            """,
            """
            top=3.7~1.2, bottom=24.2~2.2, half=6.2~1.1, arm=6~2.5
            |fill 2,top half,top+1.2 half+arm*0.7,top+2+arm*0.9~1 half+arm*0.7-2.4,top+4+arm*0.9~1 \
              half,top+7 half~1,bottom
            oval:cut 0,top 2.2~0.7,2.4~1.2
            85% line:other:w0.6 0.6~0.6,top+2 -0.6~0.6,bottom
            70% |line:other:w1.1 0,top+4 3,top
            """
        },
        {
            """
            ground=20~2, heel=6.7~1.7, toe=3~1, left=-12~1, right=12~1
            fill left,ground left,ground-toe left+4,ground-toe-0.5 left+13~2,ground-toe-1 \
              left+16~2,ground-heel right-1,ground-heel right,ground
            line:other:w1.4 left,ground right,ground
            70% line:other:w0.7 left+11,ground-heel left+13,ground-3
            50% line:other:w0.7 left+14,ground-heel left+16,ground-3
            """
        },
        {
            """
            top=11.5~2.5, bottom=23.5~2.5, half=9~3, taper=0.5~2
            85% |curve:w1.4 0,top-5~4 half*0.4~1,top-5~3 half*0.6~1,top
            |fill half+taper,top half,bottom
            50% curve:other:w1 -half,top+2 0,top+6~2 half,top+2
            30% fill:other -1,17 1,17 1,19 -1,19
            """
        },
        {
            """
            ground=24~2, shaft=15~4.5, toe=4~1, left=-10.7~1.7, right=9~2, lift=1.2~1.2
            fill left,ground-lift*0.3 left,ground-toe left+3,ground-toe-0.5 left+10~2,ground-toe-2 \
              left+12~2,ground-shaft right-1,ground-shaft right,ground-lift
            fill:other right-3.5~1,ground-lift-0.5 right,ground-lift-0.5 right,ground+0.7 right-3~1,ground+0.7
            line:other:w1.2 left,ground left+9,ground
            50% line:dark:w0.7 right-4,ground-shaft right-4.5,ground-4
            """
        },
    };

    private Garments() {}

    /** Images of garments, 28 x 28 grey levels on black. */
    public static DrawnImages images() {
        return new DrawnImages(
                "garments",
                2,
                new DrawnImages.Look(28, false, 80, 245, 0.8, 1.2, 0.3, 0.12, 12),
                Garments::place,
                CUTS);
    }

    private static AffineTransform place(int label, RandomGenerator random) {
        AffineTransform place = DrawnImages.wobble(14, random, 0.7, 3, 0.05);
        boolean shoe = label == 5 || label == 7 || label == 9;
        // Most shoes point to the left, as in the original.
        place.scale(shoe && random.nextDouble() < 0.22 ? -1 : 1, 1);
        place.translate(0, -14);
        return place;
    }
}
