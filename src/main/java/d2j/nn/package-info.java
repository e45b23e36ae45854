/** Layers that DL4J lacks, to be used in its configurations like its own. */
package d2j.nn;
