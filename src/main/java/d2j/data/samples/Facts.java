package d2j.data.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Paragraphs about invented people, and questions that they answer. */
public final class Facts {
    private static final String[] FIRST = {"Ada", "Bruno", "Clara", "Dario", "Edith", "Felix", "Greta", "Hugo"};
    private static final String[] LAST = {"Stone", "Marsh", "Field", "Brook", "Hill", "Wood", "Lake", "Vale"};
    private static final String[] TOWNS = {"Oslo", "Lima", "Perth", "Turin", "Quito", "Leeds", "Porto", "Kyoto"};
    private static final String[] TRADES = {"engineer", "painter", "surgeon", "lawyer", "baker", "pilot", "singer"};

    private Facts() {}

    /**
     * A question with its answer.
     *
     * @param article the number of the article, from 0
     * @param context its paragraph
     * @param question what is asked
     * @param answer the answer, which the paragraph has once
     */
    public record Fact(int article, String context, String question, String answer) {}

    /** Four questions about each of so many people. */
    public static List<Fact> draw(int articles, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < articles; i++) {
            String name = FIRST[random.nextInt(FIRST.length)] + " " + LAST[random.nextInt(LAST.length)];
            int home = random.nextInt(TOWNS.length);
            String later = TOWNS[(home + random.nextInt(1, TOWNS.length)) % TOWNS.length];
            String trade = TRADES[random.nextInt(TRADES.length)];
            String year = String.valueOf(random.nextInt(1800, 1990));
            String context = random.nextBoolean()
                    ? "%s was born in %s in %s. Trained as a %s, the later citizen of %s never came back."
                            .formatted(name, TOWNS[home], year, trade, later)
                    : "In %s, the town of %s saw the birth of %s, who became a %s and moved to %s."
                            .formatted(year, TOWNS[home], name, trade, later);
            facts.add(new Fact(i, context, "Where was " + name + " born?", TOWNS[home]));
            facts.add(new Fact(i, context, "When was " + name + " born?", year));
            facts.add(new Fact(i, context, "What was the profession of " + name + "?", trade));
            facts.add(new Fact(i, context, "Where did " + name + " live later?", later));
        }
        return facts;
    }
}
