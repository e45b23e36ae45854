/**
 * The Jupyter protocol (version 5.3) as the kernel and its client speak it: {@link d2j.jupyter.protocol.Message},
 * {@link d2j.jupyter.protocol.Codec} between messages and signed frames, and {@link
 * d2j.jupyter.protocol.ConnectionFile}, by which the two find each other. Sockets are the affair of each side.
 */
package d2j.jupyter.protocol;
