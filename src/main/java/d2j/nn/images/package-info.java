/** Layers for images that DL4J lacks: the gate of a squeeze-and-excitation block, and the choice of channels. */
package d2j.nn.images;
