package d2j.data.samples;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Descriptions of street scenes in English and French. The translation follows rules: adjectives of colour change
 * places with their noun and agree with its gender, the English progressive becomes a simple present.
 */
public final class Translations {
    private static final Grammar GRAMMAR = Grammar.of(
            """
            S = SUBJECT ACTION . / SUBJECT ACTION .
            S = 2* SUBJECT ACTION PLACE . / SUBJECT ACTION PLACE .
            S = GROUP ACTIONS . / GROUP ACTIONS .
            S = GROUP ACTIONS PLACE . / GROUP ACTIONS PLACE .
            S = SUBJECT and SUBJECT ACTIONS . / SUBJECT et SUBJECT ACTIONS .
            SUBJECT = 2* a MALE / un MALE
            SUBJECT = 2* a FEMALE / une FEMALE
            SUBJECT = a MALE in a THINGF / un MALE avec une THINGF
            SUBJECT = a FEMALE in a THINGM / une FEMALE avec un THINGM
            MALE = 3* NOUNM / NOUNM
            MALE = SIZEM NOUNM / SIZEM NOUNM
            MALE = COLOURM ANIMALM / ANIMALM COLOURM
            FEMALE = 3* NOUNF / NOUNF
            FEMALE = SIZEF NOUNF / SIZEF NOUNF
            FEMALE = COLOURF ANIMALF / ANIMALF COLOURF
            GROUP = NUMBER NOUNSM / NUMBER NOUNSM | NUMBER NOUNSF / NUMBER NOUNSF
            GROUP = NUMBER SIZESM NOUNSM / NUMBER SIZESM NOUNSM | NUMBER SIZESF NOUNSF / NUMBER SIZESF NOUNSF
            NUMBER = 3* two / deux | 2* three / trois | four / quatre | some / des
            NOUNM = 3* man / homme | 2* boy / garçon | worker / ouvrier | musician / musicien | dancer / danseur
            NOUNM = cyclist / cycliste | dog / chien | child / enfant
            NOUNF = 3* woman / femme | 2* girl / fille | lady / dame | singer / chanteuse | person / personne
            NOUNF = waitress / serveuse
            NOUNSM = 3* men / hommes | 2* boys / garçons | dogs / chiens | workers / ouvriers | children / enfants
            NOUNSM = horses / chevaux
            NOUNSF = 3* women / femmes | 2* girls / filles | ladies / dames | people / personnes
            ANIMALM = 2* dog / chien | horse / cheval | cat / chat | bird / oiseau
            ANIMALF = cow / vache | goat / chèvre
            SIZEM = young / jeune | little / petit | tall / grand
            SIZEF = young / jeune | little / petite | tall / grande
            SIZESM = young / jeunes | little / petits | tall / grands
            SIZESF = young / jeunes | little / petites | tall / grandes
            COLOURM = black / noir | white / blanc | brown / marron | grey / gris
            COLOURF = black / noire | white / blanche | brown / marron | grey / grise
            THINGF = HUEF shirt / chemise HUEF | HUEF jacket / veste HUEF | HUEF cap / casquette HUEF
            THINGM = HUEM hat / chapeau HUEM | HUEM coat / manteau HUEM | HUEM sweater / pull HUEM
            HUEF = red / rouge | blue / bleue | green / verte | yellow / jaune | black / noire | white / blanche
            HUEM = red / rouge | blue / bleu | green / vert | yellow / jaune | black / noir | white / blanc
            ACTION = is running / court | is sleeping / dort | is walking / marche | is dancing / danse
            ACTION = is playing / joue | is singing / chante | is eating OBJECT / mange OBJECT
            ACTION = is looking at SIGHT / regarde SIGHT | is holding SIGHT / tient SIGHT
            ACTIONS = are running / courent | are sleeping / dorment | are walking / marchent | are dancing / dansent
            ACTIONS = are playing / jouent | are singing / chantent | are eating OBJECT / mangent OBJECT
            ACTIONS = are looking at SIGHT / regardent SIGHT
            OBJECT = an apple / une pomme | bread / du pain | ice cream / de la glace | a cake / un gâteau
            SIGHT = a HUEF car / une voiture HUEF | a HUEF bag / une valise HUEF | a HUEM ball / un ballon HUEM
            SIGHT = a book / un livre | a flower / une fleur | a HUEM bike / un vélo HUEM | a camera / une caméra
            PLACE = in the street / dans la rue | on the beach / sur la plage | in a park / dans un parc
            PLACE = in front of a house / devant une maison | near the river / près de la rivière
            PLACE = on the grass / sur l'herbe | in the snow / dans la neige | at night / la nuit
            """);

    private Translations() {}

    /**
     * Different pairs, which depend on their number and the seed alone.
     *
     * @return lists of two sentences: English, French
     */
    public static List<List<String>> pairs(int pairs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LinkedHashSet<List<String>> different = new LinkedHashSet<>();
        while (different.size() < pairs) {
            different.add(GRAMMAR.sentences("S", random).stream()
                    .map(Translations::written)
                    .toList());
        }
        return new ArrayList<>(different);
    }

    /** With a capital letter at the beginning, and no blank before the full stop. */
    private static String written(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT)
                + words.substring(1).replace(" .", ".");
    }
}
