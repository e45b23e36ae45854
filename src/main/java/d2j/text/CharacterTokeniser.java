package d2j.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a reader takes for one character (Unicode's grapheme clusters): a letter with its accents, an emoji of several
 * code points, the end of a line. The tokens put together are the text again.
 */
public final class CharacterTokeniser implements Tokeniser {

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    @Override
    public List<String> tokens(String text) {
        return CLUSTER.matcher(text).results().map(MatchResult::group).toList();
    }
}
