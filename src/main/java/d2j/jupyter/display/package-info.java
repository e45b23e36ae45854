/**
 * Shows Java objects in a notebook.
 *
 * <p>Chapters and the library call {@link d2j.jupyter.display.Notebook} and implement {@link
 * d2j.jupyter.display.Displayable}; which kernel runs them (the project's own, unmodified rapaio, IJava, JJava) is
 * found at run time, behind {@link d2j.jupyter.display.Frontend}. Without a kernel the plain-text form is printed.
 */
package d2j.jupyter.display;
