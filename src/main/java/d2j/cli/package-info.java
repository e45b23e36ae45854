/** The command line, {@code ./d2j}: thin commands over the other packages. */
package d2j.cli;
