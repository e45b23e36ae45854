/** Layer normalisation: the configuration, what runs it, and the part that other layers are made of. */
package d2j.nn.norm;
