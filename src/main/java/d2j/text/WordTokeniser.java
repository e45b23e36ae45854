package d2j.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Words in lower case: "Don't panic!" is {@code don ' t panic !}.
 *
 * <p>A run of letters and digits with their marks is a word, each other visible character a token of its own. A Chinese
 * character is a word, as BERT has it, because Chinese puts no blanks between words. Text is brought to Unicode's
 * composed form (NFC) first, so that "é" is one word whether it was typed as one character or as two. White space,
 * control and formatting characters separate tokens and vanish.
 */
public final class WordTokeniser implements Tokeniser {

    /** A joiner has no width, but decides how the letters beside it look, in Persian or Hindi for example. */
    private static final Pattern TOKEN = Pattern.compile("(?U)\\p{IsHan}\\p{M}*"
            + "|[\\p{L}\\p{N}\\p{M}&&[^\\p{IsHan}]][[\\p{L}\\p{N}\\p{M}\u200c\u200d]&&[^\\p{IsHan}]]*"
            + "|[^\\s\\p{Cc}\\p{Cf}]\\p{M}*");

    @Override
    public List<String> tokens(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return TOKEN.matcher(composed).results().map(MatchResult::group).toList();
    }
}
