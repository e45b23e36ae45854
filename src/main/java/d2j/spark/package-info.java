/**
 * A cluster of Apache Spark on this machine, for training on several processes. Depends on no class of Spark: the
 * cluster's processes have a class path of their own, which {@code ./d2j setup --spark} brings.
 */
package d2j.spark;
