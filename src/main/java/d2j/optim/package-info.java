/**
 * What the chapters on optimisation share: updaters that ND4J lacks, schedules of the learning rate that DL4J lacks,
 * and surfaces on which methods are compared.
 */
package d2j.optim;
