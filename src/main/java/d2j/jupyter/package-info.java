/**
 * Shows Java objects in a notebook, and is the only package that knows a Jupyter kernel.
 *
 * <p>Chapters and the library call {@link d2j.jupyter.Notebook} and implement {@link d2j.jupyter.Displayable}; which
 * kernel runs them is found at run time.
 */
package d2j.jupyter;
