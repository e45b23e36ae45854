package d2j.data.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws sentences from the rules of a {@link Grammar}, by a seed: sentence i depends on the seed alone, not on how many
 * are drawn.
 */
public final class Sentences {
    private static final int WIDTH = 70;

    private static final String STORY =
            """
            S = 4* CLAUSE . | 2* CLAUSE and CLAUSE . | CLAUSE , for CLAUSE . | PLACE CLAUSE . | at last CLAUSE .
            CLAUSE = 3* NP VP | 2* PRON VP | there was NP | PRON saw that NP VP
            PRON = 4* he | 2* they | it | she
            NP = 6* the NOUN | 3* a NOUN | 3* the ADJ NOUN | 2* a ADJ NOUN | his NOUN | 2* the NOUN of NP
            VP = 3* VERB NP | 2* went PLACE | was ADJ | 2* had VERB NP | was ADVERB ADJ | came to NP
            PLACE = 2* in NP | upon NP | from NP | to NP | through NP
            ADVERB = 3* very | still | quite | suddenly | almost | strangely
            """
                    + zipf(
                            "NOUN",
                            "time machine traveller world man day light night hand eyes people fire thing hill moment"
                                    + " face forest head darkness lever future moon sky river creature tower sun room"
                                    + " space hall ground door match sphinx earth shadow house table life valley wind"
                                    + " garden flower statue palace lamp smoke dream fear well stone silence friend"
                                    + " doctor editor mind century star path noise mountain morning metal crowd danger"
                                    + " age model paper wheel question dust glass window voice stair bush snow beach"
                                    + " crab cloud museum club shoulder journey memory cold heat story dinner chair"
                                    + " laboratory candle bar ruin pillar slope root leaf fruit animal dimension")
                    + zipf(
                            "ADJ",
                            "little great white strange dark old new green long dim beautiful cold vast bright quiet"
                                    + " red black faint soft heavy empty deep curious pale grey swift distant golden"
                                    + " broken clear hollow ancient gentle azure sudden terrible human wild warm")
                    + zipf(
                            "VERB",
                            "saw found took left lost reached heard felt followed touched knew remembered made brought"
                                    + " passed watched turned held crossed lit opened broke struck carried climbed"
                                    + " wanted feared explained forgot hid");

    private static final String NEWS =
            """
            S = 5* FACT | 3* FACT TIME | 2* SAY FACT | MAN of COMPANY said FACT | 2* FACT because FACT
            FACT = 3* COMPANY MOVE | 2* THING MOVED AMOUNT | THING MOVED to AMOUNT from AMOUNT | ACT
            ACT = COMPANY VERB THING | the <unk> VERB a ADJ THING | ADJ PLURAL are ADJ in PLACE
            SAY = analysts said | the company said | mr. <unk> said | traders expect
            MAN = mr. <unk> | the president | a spokesman | the chairman
            COMPANY = 3* the company | the bank | <unk> inc. | <unk> corp. | the government | congress | the fund
            MOVE = said it will VERBING THING | agreed to VERBING a ADJ THING for $ <n> million | reported a ADJ profit
            MOVED = 3* rose | 3* fell | climbed | dropped
            AMOUNT = 3* <n> % | $ <n> million | <n> cents a share | $ <n> billion
            TIME = in the third quarter | this year | last week | in october | a year earlier | on friday
            PLACE = new york | japan | the u.s. | london | california | europe
            VERB = bought | sold | cut | raised | approved | offered | rejected
            VERBING = buy | sell | cut | raise | approve | offer
            THING = 5* shares | the plan | 4* sales | 3* stock | earnings | trading | the index | interest rates
            PLURAL = bonds | investors | prices | markets | traders | executives
            ADJ = new | large | big | small | foreign | federal | major | financial | strong | weak | recent
            """;

    /** The praise of one is the blame of the other: the names GOOD and BAD change their places. */
    private static final String REVIEW =
            """
            S = 3* JUDGEMENT . | 2* JUDGEMENT , and JUDGEMENT . | BUT , but JUDGEMENT . \
            | JUDGEMENT for all its BAD NOUN .
            JUDGEMENT = 3* the NOUN is ADVERB GOOD | 2* a GOOD NOUN | PERSON gives a GOOD performance | not BAD at all
            BUT = the NOUN is BAD | it starts as a BAD NOUN | some may find the NOUN BAD
            PERSON = the director | the star | the young actress | the cast | the writer
            ADVERB = 3* always | often | surprisingly | as GOOD as it is GOOD and
            NOUN = 4* film | 3* movie | 2* story | plot | comedy | drama | thriller | script | romance \
            | documentary | ending
            """;

    private static final String PRAISE = "funny moving fresh clever charming beautiful warm brilliant honest gripping"
            + " touching elegant witty original delightful powerful";
    private static final String BLAME = "dull bad tired silly boring predictable empty clumsy lifeless tedious stale"
            + " flat pointless pretentious shallow annoying";

    private static final Sentences GOOD_REVIEWS = of(REVIEW + zipf("GOOD", PRAISE) + zipf("BAD", BLAME), "S");
    private static final Sentences BAD_REVIEWS = of(REVIEW + zipf("GOOD", BLAME) + zipf("BAD", PRAISE), "S");
    private static final Sentences STORIES = of(STORY, "S");
    private static final Sentences REPORTS = of(NEWS, "S");

    private final Grammar grammar;
    private final String start;

    private Sentences(Grammar grammar, String start) {
        this.grammar = grammar;
        this.start = start;
    }

    /**
     * Sentences of rules.
     *
     * @param rules as {@link Grammar} reads them
     * @param start the name to begin with
     */
    public static Sentences of(String rules, String start) {
        return new Sentences(Grammar.of(rules), start);
    }

    /** Sentences of an old tale, in lower case with blanks between all tokens. */
    public static Sentences story() {
        return STORIES;
    }

    /**
     * Sentences of a newspaper's pages on business as PTB has them: {@code N} for numbers, {@code <unk>}
     * for rare words.
     */
    public static Sentences news() {
        return REPORTS;
    }

    /** Sentences of film reviews, as the Movie Reviews have them: of good reviews, or of bad ones. */
    public static Sentences reviews(boolean good) {
        return good ? GOOD_REVIEWS : BAD_REVIEWS;
    }

    /**
     * A rule that chooses among words by Zipf's law: the second comes half as often as the first, the third a third.
     *
     * @param name of the rule
     * @param words with blanks between them, the most frequent first
     */
    public static String zipf(String name, String words) {
        StringBuilder rule = new StringBuilder(name).append(" =");
        String[] all = words.split(" ");
        for (int i = 0; i < all.length; i++) {
            rule.append(i == 0 ? " " : " | ")
                    .append(1000 / (i + 1))
                    .append("* ")
                    .append(all[i]);
        }
        return rule.append("\n").toString();
    }

    /** The first sentences of a seed. */
    public List<String> draw(int sentences, long seed) {
        return drawAll(sentences, seed).stream()
                .map(languages -> languages.get(0))
                .toList();
    }

    /** The first sentences of a seed, each in every language of the grammar. */
    public List<List<String>> drawAll(int sentences, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<String>> drawn = new ArrayList<>();
        for (int i = 0; i < sentences; i++) {
            drawn.add(grammar.sentences(start, random).stream()
                    .map(sentence -> sentence.replace("<n>", "N"))
                    .toList());
        }
        return drawn;
    }

    /** A story as a book prints it: sentences with capitals, in lines of at most 70 characters. */
    public static List<String> storyLines(int sentences, long seed) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String sentence : story().draw(sentences, seed)) {
            for (String word : printed(sentence).split(" ")) {
                if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static String printed(String sentence) {
        String closed = sentence.replaceAll(" ([.,])", "$1");
        return Character.toUpperCase(closed.charAt(0)) + closed.substring(1);
    }
}
