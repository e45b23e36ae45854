/** Convolutions that DL4J lacks: the configuration, what runs it, and where its parameters lie. */
package d2j.nn.convolution;
