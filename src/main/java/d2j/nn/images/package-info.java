/** Layers for images that DL4J lacks: the gate of a squeeze-and-excitation block. */
package d2j.nn.images;
