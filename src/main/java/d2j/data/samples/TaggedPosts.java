package d2j.data.samples;

import java.util.ArrayList;
import java.util.List;

/** Short posts with their persons, places and companies marked: a token and its tag in each line, as CoNLL has it. */
public final class TaggedPosts {
    private static final Sentences POSTS = Sentences.of(
            """
            S = 3* just saw PERSON in LOCATION ! | PERSON is at LOCATION | buying a PRODUCT from COMPANY \
            | COMPANY opens in LOCATION tomorrow | 2* listening to GROUP with PERSON | anyone seen WORK ? \
            | 2* what a day . | rt @someone : PERSON loves WORK | the new PRODUCT is great | so tired today
            PERSON = FIRST | 2* FIRST LAST
            FIRST = anna_B_person | boris_B_person | carla_B_person | david_B_person | elena_B_person | will_B_person
            LAST = green_I_person | miller_I_person | khan_I_person | rose_I_person | novak_I_person
            LOCATION = london_B_location | new_B_location york_I_location | elm_B_location street_I_location \
            | cairo_B_location
            COMPANY = acme_B_corporation | north_B_corporation bank_I_corporation \
            | zeta_B_corporation labs_I_corporation
            PRODUCT = zphone_B_product | kite_B_product pro_I_product | mixer_B_product 3000_I_product
            WORK = star_B_creative-work harbour_I_creative-work \
            | the_B_creative-work long_I_creative-work rain_I_creative-work
            GROUP = the_B_group rovers_I_group | blue_B_group owls_I_group | nightfall_B_group
            """,
            "S");

    private TaggedPosts() {}

    /** The lines of so many posts, an empty one after each. */
    public static List<String> lines(int posts, long seed) {
        List<String> lines = new ArrayList<>();
        for (String post : POSTS.draw(posts, seed)) {
            for (String word : post.split(" ")) {
                String[] parts = word.split("_");
                lines.add(parts.length == 1 ? word + "\tO" : parts[0] + "\t" + parts[1] + "-" + parts[2]);
            }
            lines.add("");
        }
        return lines;
    }
}
