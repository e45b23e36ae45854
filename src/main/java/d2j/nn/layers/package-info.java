/** What computes the layers whose configurations are in {@link d2j.nn}. */
package d2j.nn.layers;
