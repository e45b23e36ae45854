/**
 * DL4J layers that compute with oneDNN, and how they get into networks. Images are kept channels-last in memory (as
 * PyTorch's {@code channels_last}) while arrays keep the shape {@code [batch, channels, height, width]}: oneDNN works
 * on that order at full speed, and nothing is rearranged between layers.
 */
package d2j.engine.layers;
