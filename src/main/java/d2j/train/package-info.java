/** Training: one loop for networks written by hand and for DL4J's, its history, its metrics, and gradient checks. */
package d2j.train;
