/**
 * Drives a Jupyter kernel in a process of its own, as a notebook interface does: {@link
 * d2j.jupyter.client.KernelClient} starts it, executes code and hands over the outputs. Knows no notebooks.
 */
package d2j.jupyter.client;
