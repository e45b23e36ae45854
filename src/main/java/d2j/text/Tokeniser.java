package d2j.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into tokens, the units that a model reads: words, characters, or parts of words. */
@FunctionalInterface
public interface Tokeniser {

    /** The tokens of a text in their order; empty if there are none. */
    List<String> tokens(String text);

    /** The tokens of several texts, one after the other, such as those of all lines of a book. */
    default List<String> all(Iterable<String> texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.addAll(tokens(text)));
        return all;
    }
}
