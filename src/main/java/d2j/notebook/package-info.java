/**
 * Notebooks: their file format, the client that runs them in a kernel process, the page made of a run, and the checks
 * that chapters make. Depends on no kernel.
 */
package d2j.notebook;
