/**
 * A transformer's layers: token embedding, multi-head attention, the position-wise network, the encoder block, and the
 * choice of tokens. Each configuration has its runner beside it ({@code MultiHeadAttentionRunner} runs what
 * {@code MultiHeadAttention} configures); a {@code Part} is what several layers are made of.
 */
package d2j.nn.transformer;
