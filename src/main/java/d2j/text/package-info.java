/**
 * From text to numbers: a {@link d2j.text.Tokeniser} cuts it, a {@link d2j.text.Vocabulary} numbers the tokens, {@link
 * d2j.text.TokenBatches} cuts mini-batches, {@link d2j.text.TranslationBatches} those of pairs of sentences. {@link
 * d2j.text.GreedySearch} writes a text token by token, {@link d2j.text.Bleu} judges it; {@link d2j.text.Span} knows
 * names by their tags, {@link d2j.text.AnswerScore} compares answers.
 * {@link d2j.text.SkipGram} learns vectors for words by {@link d2j.text.NegativeSampling}; {@link d2j.text.WordVectors}
 * searches them.
 *
 * <p>Networks for sequences of tokens, as ordinary DL4J configurations: {@link d2j.text.RecurrentTagger},
 * {@link d2j.text.TransformerTagger}, {@link d2j.text.Bert}, {@link d2j.text.Seq2Seq}.
 *
 * <p>What all layers of a network share (seed, updater, initial weights, weight decay, data type) is the caller's
 * choice, in DL4J's own builder; these classes add the layers. Sequences are {@code [batch, features, time]}, DL4J's
 * layout. DL4J adds up the losses of a sequence's time steps where other libraries take their mean; a learning rate
 * from a textbook has to be divided by the number of steps.
 */
package d2j.text;
