package d2j.data.samples;

import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;

/** The ten kinds of animals and vehicles of CIFAR-10, in colour. */
public final class Things {
    /** In a box 32 wide and high, x from its middle. */
    private static final String[][] SHAPES = {
        {
            """
            tail=-13~1.5, nose=13~1.5, span=10~2
            blob tail,15 -6,13.7 7,13.7 nose,16 7,18.3 -6,18
            fill -3,14.5 -1-span*0.5,15-span 2-span*0.5,15-span 5,14.5
            60% fill:other -3,17.5 -1-span*0.5,17+span 2-span*0.5,17+span 5,17.5
            fill:other tail+1,15.5 tail-1.5,9~1 tail+1.5,9~1 tail+5,14.5
            """
        },
        {
            """
            ground=23~2, roof=10~1.5, back=-12~1.5, front=12~1.5
            fill back,ground back,roof+5.5 -6~1,roof+5 -4~1,roof 4~1,roof 7~1,roof+5 front,roof+6 front,ground
            fill:light -3,roof+1.5 3.5,roof+1.5 5,roof+4.5 -5,roof+4.5
            |oval:dark 7,ground 2.8~0.5,2.8~0.5
            """
        },
        {
            """
            head=9~1.5, high=10~1.5
            blob -12~2,17~2 -4,14 5,high+1 head,high+1 7,18 0,21.5 -7,20
            oval head,high 2.9~0.5,2.7~0.5
            line:other:w1.6 head+2.5,high head+5.5~0.7,high+1
            fill:dark -3,15.5 -9~2,8~3 4,15.5
            80% |line:dark:w0.8 1.2,21 1.6,26~1.5
            """
        },
        {
            """
            wide=8~1, high=7~0.8
            |fill 2,18-high wide*0.8,17-high*2 wide+0.3,16
            oval 0,17 wide,high
            |oval:dark wide*0.4,15.5 1~0.3,1.5~0.3
            fill:other -1,19 1,19 0,20.3
            |line:dark:w0.5 2,20 wide+4~1,19~1
            70% |line:dark:w0.5 2,20.7 wide+4~1,21.5~1
            """
        },
        {
            """
            ground=28~1.5, back=-9~1, chest=5~1
            blob back,16 -2,14.5 chest,14 chest+1,18 -2,19.5 back,19
            |line:w1.3 4,18 4.5~0.5,ground
            |line:w1.3 6,18 7~0.5,ground
            fill chest-2,15 chest+2.5,8 chest+5,8.5 chest+2,17
            oval chest+4.5,8 2.6~0.3,1.7~0.3
            |line:dark:w0.7 chest+3,7 chest+2~1,1~1
            line:dark:w0.7 chest+4,7 chest+6~1,1.5~1
            """
        },
        {
            """
            wide=7~1, high=8~0.8
            oval 0,17 wide,high
            |blob:dark wide-2.5,17-high wide+1.5,18-high wide+2.5~0.7,19~1.5 wide-0.5,18
            |oval:dark wide*0.4,15 1~0.2,1~0.2
            oval:light 0,20 wide*0.5,3~0.5
            oval:dark 0,19 1.6~0.3,1.2~0.3
            50% line:other:w1.4 -0.3,22 0,24.5~0.7
            """
        },
        {
            """
            wide=8~1, low=23~1.5
            blob -3,14 0,12.5 3,14 wide,19 wide*0.6,low -wide*0.6,low -wide,19
            |oval wide*0.4,12.5 2.3~0.4,2.3~0.4
            |oval:dark wide*0.4,12.3 1~0.2,1~0.2
            curve:dark:w0.8 -4,17 0,18.6~0.8 4,17
            |blob:other wide*0.7,low-3 wide+4~1,low-4~1 wide+3,low+1 wide*0.6,low
            """
        },
        {
            """
            ground=28~1.5, back=-10~1, chest=6~1
            blob back,15 -3,14.5 chest,13.5 chest+1,19 -2,20.5 back,19.5
            |line:w2 5,19 5.5~0.7,ground
            |line:w2 7.5,19 8~0.7,ground
            fill chest-3,15 chest+2,5.5~0.7 chest+5,7 chest+2,18
            blob chest+2,5.5 chest+6,6.5 chest+9~0.7,11 chest+7,12 chest+3,9
            curve:dark:w2 chest+1.5,5.5 chest-1.5,9 chest-3,14
            curve:dark:w1.8 back,15.5 back-2.5,18~1 back-2.5,23~1
            """
        },
        {
            """
            deck=19~1.5, half=12~1.5
            fill:other -16,25 16,25 16,32 -16,32
            fill -half,deck half+1.5,deck-0.5 half-2.5,26 2-half,26
            fill:light -half*0.5,deck-5~1 half*0.3~1,deck-5~1 half*0.3,deck -half*0.5,deck
            70% fill:dark -1.5,deck-9~1.5 1.5,deck-9~1.5 1.5,deck-4 -1.5,deck-4
            60% line:dark:w0.8 half*0.6,deck half*0.6,deck-12~2
            """
        },
        {
            """
            ground=24~1.5, top=7~1.5, back=-13~1, join=3~1
            fill back,top join,top join,ground-1 back,ground-1
            fill:other join+1,top+4~1 join+5,top+4~1 join+8,top+9 join+9,ground-1 join+1,ground-1
            fill:light join+2.5,top+5.5 join+4.5,top+5.5 join+6.5,top+9 join+2.5,top+9
            oval:dark back+4,ground 2.7~0.4,2.7~0.4
            oval:dark join+5.5,ground 2.7~0.4,2.7~0.4
            60% oval:dark back+10,ground 2.7~0.4,2.7~0.4
            """
        },
    };

    private Things() {}

    /** Pictures of 32 x 32 pixels in three channels, on a ground of any colour. */
    public static DrawnImages images() {
        return new DrawnImages(
                "pictures",
                1,
                new DrawnImages.Look(32, true, 60, 250, 0.8, 1.2, 0.3, 0.3, 20),
                (label, random) -> place(random),
                SHAPES);
    }

    private static AffineTransform place(RandomGenerator random) {
        AffineTransform place = DrawnImages.wobble(16, random, 1.2, 5, 0.08);
        place.scale(random.nextBoolean() ? -1 : 1, 1);
        place.translate(0, -16);
        return place;
    }
}
