/**
 * Networks of general use, and in the packages below the layers that DL4J lacks, to be used in its configurations like
 * its own: the gated recurrent unit ({@code recurrent}), the transformer's layers ({@code transformer}), layer
 * normalisation ({@code norm}), convolutions in groups ({@code convolution}). Sequences have DL4J's shape
 * {@code [batch, features, time]} (or {@code [batch, time, features]} with {@code RNNFormat.NWC}); either way the
 * features of a time step lie next to each other in memory between the transformer's layers, so that nothing is
 * rearranged.
 *
 * <p>A configuration and its runner stand side by side. Saved networks name the configuration's class.
 */
package d2j.nn;
