package d2j.data;

/**
 * A sentence and its translation.
 *
 * @param source in the language to translate from
 * @param target in the language to translate into
 */
public record SentencePair(String source, String target) {}
