/** The gated recurrent unit: its configuration, and what runs it. */
package d2j.nn.recurrent;
