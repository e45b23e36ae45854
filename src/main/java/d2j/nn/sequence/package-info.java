/**
 * What all layers share that map sequences to sequences of the same shape: their configuration, the parameters' places
 * in DL4J's flat array, and the turning of DL4J's sequences into rows of tokens and back.
 */
package d2j.nn.sequence;
