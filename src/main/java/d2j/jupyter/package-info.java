/**
 * Jupyter: the wire protocol ({@code protocol}), the kernel ({@code kernel}), what drives one from outside ({@code
 * client}), and what objects look like on a page ({@code display}). Here itself: {@link d2j.jupyter.KernelSpec}, by
 * which Jupyter finds the kernel.
 */
package d2j.jupyter;
