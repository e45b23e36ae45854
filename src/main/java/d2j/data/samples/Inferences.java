package d2j.data.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Pairs of simple sentences that say the same, the opposite or something else, as rows of SICK's table. */
public final class Inferences {
    private static final String[][] WHO = {
        {"man", "person"},
        {"woman", "person"},
        {"boy", "child"},
        {"girl", "child"},
        {"dog", "animal"},
        {"cat", "animal"},
        {"cook", "person"},
        {"player", "person"}
    };
    private static final String[][] WHAT = {
        {"running", "moving fast"},
        {"eating an apple", "eating fruit"},
        {"playing the guitar", "making music"},
        {"riding a bike", "riding"},
        {"sleeping", "resting"},
        {"slicing an onion", "cutting a vegetable"},
        {"jumping into a lake", "jumping into the water"}
    };
    private static final String[] WHERE = {"in a park", "on a street", "near a house", "outdoors", "on a beach"};

    private Inferences() {}

    /** The rows of so many pairs, without the heads of the columns. */
    public static List<String> lines(int pairs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= pairs; i++) {
            String[] who = WHO[random.nextInt(WHO.length)];
            int what = random.nextInt(WHAT.length);
            String where = WHERE[random.nextInt(WHERE.length)];
            String first = "A " + who[0] + " is " + WHAT[what][0] + " " + where;
            String second;
            String score;
            String kind = List.of("NEUTRAL", "ENTAILMENT", "CONTRADICTION").get(random.nextInt(3));
            switch (kind) {
                case "ENTAILMENT" -> {
                    second = random.nextBoolean()
                            ? "A " + who[1] + " is " + WHAT[what][0]
                            : "A " + who[0] + " is " + WHAT[what][1] + " " + where;
                    score = "4.6";
                }
                case "CONTRADICTION" -> {
                    second = random.nextBoolean()
                            ? "There is no " + who[0] + " " + WHAT[what][0] + " " + where
                            : "The " + who[0] + " is not " + WHAT[what][0];
                    score = "3.7";
                }
                default -> {
                    int other = (what + random.nextInt(1, WHAT.length)) % WHAT.length;
                    second = "A " + who[0] + " is " + WHAT[other][0] + " " + where;
                    score = "2.9";
                }
            }
            lines.add(i + "\t" + first + "\t" + second + "\t" + score + "\t" + kind);
        }
        return lines;
    }
}
