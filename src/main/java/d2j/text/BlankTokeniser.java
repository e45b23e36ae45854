package d2j.text;

import java.util.List;

/** Cuts at white space and nowhere else: for texts whose tokens were separated by somebody else, such as PTB's. */
public final class BlankTokeniser implements Tokeniser {

    @Override
    public List<String> tokens(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("(?U)\\s+"));
    }
}
