/**
 * Speed measurements beside rivals, {@code ./d2j bench}: workers, one process per contender, train the same models in
 * turn; a coordinator compares them.
 */
package d2j.bench;
