/**
 * Layers that DL4J lacks, to be used in its configurations like its own: the gated recurrent unit, multi-head
 * attention, layer normalization, the transformer encoder block. Sequences have DL4J's shape
 * {@code [batch, features, time]} (or {@code [batch, time, features]} with {@code RNNFormat.NWC}); either way the
 * features of a time step lie next to each other in memory between the transformer's layers, so that nothing is
 * rearranged.
 */
package d2j.nn;
