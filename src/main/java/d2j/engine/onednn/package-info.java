/** oneDNN primitives on the memory of ND4J arrays. The only package that knows oneDNN's classes. */
package d2j.engine.onednn;
