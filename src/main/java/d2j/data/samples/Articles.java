package d2j.data.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Short articles of an encyclopaedia, as WikiText has them: headings between equals signs, and paragraphs whose
 * sentences share the words of one subject, so that which sentences belong together can be told.
 */
public final class Articles {
    private static final String RULES =
            """
            S = 3* NAME is a ADJ NOUN of the NOUN . | 3* the NOUN VERB the ADJ NOUN in YEAR . \
            | the ADJ NOUN was VERB by the NOUN , which VERB a NOUN . | 2* in YEAR , a NOUN VERB the NOUN . \
            | NAME VERB <unk> NOUN and ADJ NOUN . | the NOUN has a ADJ NOUN . \
            | most of the NOUN were ADJ , and the NOUN VERB NAME . | it VERB the NOUN near NAME .
            YEAR = 1805 | 1851 | 1912 | 1926 | 1944 | 1968 | 1977 | 1994 | 2003 | 2008
            """;

    /** A name, nouns, verbs and adjectives of each subject. */
    private static final String[][] SUBJECTS = {
        {
            "Atlantic Lobster",
            "lobster claw shell sea species larva tail coast trap prey",
            "caught shed hid fed crossed",
            "blue young heavy marine"
        },
        {
            "Northern Railway",
            "line station train bridge engine track tunnel company town passenger",
            "opened closed carried joined linked",
            "narrow steam local broken"
        },
        {
            "Silver Lake",
            "song album band concert guitar singer label chart record tour",
            "released wrote sang played recorded",
            "loud popular live gentle"
        },
        {
            "Fort Henry",
            "army battle general regiment river camp attack soldier wall gun",
            "attacked defended lost held captured",
            "brave wounded large distant"
        },
        {
            "Mount Aspen",
            "glacier peak valley rock climber snow ridge volcano summit forest",
            "covered reached formed eroded climbed",
            "steep frozen high ancient"
        },
        {
            "River City Rovers",
            "match goal team season league player coach club stadium cup",
            "won lost scored drew signed",
            "final fast home amateur"
        },
        {
            "Storm Ada",
            "storm wind rain island coast flood warning centre damage wave",
            "struck flooded weakened moved passed",
            "tropical severe weak sudden"
        },
        {
            "Queen Margaret",
            "king court castle treaty throne bishop duke marriage crown parliament",
            "married crowned betrayed ruled signed",
            "royal noble loyal young"
        },
        {
            "Helium Star",
            "star planet orbit telescope galaxy mass spectrum cloud core light",
            "orbited emitted observed discovered absorbed",
            "bright dense distant hot"
        },
        {
            "Maple Street",
            "house tower church roof window architect garden hall brick arch",
            "built restored designed painted extended",
            "gothic wooden tall old"
        },
    };

    private Articles() {}

    /**
     * The lines of so many articles: headings and paragraphs.
     *
     * @param articles how many
     * @param seed article i depends on it alone
     */
    public static List<String> draw(int articles, long seed) {
        List<Grammar> grammars = new ArrayList<>();
        for (String[] subject : SUBJECTS) {
            grammars.add(Grammar.of(RULES
                    + "NAME = "
                    + subject[0]
                    + "\n"
                    + Sentences.zipf("NOUN", subject[1])
                    + Sentences.zipf("VERB", subject[2])
                    + Sentences.zipf("ADJ", subject[3])));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < articles; i++) {
            int subject = random.nextInt(SUBJECTS.length);
            lines.add("= " + SUBJECTS[subject][0] + " =");
            for (int section = random.nextInt(1, 4); section > 0; section--) {
                String noun = SUBJECTS[subject][1].split(" ")[random.nextInt(10)];
                lines.add("= = " + noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1) + " = =");
                for (int paragraph = random.nextInt(1, 4); paragraph > 0; paragraph--) {
                    lines.add(paragraph(grammars.get(subject), random));
                }
            }
        }
        return lines;
    }

    private static String paragraph(Grammar grammar, SplittableRandom random) {
        List<String> sentences = new ArrayList<>();
        for (int i = random.nextInt(2, 7); i > 0; i--) {
            String sentence = grammar.sentence("S", random);
            sentences.add(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1));
        }
        return String.join(" ", sentences);
    }
}
