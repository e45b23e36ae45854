/**
 * Random but repeatable damage, for everything that reads what others wrote: {@link d2j.fuzz.Fuzz} runs trials for a
 * few seconds, {@link d2j.fuzz.Damage} is what a trial takes its input from.
 */
package d2j.fuzz;
